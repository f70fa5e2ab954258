// A profile → fast-check arbitraries for cases: a fault plan, injected actions, and a short list of deviations. What
// is drawn is plain data; nothing says when, only next to which event.
import fc from 'fast-check';
import {
  CASE_VERSION,
  type Case,
  type Deviation,
  type EventId,
  type Fault,
  type FaultPoint,
  type Injection,
} from '../model/case.ts';
import { INJECTION_TURNS_MAX } from '../model/limits.ts';
import type { Profile } from '../model/profile.ts';

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

function faultArbitrary(profile: Profile): fc.Arbitrary<Fault> {
  const { exchanges, connections, delaysMs } = profile;
  // One more than the natural run has: a retried request, a second connection.
  const connection = fc.nat({ max: connections }).map((index) => `connection#${index}`);
  const targets = exchanges.length === 0 ? [{ target: 'none#0', items: 0 }] : withNext(exchanges);
  const exchange = fc.constantFrom(...targets);
  const ms = fc.constantFrom(...delaysMs);
  const atPoint = (kind: 'stall' | 'reset' | 'fin'): fc.Arbitrary<Fault> =>
    exchange.chain(({ target, items }) =>
      pointArbitrary(items, kind !== 'stall').map((at): Fault => ({ kind, on: target, at })),
    );
  const byKind: Record<Fault['kind'], fc.Arbitrary<Fault>> = {
    delay: exchange.chain(({ target, items }) =>
      fc
        .record({ at: pointArbitrary(items, false), ms })
        .map((drawn) => ({ kind: 'delay', on: target, ...drawn })),
    ),
    stall: atPoint('stall'),
    reset: atPoint('reset'),
    fin: atPoint('fin'),
    split: exchange.chain(({ target }) =>
      fc.integer({ min: 1, max: 40 }).map((bytes) => ({ kind: 'split', on: target, bytes })),
    ),
    merge: exchange.chain(({ target }) =>
      fc.integer({ min: 2, max: 6 }).map((items) => ({ kind: 'merge', on: target, items })),
    ),
    unauthorized: fc.record({
      kind: fc.constant('unauthorized'),
      on: exchange.map(({ target }) => target),
      until: fc.constantFrom('once', 'always', 'refreshed'),
      body: fc.constantFrom('none', 'small', 'large'),
    }),
    refuse: connection.map((on) => ({ kind: 'refuse', on })),
    'slow-connect': fc.record({ kind: fc.constant('slow-connect'), on: connection, ms }),
  };
  return fc.oneof(...profile.faultKinds.map((kind) => byKind[kind]));
}

/** The exchanges of the natural run, and the next one of every route. */
function withNext(exchanges: Profile['exchanges']): Profile['exchanges'] {
  const next = new Map<string, { target: string; items: number }>();
  for (const { target, items } of exchanges) {
    const [route, nth] = target.split('#');
    next.set(route!, { target: `${route}#${Number(nth) + 1}`, items });
  }
  return [...exchanges, ...next.values()];
}

function pointArbitrary(items: number, mayBeIdle: boolean): fc.Arbitrary<FaultPoint> {
  const inBody = Array.from(
    { length: items },
    (_, index) => [`item:${index}`, `mid:${index}`] as const,
  ).flat();
  const points: FaultPoint[] = ['before-head', 'in-head', ...inBody, `item:${items}`, 'at-end'];
  if (mayBeIdle) points.push('idle');
  return fc.constantFrom(...points);
}
