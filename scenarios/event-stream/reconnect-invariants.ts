// How long the event stream waits before it connects again: promises about a whole run.
import type { TraceEvent } from '../../harness/index.ts';
import { isStream, moveOf, type Invariants } from './stream-trace.ts';

const SHORTEST_MS = 1_000;
const LONGEST_MS = 30_000;

/** Faults after which the gateway sees a request later than it was made. */
const SHIFTS: ReadonlySet<string> = new Set(['slow-connect', 'delay']);

/** What decides how long the wait before a reconnect is: after a failure 1 s, doubling, at most 30 s; again 1 s after the others. */
const RULES = {
  failure: 'it waits before it reconnects, longer each time',
  opened: 'after a stream that opened, the first wait is short again',
  forbidden: 'after a 403 the first wait is short again',
  moved: 'after a stop or a restart the first wait is short again',
} as const;

type Reason = keyof typeof RULES;

/** One promise for each reason: which of them was broken says where to look. */
export const RECONNECT_RULES: Invariants = Object.fromEntries(
  Object.entries(RULES).map(([reason, name]) => [
    name,
    ({ events }) => {
      const broken = findBroken(events);
      return broken?.reason === reason ? broken.message : undefined;
    },
  ]),
);

type Broken = { reason: Reason; message: string };

/** The first wait of a run that was too long or too short. */
function findBroken(events: readonly TraceEvent[]): Broken | undefined {
  const waits = new Waits();
  for (const event of events) {
    const broken = waits.read(event);
    if (broken !== undefined) return broken;
  }
  return undefined;
}

/** Follows the attempts to connect. What the trace does not tell for certain is not judged. */
class Waits {
  /** The wait that is due after the next failure, undefined for unknown. */
  #delayMs: number | undefined = SHORTEST_MS;
  /** Why it is that long. */
  #reason: Reason = 'failure';
  #movedMs: number | undefined;
  /** The app has stopped the stream: the next start is no reconnect. */
  #isStopped = false;
  /** The youngest connection with a request: what comes on an older one was on its way before. */
  #youngest = -1;
  #latest: { exchange: number; hasHead: boolean; endedMs: number | undefined } | undefined;

  read(event: TraceEvent): Broken | undefined {
    const move = moveOf(event);
    const isMove = move !== undefined && (move !== 'starts' || this.#isStopped);
    if (move !== undefined) this.#isStopped = move === 'stops' || move === 'tears down';
    if (event.kind === 'settled' || isMove) {
      this.#movedMs = event.ms;
      this.#forget(SHORTEST_MS);
      this.#reason = 'moved';
    } else if (event.kind === 'note' && event.text.startsWith('rotated')) this.#forget(this.#delayMs);
    else if (event.kind === 'connection' && event.state === 'refused') this.#forget(undefined);
    else if (event.kind === 'fault' && SHIFTS.has(event.fault)) this.#forget(undefined);
    else if (isStream(event)) return this.#readWire(event);
    return undefined;
  }

  #readWire({ event: wire, exchange, connection, ms }: TraceEvent & { kind: 'wire' }): Broken | undefined {
    if (wire.what === 'request') {
      if (connection < this.#youngest) return undefined;
      this.#youngest = connection;
    }
    if (wire.what === 'request' && ms === this.#movedMs) {
      // It may be one that was on its way before the move: the last of them is the one that counts.
      this.#latest = { exchange, hasHead: false, endedMs: undefined };
      this.#delayMs = SHORTEST_MS;
      this.#reason = 'moved';
      return undefined;
    }
    if (wire.what === 'request') {
      const waitedMs = this.#latest?.endedMs === undefined ? undefined : ms - this.#latest.endedMs;
      this.#latest = { exchange, hasHead: false, endedMs: undefined };
      if (waitedMs === undefined || this.#delayMs === undefined) return undefined;
      if (waitedMs !== this.#delayMs)
        return {
          reason: this.#reason,
          message: `it reconnected after ${waitedMs} ms instead of ${this.#delayMs} ms`,
        };
      this.#delayMs = Math.min(this.#delayMs * 2, LONGEST_MS);
      this.#reason = 'failure';
      return undefined;
    }
    if (this.#latest?.exchange !== exchange) return undefined;
    if (wire.what === 'head') {
      this.#latest.hasHead = true;
      if (wire.status === 200 || wire.status === 403) {
        this.#delayMs = SHORTEST_MS;
        this.#reason = wire.status === 200 ? 'opened' : 'forbidden';
      }
      // A refusal is over with its head: the client does not wait for the body.
      if (wire.status !== 200) this.#latest.endedMs = ms;
    } else if (wire.what === 'complete' || (wire.what === 'cut' && wire.how === 'fin')) {
      this.#latest.endedMs ??= ms;
      if (!this.#latest.hasHead) this.#delayMs = undefined;
      // A client that closes first was not left by the gateway; one that lost its connection may have seen less.
    } else if (wire.what === 'cut' || (wire.what === 'client-closed' && this.#latest.endedMs === undefined))
      this.#forget(undefined);
    return undefined;
  }

  #forget(delayMs: number | undefined): void {
    this.#latest = undefined;
    this.#delayMs = delayMs;
  }
}
