// What a collecting process is told, and what it prints: plain data that goes through an argument and a pipe.
import type { Finding } from '../../model/finding.ts';

/** Where to look, and how far: of each seed, the first so many cases that fail, within so many. */
export type CollectOrder = {
  file: string;
  variant: string;
  seeds: readonly number[];
  failuresPerSeed: number;
  cases: number;
  /** Where to go on after a process that was not fit for another case; nothing: at the beginning. */
  from?: CollectPlace;
};

/** The next case to run, and how many of its seed failed before it. */
export type CollectPlace = { seed: number; index: number; failures: number };

/** One failing case, run and judged: all that it breaks, in the order in which it was judged. */
export type Failure = { seed: number; index: number; findings: Finding[] };

/** One line of output: a failure, or where another process must go on. */
export type CollectLine = { failure: Failure } | { goOn: CollectPlace };
