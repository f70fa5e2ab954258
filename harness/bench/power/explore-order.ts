// What the explorer's measuring process is asked for: a place, and of each strategy what is not known yet.
import type { StrategyName } from '../../model/strategy.ts';
import type { Place } from './attempt.ts';

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
};

/** False once the first seeds have all missed it. */
export function isHopeful(
  { found, missed }: StrategyOrder['tallies'][number],
  hopelessSeeds: number,
): boolean {
  return found > 0 || missed < hopelessSeeds;
}
