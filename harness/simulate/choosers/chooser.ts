// A policy → what it chooses, event by event. A chooser sees events that are ready, by lane, in their natural order; all that it
// knows it has from them and from its policy, so that the same run is chosen the same way everywhere.
import type { Policy } from '../../model/policy.ts';
import { PctChooser } from './pct-chooser.ts';
import { PosChooser } from './pos-chooser.ts';
import { StarveChooser } from './starve-chooser.ts';
import { UniformChooser } from './uniform-chooser.ts';
import { WeightedChooser } from './weighted-chooser.ts';

/** A lane whose next event is ready: the event is `name#ordinal`. */
export type ReadyLane = { readonly name: string; readonly ordinal: number };

/** Chooses the next event of a run. */
export interface Chooser {
  /** Events of the run that it leaves to the schedule and the natural order: it is asked from then on. Default: none. */
  readonly from?: number;
  /** Index of the lane whose event comes next. `ready` has one lane at least; asked for every event of the run, in order. */
  choose(ready: readonly ReadyLane[]): number;
}

/** The chooser of a policy. */
export function makeChooser(policy: Policy): Chooser {
  switch (policy.kind) {
    case 'uniform':
      return new UniformChooser(policy.seed, policy.from);
    case 'pct':
      return new PctChooser(policy.seed, policy.changes);
    case 'pos':
      return new PosChooser(policy.seed);
    case 'weighted':
      return new WeightedChooser(policy.seed, policy.counts);
    default:
      return new StarveChooser(policy);
  }
}
