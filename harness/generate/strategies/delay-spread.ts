// One slow link: its events wait while anything else is ready, and the gateway takes its time, from a millisecond to half a minute, every
// order of magnitude as often as the others. Bugs of timeouts and of late answers need more than another order of what is ready.
import fc from 'fast-check';
import type { Fault } from '../../model/case.ts';
import { listPoints } from '../../model/list-points.ts';
import { few } from '../few.ts';
import { listTargets } from '../fault-forms.ts';
import type { Strategy } from './strategy.ts';

/** Virtual ms of the longest delay, as of other strategies: what clients wait for by default is longer, or this. */
const DELAY_MAX_MS = 30_000;

/** How often a case has none, one or two delays. */
const COUNTS = [2, 4, 3];

/** A lane to starve, and delays. */
export const delaySpread: Strategy = (profile) => {
  const { lanes, events, connections } = profile;
  const links = [...new Set(lanes.flatMap(({ name }) => [name, ...(/^c\d+/.exec(name) ?? [])]))];
  const starved = fc.record({
    kind: fc.constant('starve' as const),
    lanes: fc.constantFrom(...links),
    from: fc.nat({ max: events.length }),
    steps: logarithmic(Math.max(2, events.length)),
  });
  const ms = logarithmic(DELAY_MAX_MS);
  const exchanges = listTargets(profile);
  const delay = fc
    .constantFrom(...exchanges)
    .chain(({ target, items }) =>
      fc
        .record({ at: fc.constantFrom(...listPoints(items, 'delay')), ms })
        .map((drawn): Fault => ({ kind: 'delay', on: target, ...drawn })),
    );
  const slow = fc
    .record({ on: fc.nat({ max: connections }), ms })
    .map(({ on, ms: takesMs }): Fault => ({ kind: 'slow-connect', on: `connection#${on}`, ms: takesMs }));
  const kinds = [
    ...(profile.faultKinds.includes('delay') ? [{ weight: 4, arbitrary: delay }] : []),
    ...(profile.faultKinds.includes('slow-connect') ? [{ weight: 1, arbitrary: slow }] : []),
  ];
  const faults = kinds.length === 0 ? fc.constant<Fault[]>([]) : few(fc.oneof(...kinds), COUNTS);
  return fc.tuple(starved, faults).map(([policy, delays]) => ({ schedule: [], policy, faults: delays }));
};

/** Whole numbers from 1 to `max`, each order of magnitude as likely as the others. */
function logarithmic(max: number): fc.Arbitrary<number> {
  return fc
    .double({ min: 0, max: Math.log(max), noNaN: true })
    .map((exponent) => Math.max(1, Math.round(Math.exp(exponent))));
}
