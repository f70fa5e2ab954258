// What the natural run of a variant looks like, so that generated cases aim at events that exist. Derived from a trace;
// the same natural run gives the same profile, so case i stays a function of (seed, i) alone.
import type { EventId, Fault } from './case.ts';
import { INJECTION_TURNS_MAX } from './limits.ts';
import { splitEventId } from './split-event-id.ts';
import type { Trace } from './trace.ts';

/** Targets for generation. */
export type Profile = {
  /** Events of the scenario phase, in natural order. */
  events: EventId[];
  /** Microtask turns that follow each of them: an action inside one can make a difference down to here. */
  turns: number[];
  /** Lanes with the number of events on each. */
  lanes: { name: string; count: number }[];
  /** Exchanges by fault target (`route#0`) with the number of body items. */
  exchanges: { target: string; items: number }[];
  connections: number;
  /** Names of everything that can be injected. */
  actions: string[];
  /** Kinds of fault that may be drawn. */
  faultKinds: Fault['kind'][];
  /** Virtual times worth a delay: differences between the moments of the natural run, and the timers seen in it. */
  delaysMs: number[];
};

/** Reads a profile off the natural run's trace; an event whose `turns` nobody measured has INJECTION_TURNS_MAX. */
export function profileOf(
  trace: Trace,
  actions: string[],
  faultKinds: readonly Fault['kind'][],
  turns: ReadonlyMap<EventId, number> = new Map(),
): Profile {
  const events: EventId[] = [];
  const lanes = new Map<string, number>();
  const exchanges = new Map<number, { target: string; items: number }>();
  const perRoute = new Map<string, number>();
  const delays = new Set([1, 10, 100, 1_000, 30_000]);
  let connections = 0;
  let previousMs = 0;
  for (const event of trace.events) {
    if (event.kind === 'phase' && event.phase !== 'scenario') break;
    if (event.kind === 'step') {
      events.push(event.event);
      const { lane } = splitEventId(event.event);
      lanes.set(lane, (lanes.get(lane) ?? 0) + 1);
      if (event.ms > previousMs) delays.add(event.ms - previousMs);
      previousMs = event.ms;
    } else if (event.kind === 'connection' && event.state === 'connecting') connections++;
    else if (event.kind === 'wire') {
      if (event.event.what === 'request') {
        const nth = perRoute.get(event.route) ?? 0;
        perRoute.set(event.route, nth + 1);
        exchanges.set(event.exchange, { target: `${event.route}#${nth}`, items: 0 });
      } else if (event.event.what === 'item') exchanges.get(event.exchange)!.items++;
    }
  }
  return {
    events,
    turns: events.map((event) => turns.get(event) ?? INJECTION_TURNS_MAX),
    lanes: [...lanes].map(([name, count]) => ({ name, count })),
    exchanges: [...exchanges.values()],
    connections,
    actions,
    faultKinds: [...faultKinds],
    delaysMs: [...delays].toSorted((left, right) => left - right),
  };
}
