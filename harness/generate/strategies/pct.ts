// Probabilistic concurrency testing of depth 2 to 4: one to three moments, within the length of the natural run, at which the first
// lane becomes the last.
import fc from 'fast-check';
import { seeds } from './walks.ts';
import type { Strategy } from './strategy.ts';

/** A bug of depth d needs d - 1 changes. */
const DEPTH_MIN = 2;
const DEPTH_MAX = 4;

/** Priorities, and the choices at which they change. */
export const pct: Strategy = ({ events }) =>
  fc
    .record({
      seed: seeds,
      changes: fc.array(fc.nat({ max: Math.max(1, events.length) }), {
        minLength: DEPTH_MIN - 1,
        maxLength: DEPTH_MAX - 1,
      }),
    })
    .map(({ seed, changes }) => ({
      schedule: [],
      policy: {
        kind: 'pct',
        seed,
        changes: [...new Set(changes)].toSorted((left, right) => left - right),
      },
    }));
