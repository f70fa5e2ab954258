// A case → cases near it: its elements moved a little, now and then one taken out or added. For a client that changed:
// the race may still be there, a few events further on.
import fc from 'fast-check';
import type { Case, EventId } from '../model/case.ts';
import { INJECTION_TURNS_MAX } from '../model/limits.ts';
import type { Profile } from '../model/profile.ts';
import { splitEventId } from '../model/split-event-id.ts';
import { caseArbitrary } from './case-arbitrary.ts';
import { deviations } from './strategies/deviations.ts';

/** Events by which an ordinal is moved at most. */
const ORDINAL_SHIFT_MAX = 3;

/** Arbitrary over the neighbours of `kase`. */
export function neighbourArbitrary(kase: Case, profile: Profile): fc.Arbitrary<Case> {
  const shift = fc.integer({ min: -ORDINAL_SHIFT_MAX, max: ORDINAL_SHIFT_MAX });
  const turns = fc.option(fc.nat({ max: INJECTION_TURNS_MAX }), { nil: undefined });
  const fresh = caseArbitrary(kase.scenario, kase.variant, profile, deviations);
  return fc
    .record({
      shifts: fc.array(shift, { minLength: 8, maxLength: 8 }),
      turns: fc.array(turns, { minLength: 8, maxLength: 8 }),
      drop: fc.nat({ max: 12 }),
      extra: fresh,
      addsExtra: fc.nat({ max: 3 }),
    })
    .map(({ shifts, turns: drawnTurns, drop, extra, addsExtra }) => {
      const actions = kase.actions.map((action, index) => {
        const { do: name, at, afterMs } = action;
        const moved = { do: name, at: shiftEvent(at, shifts[index % 8]!) };
        const inside = drawnTurns[index % 8];
        if (afterMs !== undefined) return { ...moved, afterMs };
        return inside === undefined ? moved : { ...moved, turns: inside };
      });
      const schedule = kase.schedule.map((deviation, index) => ({
        ...deviation,
        hold: shiftEvent(deviation.hold, shifts[(index + 3) % 8]!),
      }));
      return {
        ...kase,
        actions,
        schedule: [
          ...schedule.filter((_, index) => index !== drop),
          ...(addsExtra === 0 ? extra.schedule : []),
        ],
        faults: addsExtra === 1 ? [...kase.faults, ...extra.faults.slice(0, 1)] : kase.faults,
      };
    });
}

function shiftEvent(id: EventId, by: number): EventId {
  const { lane, ordinal } = splitEventId(id);
  return `${lane}#${Math.max(0, ordinal + by)}`;
}
