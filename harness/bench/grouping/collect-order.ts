// What a collecting process is told, and what it prints: plain data that goes through an argument and a pipe.
import type { Finding } from '../../model/finding.ts';
import type { KnownCauses, SmallestCase } from './smallest-case.ts';

/** Where to look, and how far: of each seed, the first so many cases that fail, within so many. */
export type CollectOrder = {
  file: string;
  variant: string;
  seeds: readonly number[];
  failuresPerSeed: number;
  cases: number;
  /** Where to go on after a process that was not fit for another case; nothing: at the beginning. */
  from?: CollectPlace | undefined;
};

/** The next case to run, how many of its seed failed before it, and what is known of the place by then. */
export type CollectPlace = { seed: number; index: number; failures: number; known: KnownCauses };

/** One failing case, run and judged: all that it breaks, in the order in which it was judged, and the smallest case of each. */
export type Failure = { seed: number; index: number; findings: Finding[]; smallest: SmallestCase[] };

/** One line of output: a failure, or where another process must go on. */
export type CollectLine = { failure: Failure } | { goOn: CollectPlace };
