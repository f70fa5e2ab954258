// A profile → fast-check arbitraries for the faults of a case: a few, of the kinds that are on in it.
import fc from 'fast-check';
import type { Fault } from '../model/fault.ts';
import type { Profile } from '../model/profile.ts';
import { listFaults } from './fault-forms.ts';
import { few } from './few.ts';

/** How often a case has none, one, two or three faults. */
const COUNTS = [4, 4, 2, 1];

/** Whole numbers that stand for a place in a list of any length, evenly. */
const place = fc.noBias(fc.nat());

/** A fault: a place among the kinds that are on, and one among the forms of its kind. */
const pick = fc.record({ kind: place, form: place });

/**
 * Arbitrary over the faults of one case, of the kinds that its profile allows. Each kind is on in half of the cases (swarm testing:
 * Groce et al., ISSTA 2012), since kinds hide each other: what is refused is never cut.
 */
export function faultsArbitrary(profile: Profile): fc.Arbitrary<Fault[]> {
  const { faultKinds } = profile;
  if (faultKinds.length === 0) return fc.constant([]);
  const known = new Map<Fault['kind'], Fault[]>();
  const formsOf = (kind: Fault['kind']): Fault[] => {
    const forms = known.get(kind) ?? listFaults(kind, profile, 'fine');
    known.set(kind, forms);
    return forms;
  };
  const mask = fc.noBias(fc.bigInt({ min: 1n, max: 2n ** BigInt(faultKinds.length) - 1n }));
  return fc.tuple(few(pick, COUNTS), mask).map(([picks, bits]) => {
    const on = faultKinds.filter((_kind, nth) => (bits >> BigInt(nth)) & 1n);
    return picks.map(({ kind, form }) => {
      const forms = formsOf(on[kind % on.length]!);
      return forms[form % forms.length]!;
    });
  });
}
