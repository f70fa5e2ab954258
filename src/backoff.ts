// Turns failures in a row into the delay before the next attempt: 1 s, doubling, at most 30 s.
// Invariant: a delay is handed out once; the one after it is never shorter unless reset() came between.

import { MAX_RECONNECT_DELAY_MS, MIN_RECONNECT_DELAY_MS } from './limits.ts';

/** The delays of one client. */
export class Backoff {
  #nextMs = MIN_RECONNECT_DELAY_MS;

  /** Takes the delay before the next attempt, in milliseconds. */
  take(): number {
    const delayMs = this.#nextMs;
    this.#nextMs = Math.min(delayMs * 2, MAX_RECONNECT_DELAY_MS);
    return delayMs;
  }

  /** Begins again with the shortest. */
  reset(): void {
    this.#nextMs = MIN_RECONNECT_DELAY_MS;
  }
}
