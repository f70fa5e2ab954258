// The names of the ways in which cases are drawn, and which of them a portfolio gives its cases to.

/** Ways of drawing cases, each with what it tries; `portfolio` divides the cases among the others, and `exhaustive` draws none. */
export const STRATEGIES = {
  portfolio: 'all others that draw, in turn',
  deviations: 'the natural order, but for a few events that are held back',
  uniform: 'every event that is ready is as likely as the others',
  pct: 'random priorities of lanes, lowered at one to three moments (PCT)',
  pos: 'random priorities of events, drawn again after a race (POS)',
  weighted: 'lanes by the number of events that they have left (URW)',
  'delay-spread': 'one link starved, delays from a millisecond to a minute',
  exhaustive: 'no case is drawn: all up to --bound are run, and certified',
} as const;

/** A strategy, or the portfolio. */
export type StrategyName = keyof typeof STRATEGIES;

/** One that draws cases. */
export type DrawingStrategy = Exclude<StrategyName, 'portfolio' | 'exhaustive'>;

/** What a portfolio's cases are drawn by, in turn. */
export const PORTFOLIO = [
  'deviations',
  'pct',
  'uniform',
  'pos',
  'weighted',
  'delay-spread',
] as const satisfies DrawingStrategy[];

/** Where cases are drawn from: case i is a function of these and i alone. */
export type CaseDraw = { seed: number; explore: StrategyName };
