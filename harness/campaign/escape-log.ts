// Escapes of many runs → each told once, with where it came from. What a lean run saw only from outside is looked at once
// more in a detailed one, which knows where it began.
import type { EscapeReport } from '../model/campaign-result.ts';
import { ESCAPES_TOLD_MAX } from '../model/limits.ts';
import type { Escape, Trace } from '../model/trace.ts';
import { runCase } from '../simulate/run-case.ts';
import type { Scenario } from '../simulate/scenario.ts';
import type { SeenEscape } from './worker-protocol.ts';

const isSame = (left: Escape, right: Escape): boolean => left.kind === right.kind && left.what === right.what;

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
      if (this.#seen.length >= ESCAPES_TOLD_MAX || this.#seen.some((other) => isSame(other, escape)))
        continue;
      let { origin } = escape;
      if (origin.length === 0) {
        const again = await runCase(this.#scenario, kase, 'origins');
        isClean &&= again.isClean;
        origin = again.trace.escapes.find((other) => isSame(other, escape))?.origin ?? [];
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

/** Adds `more` to what a campaign tells: each kind of activity once, with all variants that have it. */
export function addEscapes(all: EscapeReport[], more: readonly EscapeReport[]): void {
  for (const escape of more) {
    const known = all.find((other) => isSame(other, escape));
    if (known === undefined) all.push({ ...escape, variants: [...escape.variants] });
    else known.variants = [...new Set([...known.variants, ...escape.variants])];
  }
}
