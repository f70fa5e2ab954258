// Escapes of many runs → each told once, with where it came from. What a lean run saw only from outside is looked at once
// more in a detailed one, which knows where it began.
import { ESCAPES_TOLD_MAX } from '../model/limits.ts';
import type { Trace } from '../model/trace.ts';
import { runCase } from '../simulate/run-case.ts';
import type { Scenario } from '../simulate/scenario.ts';
import { isSameEscape } from './merge-escapes.ts';
import type { SeenEscape } from './worker-protocol.ts';

/** What one worker has seen. */
export class EscapeLog {
  readonly #scenario: Scenario;
  readonly #seen: SeenEscape[] = [];
  #told = 0;

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
  }

  /** Notes what is new in the run of case `firstCase`. False when the process is not fit for another case. */
  async add(firstCase: number, { case: kase, escapes }: Trace): Promise<boolean> {
    let isClean = true;
    for (const escape of escapes) {
      if (this.#seen.length >= ESCAPES_TOLD_MAX || this.#seen.some((other) => isSameEscape(other, escape)))
        continue;
      let { origin } = escape;
      if (origin.length === 0) {
        const again = await runCase(this.#scenario, kase, 'origins');
        isClean &&= again.isClean;
        origin = again.trace.escapes.find((other) => isSameEscape(other, escape))?.origin ?? [];
      }
      this.#seen.push({ ...escape, origin, firstCase });
    }
    return isClean;
  }

  /** What was seen since the last call. */
  take(): SeenEscape[] {
    const news = this.#seen.slice(this.#told);
    this.#told = this.#seen.length;
    return news;
  }
}
