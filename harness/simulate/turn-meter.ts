// A run → how many microtask turns follow each of its events: the depth down to which an action inside the event can make a
// difference. Measuring adds turns of its own behind those of the client, and changes no order among the client's.
import { promiseHooks } from 'node:v8';
import type { EventId } from '../model/case.ts';
import { METERED_TURNS_MAX } from '../model/limits.ts';

/** Turns without a promise's reaction after which an event counts as over: a client's own `queueMicrotask` is no reaction. */
const QUIET_TURNS = 3;

const enqueue = queueMicrotask;

/** Counts turns while it is the one that measures. */
export class TurnMeter {
  /** By event: the first turn at which its ticks and its reactions are over, at most METERED_TURNS_MAX. */
  readonly turns = new Map<EventId, number>();
  #event: EventId = '';
  #turn = 0;
  #last = -1;

  /** The callback of `event` has run; its reactions follow. */
  begin(event: EventId): void {
    this.#event = event;
    this.#turn = 0;
    this.#last = -1;
    // Ticks come before the first turn.
    this.turns.set(event, 1);
    enqueue(this.#hop);
  }

  /** A promise's reaction runs. */
  noteReaction(): void {
    if (this.#last === this.#turn) return;
    this.#last = this.#turn;
    this.turns.set(this.#event, Math.min(Math.max(1, this.#turn + 1), METERED_TURNS_MAX));
  }

  readonly #hop = (): void => {
    this.#turn++;
    if (this.#turn - this.#last <= QUIET_TURNS && this.#turn < METERED_TURNS_MAX) enqueue(this.#hop);
  };
}

let current: TurnMeter | undefined;

/** The meter of the run that is being measured. */
export function currentMeter(): TurnMeter | undefined {
  return current;
}

/** Measures what `run` runs. */
export async function meterTurns<T>(
  run: () => Promise<T>,
): Promise<{ result: T; turns: Map<EventId, number> }> {
  const meter = new TurnMeter();
  current = meter;
  const stop = promiseHooks.onBefore(() => meter.noteReaction()) as () => void;
  try {
    return { result: await run(), turns: meter.turns };
  } finally {
    stop();
    current = undefined;
  }
}
