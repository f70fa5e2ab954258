// The name of a strategy → arbitraries for the order of a run's events.
import type { StrategyName } from '../model/strategy.ts';
import { delaySpread } from './strategies/delay-spread.ts';
import { deviations } from './strategies/deviations.ts';
import { pct } from './strategies/pct.ts';
import type { Strategy } from './strategies/strategy.ts';
import { pos, uniform, weighted } from './strategies/walks.ts';

/** The strategies by name; a portfolio is none of them, and a sweep draws nothing. */
export const ORDERS: Readonly<Record<Exclude<StrategyName, 'portfolio' | 'sweep'>, Strategy>> = {
  deviations,
  uniform,
  pct,
  pos,
  weighted,
  'delay-spread': delaySpread,
};
