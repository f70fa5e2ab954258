// A profile → fast-check arbitraries for cases: a fault plan, injected actions, and an order of events. What is drawn is plain data;
// nothing says when, only next to which event.
import fc from 'fast-check';
import { CASE_VERSION, type Case, type EventId, type Injection } from '../model/case.ts';
import { INJECTION_TURNS_MAX } from '../model/limits.ts';
import type { Profile } from '../model/profile.ts';
import { faultsArbitrary } from './fault-arbitrary.ts';
import { few } from './few.ts';
import type { Strategy } from './strategies/strategy.ts';

/** Arbitrary over the cases of one scenario and variant, or of one of its programs, in the order that a strategy gives them. */
export function caseArbitrary(
  scenario: string,
  variant: string,
  profile: Profile,
  strategy: Strategy,
  hasProgram = false,
): fc.Arbitrary<Case> {
  const event = eventArbitrary(profile);
  return fc
    .record({
      entropy: fc.integer({ min: 1, max: 0x7fff_ffff }),
      faults: faultsArbitrary(profile),
      actions:
        profile.actions.length === 0
          ? fc.constant<Injection[]>([])
          : few(injectionArbitrary(profile, event), hasProgram ? ACTIONS_OF_A_PROGRAM : ACTIONS),
      order: strategy(profile, event),
    })
    .map(({ entropy, faults, actions, order: { schedule, policy, faults: more = [] } }): Case => ({
      v: CASE_VERSION,
      scenario,
      variant,
      entropy,
      faults: [...faults, ...more],
      actions,
      schedule,
      ...(policy && { policy }),
    }));
}

/** How often a case has none, one, two or three actions. */
const ACTIONS = [1, 5, 3, 1];

/** A program does things of itself: what happens to it matters as much as what is done to it. */
const ACTIONS_OF_A_PROGRAM = [5, 4, 2, 1];

/** Events of the natural run, and now and then one behind the last of a lane: faults make runs longer. */
function eventArbitrary({ events, lanes }: Profile): fc.Arbitrary<EventId> {
  const beyond = fc
    .tuple(fc.constantFrom(...lanes), fc.nat({ max: 5 }))
    .map(([lane, extra]) => `${lane.name}#${lane.count + extra}`);
  return fc.oneof({ weight: 5, arbitrary: anyOf(events) }, { weight: 1, arbitrary: beyond });
}

/** Any of `values`, each as likely. `constantFrom` takes them as arguments: a client that loops has more events than a stack holds. */
function anyOf<T>(values: readonly T[]): fc.Arbitrary<T> {
  if (values.length === 1) return fc.constant(values[0]!);
  return fc.noBias(fc.nat({ max: values.length - 1 })).map((nth) => values[nth]!);
}

/**
 * Actions at the end of an event, at every depth inside of one that can make a difference, or some time later. Depths are drawn
 * evenly over all events: where more happens there is more to interrupt.
 */
function injectionArbitrary(profile: Profile, event: fc.Arbitrary<EventId>): fc.Arbitrary<Injection> {
  const action = fc.constantFrom(...profile.actions);
  const places = profile.events.flatMap((at, nth) =>
    Array.from({ length: profile.turns[nth]! + 1 }, (_, turns) => ({ at, turns })),
  );
  const known = fc.record({ do: action, place: anyOf(places) });
  return fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: action, at: event }) },
    { weight: 3, arbitrary: known.map(({ do: name, place }): Injection => ({ do: name, ...place })) },
    {
      weight: 1,
      arbitrary: fc.record({
        do: action,
        at: event,
        turns: fc.noBias(fc.nat({ max: INJECTION_TURNS_MAX })),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ do: action, at: event, afterMs: fc.constantFrom(...profile.delaysMs) }),
    },
  );
}
