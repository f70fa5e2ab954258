// Policies that choose every event of a run at random: evenly, by priorities of events, or by what lanes have left. Which is which
// is told in simulate/choosers.
import fc from 'fast-check';
import type { Policy } from '../../model/policy.ts';
import type { Strategy } from './strategy.ts';

/** Seeds of choosers. */
export const seeds = fc.integer({ min: 1, max: 0x7fff_ffff });

/** Every event that is ready is as likely as the others. */
export const uniform: Strategy = () => seeds.map((seed) => ordered({ kind: 'uniform', seed }));

/** Partial order sampling. */
export const pos: Strategy = () => seeds.map((seed) => ordered({ kind: 'pos', seed }));

/** A walk weighted by the events that each lane of the natural run has left. */
export const weighted: Strategy = ({ lanes }) => {
  const counts = Object.fromEntries(lanes.map(({ name, count }) => [name, count]));
  return seeds.map((seed) => ordered({ kind: 'weighted', seed, counts }));
};

function ordered(policy: Policy): { schedule: []; policy: Policy } {
  return { schedule: [], policy };
}
