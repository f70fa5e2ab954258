// What holds for every BTW, whatever it meets: promises about a whole run.
import type { Trace } from '../../harness/index.ts';

type Invariants = Record<string, (trace: Trace) => string | undefined>;

/** Idle timeout of a BTW, less what undici's coarse timers may be early by. */
const PATIENCE_MS = 119_000;

/** What the gateway's ledger tells without a byte having come. */
const SILENT: ReadonlySet<string> = new Set(['cut', 'client-closed']);

/** Virtual milliseconds in which an app that has no call left ends, and a call that was left asks no more. */
const PROMPT_MS = 1_000;

/** What a request fails with that its own session ended. */
const OWN_ENDS: ReadonlySet<string> = new Set(['ERR_TASK_CANCELLED', 'UND_ERR_DESTROYED', 'UND_ERR_CLOSED']);

/** A call ends, in its own time and on its own session, and leaves nothing to be done. */
export const CALL_RULES: Invariants = {
  'every call ends, also one whose answer stalls': ({ pending }) =>
    pending.length === 0 ? undefined : `${pending[0]!.call} has an idle timeout, and never settled`,
  'a silent gateway is given the whole timeout': ({ events }) => {
    const heardMs = new Map<string, number>();
    for (const event of events) {
      if (event.kind === 'wire' && !SILENT.has(event.event.what)) heardMs.set(event.call, event.ms);
      if (event.kind !== 'settled' || event.error?.code !== 'ERR_REQUEST_TIMEOUT') continue;
      const silentMs = event.ms - (heardMs.get(event.call) ?? event.ms - PATIENCE_MS);
      if (silentMs < PATIENCE_MS) return `${event.call} timed out after ${silentMs} ms without a byte`;
    }
    return undefined;
  },
  'the app ends at once': ({ events }) => {
    let askedMs: number | undefined;
    for (const event of events) {
      if (event.kind === 'call' && event.call === 'dispose') askedMs = event.ms;
      if (event.kind !== 'settled' || event.call !== 'dispose' || askedMs === undefined) continue;
      if (event.ms - askedMs > PROMPT_MS)
        return `the app took ${event.ms - askedMs} ms to end: a request that nobody reads was under way`;
    }
    return undefined;
  },
  'nothing is asked for a call that was left': ({ events }) => {
    const leftMs = new Map<string, number>();
    for (const event of events) {
      if (event.kind === 'action' && event.prompt)
        for (const call of event.cancels) if (!leftMs.has(call)) leftMs.set(call, event.ms);
      if (event.kind !== 'wire' || event.route !== 'btw' || event.event.what !== 'request') continue;
      const sinceMs = event.ms - (leftMs.get(event.call) ?? event.ms);
      if (sinceMs > PROMPT_MS) return `${event.call} was sent ${sinceMs} ms after its consumer had left`;
    }
    return undefined;
  },
  'a lost session is told as such': ({ events }) => {
    for (const event of events) {
      if (event.kind !== 'settled' || event.error?.code !== 'ERR_REQUEST_FAILED') continue;
      const cause = event.error.cause?.code ?? '';
      if (OWN_ENDS.has(cause)) return `${event.call} failed as if the gateway had: ${event.error.message}`;
    }
    return undefined;
  },
};
