// What the explorer's measuring process is asked for: a place, and of each strategy what is not known yet.
import type { StrategyName } from '../../model/strategy.ts';
import type { Attempt, Place } from './attempt.ts';

/** What is asked of a strategy: the seeds that are still to be done, and of each of what is wanted how often it was found and missed. */
export type StrategyOrder = {
  name: StrategyName;
  seeds: number[];
  tallies: { found: number; missed: number }[];
};

/** What is asked of the process. */
export type ExploreOrder = Place & {
  strategies: StrategyOrder[];
  cap: number;
  warmUpRuns: number;
  hopelessSeeds: number;
  /** Where another process had to stop: the first attempt that is asked for goes on there. */
  goOn?: HalfAttempt | undefined;
};

/** An attempt in whose midst a case left something behind, so that its process was not fit for another. */
export type HalfAttempt = { runs: number; cpuMs: number; found: (Attempt | null)[] };

/** What the process prints when it stops there; it ends with this exit code, also when no attempt was under way. */
export type GoOnLine = { goOn: HalfAttempt };
export const UNFIT_EXIT_CODE = 75;

/** False once the first seeds have all missed it. */
export function isHopeful(
  { found, missed }: StrategyOrder['tallies'][number],
  hopelessSeeds: number,
): boolean {
  return found > 0 || missed < hopelessSeeds;
}
