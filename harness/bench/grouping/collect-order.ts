// What a collecting process is told, and what it prints: plain data that goes through an argument and a pipe.
import type { Finding } from '../../model/finding.ts';
import type { ElementKind, Sign } from '../../model/issue.ts';

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

/** The next case to run, how many of its seed failed before it, and of which findings there are signs by then. */
export type CollectPlace = { seed: number; index: number; failures: number; signed: string[] };

/** One failing case, run and judged: what it was given, and all that it breaks, in the order in which it was judged. */
export type Failure = { seed: number; index: number; given: ElementKind[]; findings: Finding[] };

/** The sign of a finding, as a run with that seed has it. */
export type SeedSign = { seed: number; fingerprint: string; sign: Sign };

/** One line of output: a failure, a sign, or where another process must go on. */
export type CollectLine = { failure: Failure } | { sign: SeedSign } | { goOn: CollectPlace };
