// The name of a strategy → arbitraries for the order of a run's events.
import type { DrawingStrategy } from '../model/strategy.ts';
import { delaySpread } from './strategies/delay-spread.ts';
import { deviations } from './strategies/deviations.ts';
import { pct } from './strategies/pct.ts';
import type { Strategy } from './strategies/strategy.ts';
import { pos, uniform, weighted } from './strategies/walks.ts';

/** The strategies by name; a portfolio is none of them, and neither is what draws nothing. */
export const ORDERS: Readonly<Record<DrawingStrategy, Strategy>> = {
  deviations,
  uniform,
  pct,
  pos,
  weighted,
  'delay-spread': delaySpread,
};
