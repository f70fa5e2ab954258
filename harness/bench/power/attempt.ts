// What one measurement is: a target, a contender, and its attempts, each from a fresh start to the first failure.
import type { OracleName } from '../../model/finding.ts';
import { STRATEGIES, type StrategyName } from '../../model/strategy.ts';
import type { AlarmCounts } from './alarms.ts';

/** What people use today; see docs/benchmarks.md for how each is written. */
export const BASELINES = ['loopback', 'loopback-turns', 'injection', 'scheduler', 'scheduler-store'] as const;
export type BaselineName = (typeof BASELINES)[number];

/** Who looks for a failure: a strategy of the explorer, or a baseline. */
export type ContenderName = StrategyName | BaselineName;

/** Strategies that make case after case; an exhaustive exploration goes through a tree instead. */
export const BENCHED: readonly StrategyName[] = (Object.keys(STRATEGIES) as StrategyName[]).filter(
  (name) => name !== 'exhaustive',
);

/** Every contender, in the order in which tables show them. */
export const CONTENDERS: readonly ContenderName[] = [...BENCHED, ...BASELINES];

/** What is to be found. */
type Wanted = { oracle: OracleName; code: string };

/** A scenario in one variant, and what is to be found there. */
export type Place = { file: string; scenario: string; variant: string; wanted: readonly Wanted[] };

/**
 * One attempt: runs until the failure showed, that one counted, and the processor time of the whole process meanwhile.
 * Not found: what was spent until the cap.
 */
export type Attempt = { runs: number; cpuMs: number; isFound: boolean };

/**
 * What is known of one contender at one target. `cap` bounds an attempt (or, of a stress loop, all of them); of a client without a defect
 * it is the number of runs.
 */
export type Measurement = {
  target: string;
  contender: ContenderName;
  cap: number;
  /** Processor time before the first attempt: the process, its imports, the warm-up. */
  startCpuMs: number;
  attempts: Attempt[];
  /** Of a baseline at a planted defect: in how many of its runs each oracle told. Of a client without one: false alarms. */
  alarms?: AlarmCounts;
};

/** One line of what a measuring process prints: an attempt at the `at`-th of what is wanted is over, with what told of it. */
export type Line = {
  contender: ContenderName;
  startCpuMs: number;
  at: number;
  attempt: Attempt;
  alarms?: AlarmCounts;
};

/** Prints one. */
export function printLine(line: Line): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** Prints what `runs` on a client without a defect raised, which took all processor time since `startCpuMs`. */
export function printClean(
  contender: ContenderName,
  startCpuMs: number,
  { runs, alarms }: { runs: number; alarms: AlarmCounts },
): void {
  const attempt = { runs, cpuMs: cpuNowMs() - startCpuMs, isFound: false };
  printLine({ contender, startCpuMs, at: 0, attempt, alarms });
}

/** Milliseconds of processor time that this process has taken, all of its threads. */
export function cpuNowMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
