// A profile → fast-check arbitraries for cases: a fault plan, injected actions, and a short list of deviations. What
// is drawn is plain data; nothing says when, only next to which event.
import fc from 'fast-check';
import { CASE_VERSION, type Case, type Deviation, type EventId, type Injection } from '../model/case.ts';
import { INJECTION_TURNS_MAX } from '../model/limits.ts';
import type { Profile } from '../model/profile.ts';
import { faultArbitrary } from './fault-arbitrary.ts';

/** Arbitrary over the cases of one scenario and variant, or of one of its programs. */
export function caseArbitrary(
  scenario: string,
  variant: string,
  profile: Profile,
  hasProgram = false,
): fc.Arbitrary<Case> {
  const event = eventArbitrary(profile);
  return fc.record({
    v: fc.constant(CASE_VERSION),
    scenario: fc.constant(scenario),
    variant: fc.constant(variant),
    entropy: fc.integer({ min: 1, max: 0x7fff_ffff }),
    faults: profile.faultKinds.length === 0 ? fc.constant([]) : few(faultArbitrary(profile), [4, 4, 2, 1]),
    actions:
      profile.actions.length === 0
        ? fc.constant([])
        : few(injectionArbitrary(profile, event), hasProgram ? ACTIONS_OF_A_PROGRAM : ACTIONS),
    schedule: few(deviationArbitrary(event), [3, 3, 2, 1, 1]),
  });
}

/** How often a case has none, one, two or three actions. */
const ACTIONS = [1, 5, 3, 1];

/** A program does things of itself: what happens to it matters as much as what is done to it. */
const ACTIONS_OF_A_PROGRAM = [5, 4, 2, 1];

/** Arrays whose length is drawn by weight: `weights[n]` for length n. */
function few<T>(element: fc.Arbitrary<T>, weights: number[]): fc.Arbitrary<T[]> {
  return fc.oneof(
    ...weights.map((weight, length) => ({
      weight,
      arbitrary: fc.array(element, { minLength: length, maxLength: length }),
    })),
  );
}

/** Events of the natural run, and now and then one behind the last of a lane: faults make runs longer. */
function eventArbitrary({ events, lanes }: Profile): fc.Arbitrary<EventId> {
  const beyond = fc
    .tuple(fc.constantFrom(...lanes), fc.nat({ max: 5 }))
    .map(([lane, extra]) => `${lane.name}#${lane.count + extra}`);
  return fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...events) }, { weight: 1, arbitrary: beyond });
}

function injectionArbitrary(profile: Profile, event: fc.Arbitrary<EventId>): fc.Arbitrary<Injection> {
  const action = fc.constantFrom(...profile.actions);
  return fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: action, at: event }) },
    {
      weight: 4,
      arbitrary: fc.record({ do: action, at: event, turns: fc.nat({ max: INJECTION_TURNS_MAX }) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ do: action, at: event, afterMs: fc.constantFrom(...profile.delaysMs) }),
    },
  );
}

function deviationArbitrary(event: fc.Arbitrary<EventId>): fc.Arbitrary<Deviation> {
  return fc.record({ hold: event, for: fc.integer({ min: 1, max: 6 }) });
}
