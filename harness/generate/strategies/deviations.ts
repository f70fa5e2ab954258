// The natural order with up to four events held back: most races need no more, and what is found is small already.
import fc from 'fast-check';
import type { Deviation } from '../../model/case.ts';
import { few } from '../few.ts';
import type { Strategy } from './strategy.ts';

/** How often a case has none, one, two, three or four deviations. */
const COUNTS = [3, 3, 2, 1, 1];

/** Other events that one event is held back for at most. */
const PASSED_MAX = 6;

/** A few named events, each held back for one to six others. */
export const deviations: Strategy = (_profile, event) => {
  const deviation: fc.Arbitrary<Deviation> = fc.record({
    hold: event,
    for: fc.integer({ min: 1, max: PASSED_MAX }),
  });
  return few(deviation, COUNTS).map((schedule) => ({ schedule }));
};
