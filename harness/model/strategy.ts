// The names of the ways in which cases are drawn, and which of them the cases of a portfolio are given to.

/** Ways of drawing cases, each with what it tries; `portfolio` divides the cases among those that draw them, which `sweep` and `exhaustive` do not. */
export const STRATEGIES = {
  portfolio: 'all others that draw, in turn',
  deviations: 'the natural order, but for a few events that are held back',
  uniform: 'every event that is ready is as likely as the others',
  pct: 'random priorities of lanes, lowered at one to three moments (PCT)',
  pos: 'random priorities of events, drawn again after a race (POS)',
  weighted: 'lanes by the number of events that they have left (URW)',
  'delay-spread': 'one link starved, delays from a millisecond to half a minute',
  sweep: 'every action at every place, every fault, then two at once: nothing is drawn',
  exhaustive: 'no case is drawn: all up to --bound are run, and certified',
} as const;

/** A strategy, or the portfolio. */
export type StrategyName = keyof typeof STRATEGIES;

/** One that draws cases. */
export type DrawingStrategy = Exclude<StrategyName, 'portfolio' | 'sweep' | 'exhaustive'>;

/**
 * What a portfolio's cases are drawn by, in turn. PCT has three of eight: where the order of events alone decides it needs the fewest
 * cases, and where the place of an action does, all are alike (docs/benchmarks.md).
 */
export const PORTFOLIO = [
  'deviations',
  'pct',
  'uniform',
  'pct',
  'pos',
  'delay-spread',
  'pct',
  'weighted',
] as const satisfies DrawingStrategy[];

/** Where cases are drawn from: case i is a function of these and i alone. */
export type CaseDraw = { seed: number; explore: StrategyName };
