// Runs and errors of a stress loop, as they come → attempts: a failure ends one, and the next begins where it ended. Runs are
// independent of each other, so that this is what many fresh loops would have come to, each stopped at its first failure.
import type { Attempt } from './attempt.ts';

/** What is counted, and until when. */
export type TallyOptions = {
  /** Error codes that are wanted, and the attempts at each that are done already. */
  codes: readonly string[];
  done: readonly (readonly Attempt[])[];
  /** Attempts asked for at each. */
  attempts: number;
  /** Processor time for all attempts at one of them. */
  capCpuMs: number;
  /** Processor time since the tally was made. */
  cpuNowMs: () => number;
  onAttempt: (at: number, attempt: Attempt) => void;
};

type Hunt = { code: string; left: number; spentMs: number; sinceRun: number; sinceMs: number };

/** Counts what a stress loop does. */
export class StressTally {
  readonly #options: TallyOptions;
  readonly #hunts: Hunt[];
  #runs = 0;

  constructor(options: TallyOptions) {
    this.#options = options;
    this.#hunts = options.codes.map((code, at) => {
      const done = options.done[at] ?? [];
      const isCutOff = done.some(({ isFound }) => !isFound);
      const left = isCutOff ? 0 : Math.max(0, options.attempts - done.length);
      const spentMs = done.reduce((sum, { cpuMs }) => sum + cpuMs, 0);
      return { code, left, spentMs, sinceRun: 0, sinceMs: 0 };
    });
  }

  /** A run is over, however. */
  ran(): void {
    this.#runs++;
  }

  /** The process was told of an error. A run in which a wanted one comes twice counts twice. */
  failed(error: unknown): void {
    const code = codeOf(error);
    for (const [at, hunt] of this.#hunts.entries()) if (hunt.code === code) this.hit(at);
  }

  /** What is wanted in the `at`-th place showed, by whatever told. */
  hit(at: number): void {
    const hunt = this.#hunts[at]!;
    if (hunt.left > 0) this.#end(at, hunt, true);
  }

  /** True when there is nothing left to count, or no time to. */
  isOver(): boolean {
    return this.#hunts.every((hunt) => hunt.left === 0 || this.#isSpent(hunt));
  }

  /** Time is up: what is not found yet was looked for in vain. */
  cutOff(): void {
    for (const [at, hunt] of this.#hunts.entries()) if (hunt.left > 0) this.#end(at, hunt, false);
  }

  #isSpent({ spentMs }: Hunt): boolean {
    return spentMs + this.#options.cpuNowMs() >= this.#options.capCpuMs;
  }

  #end(at: number, hunt: Hunt, isFound: boolean): void {
    const nowMs = this.#options.cpuNowMs();
    // The run that failed is not over yet: it counts now, and not when it is.
    const runs = isFound
      ? Math.max(1, this.#runs + 1 - hunt.sinceRun)
      : Math.max(0, this.#runs - hunt.sinceRun);
    hunt.left -= 1;
    this.#options.onAttempt(at, { runs, cpuMs: nowMs - hunt.sinceMs, isFound });
    hunt.sinceRun = this.#runs + (isFound ? 1 : 0);
    hunt.sinceMs = nowMs;
  }
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
