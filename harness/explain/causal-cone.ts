// A trace that tells what queued each step → the steps that a violation depends on. Sound rather than small: a step is left out only
// where nothing that was recorded ties it to the violation.
import { subjectGroup, type Finding, type OracleName } from '../model/finding.ts';
import { splitEventId } from '../model/split-event-id.ts';
import type { Trace, TraceEvent } from '../model/trace.ts';

/** Where a cone begins: steps, and what they are about in words. */
export type ConeRoots = { steps: number[]; about: string };

/** One step of a trace: what queued it, what it was brought forward past, and the things that it touched. */
type StepView = { causedIn: number; held: string[]; touched: Set<string> };

/**
 * The steps up to `last` that the roots depend on, in order. With a step belong the step that queued it, every earlier step
 * that touched the same call, exchange, connection or session (a call touches those of its own), and the events that it was
 * brought forward past.
 */
export function findCone(
  { events }: Pick<Trace, 'events'>,
  last: number,
  roots: readonly number[],
): number[] {
  const views = viewSteps(events, last);
  const stepOf = new Map<string, number>();
  const touching = new Map<string, number[]>();
  for (const event of events)
    if (event.kind === 'step' && event.step <= last) stepOf.set(event.event, event.step);
  for (const [step, { touched }] of views)
    for (const thing of touched) touching.set(thing, [...(touching.get(thing) ?? []), step]);
  const cone = new Set<number>();
  /** Up to which step the steps that touched a thing are in the cone. */
  const taken = new Map<string, number>();
  const open = roots.filter((step) => views.has(step));
  for (let step = open.pop(); step !== undefined; step = open.pop()) {
    if (cone.has(step)) continue;
    cone.add(step);
    const { causedIn, held, touched } = views.get(step)!;
    if (views.has(causedIn)) open.push(causedIn);
    for (const id of held) if (stepOf.has(id)) open.push(stepOf.get(id)!);
    for (const thing of touched) {
      const from = taken.get(thing) ?? 0;
      if (from >= step) continue;
      for (const other of touching.get(thing)!) if (other >= from && other < step) open.push(other);
      taken.set(thing, step);
    }
  }
  return [...cone].toSorted((left, right) => left - right);
}

/** True where a trace tells what queued its steps. */
export function tellsCauses({ events }: Pick<Trace, 'events'>): boolean {
  return events.some((event) => event.kind === 'step' && event.causedIn !== undefined);
}

/**
 * Where the cone of a finding begins: the step that shows it, and for a use after the end those in which something ended; or, where
 * it only shows when all is over, the steps that touched what it is about; all calls and exchanges where that is not recorded.
 */
export function findRoots(trace: Pick<Trace, 'events' | 'steps' | 'open'>, finding: Finding): ConeRoots {
  if (!SHOWN_AT_THE_END.has(finding.oracle)) {
    const closed = finding.oracle === 'use-after-close' ? listClosings(trace, finding.step) : [];
    return { steps: [...closed, finding.step], about: `step ${finding.step}` };
  }
  const views = [...viewSteps(trace.events, trace.steps)];
  const touching = (isMeant: (thing: string) => boolean): number[] =>
    views.filter(([, { touched }]) => [...touched].some(isMeant)).map(([step]) => step);
  const things = listThings(trace, finding);
  const begun = views.filter(([, { touched }]) => things.some((thing) => touched.has(thing)));
  if (begun.length === 0)
    return { steps: touching((thing) => !thing.startsWith('session')), about: 'all calls and connections' };
  // What comes for a call when it does nothing any more is what it waits for.
  const own = new Set(
    begun.flatMap(([, { touched }]) => [...touched]).filter((thing) => !thing.startsWith('call ')),
  );
  return { steps: touching((thing) => things.includes(thing) || own.has(thing)), about: things.join(', ') };
}

/** Promises that are looked at when all is over: the step of such a finding is the last. */
const SHOWN_AT_THE_END: ReadonlySet<OracleName> = new Set(['hang', 'leaked-handle', 'invariant']);

/** The steps up to `last` in which something was closed or ended: a use is only wrong after one of them. */
function listClosings({ events }: Pick<Trace, 'events'>, last: number): number[] {
  return events.flatMap((event) => {
    const isClosing =
      event.kind === 'closing' ||
      (event.kind === 'session' && event.what === 'ends') ||
      (event.kind === 'settled' && event.call.startsWith('dispose'));
    return isClosing && event.step <= last ? [event.step] : [];
  });
}

/** What a finding is about, as steps touch it. */
function listThings({ open }: Pick<Trace, 'open'>, { oracle, subject }: Finding): string[] {
  if (oracle !== 'leaked-handle') return [`call ${subject}`];
  const meant = open.filter(({ what }) => subjectGroup(what) === subjectGroup(subject));
  return meant.flatMap(({ resource, id }) => {
    if (resource === 'socket') return [`connection ${id.slice(1)}`];
    return resource === 'listener' ? [`call ${id}`] : [];
  });
}

/** A call goes on touching what it has once touched: the exchanges, connections and sessions that it has to do with. */
function viewSteps(events: readonly TraceEvent[], last: number): Map<number, StepView> {
  const views = new Map<number, StepView>();
  const owned = new Map<string, Set<string>>();
  for (const event of events) {
    if (event.step > last) break;
    if (event.kind === 'step') {
      const { causedIn = 0, held = [] } = event;
      views.set(event.step, { causedIn, held, touched: new Set() });
    }
    const touched = listTouched(event);
    const calls = touched.filter((thing) => thing.startsWith('call '));
    for (const call of calls) {
      const own = owned.get(call) ?? new Set();
      for (const thing of touched) if (!thing.startsWith('call ')) own.add(thing);
      owned.set(call, own);
    }
    const view = views.get(event.step);
    for (const thing of [...touched, ...calls.flatMap((call) => [...owned.get(call)!])])
      view?.touched.add(thing);
  }
  return views;
}

/** `arrived` is our own bookkeeping and touches nothing. */
function listTouched(event: TraceEvent): string[] {
  switch (event.kind) {
    case 'step':
      return touchedByLane(event.event);
    case 'action':
      return event.cancels.flatMap(ofCall);
    case 'call':
    case 'delivered':
    case 'settled':
      return ofCall(event.call);
    case 'note':
      return ofCall(event.actor);
    case 'wire':
      return [...ofCall(event.call), `exchange ${event.exchange}`, `connection ${event.connection}`];
    case 'connection':
      return [`connection ${event.connection}`];
    case 'session':
      return [...ofCall(event.call), `session ${event.session}`];
    default:
      return [];
  }
}

function touchedByLane(event: string): string[] {
  const { lane } = splitEventId(event);
  // Lanes k are what the gateway does with a connection on its own account.
  const connection = /^[ck](\d+)(?=[<>:]|$)/.exec(lane);
  if (connection !== null) return [`connection ${connection[1]}`];
  const own = /^(g|work)(\d+)$/.exec(lane);
  if (own !== null) return [`${own[1] === 'g' ? 'exchange' : 'work'} ${own[2]}`];
  return lane.startsWith('actor:') ? ofCall(lane.slice('actor:'.length)) : [];
}

/** A call that an actor makes besides its own belongs to it. */
function ofCall(name: string): string[] {
  if (name === '') return [];
  const [actor] = name.split('.');
  return actor === name ? [`call ${name}`] : [`call ${name}`, `call ${actor}`];
}
