// One run of the failing case, as the rest of this room sees it: what happened, and what could have happened instead.
import type { EventId } from '../model/case.ts';
import type { Observation } from '../model/observation.ts';
import type { Trace, TraceEvent } from '../model/trace.ts';

/** A trace and what was observed of its scenario: `observation.steps[n]` is step n + 1 of the trace. */
export type ObservedRun = { trace: Trace; observation: Observation };

/** How often each event was held back in the steps up to `step`. */
export function countHeld({ trace }: Pick<ObservedRun, 'trace'>, step: number): Map<EventId, number> {
  const held = new Map<EventId, number>();
  for (const event of scenarioEvents(trace)) {
    if (event.step > step) break;
    if (event.kind !== 'step') continue;
    for (const id of event.held ?? []) held.set(id, (held.get(id) ?? 0) + 1);
  }
  return held;
}

/** What happened in the scenario itself, before the probe and the end. */
export function scenarioEvents({ events }: Pick<Trace, 'events'>): readonly TraceEvent[] {
  const end = events.findIndex((event) => event.kind === 'phase' && event.phase !== 'scenario');
  return end === -1 ? events : events.slice(0, end);
}

/** The first step in which two runs differ, by a line for each event; undefined where they are the same. */
export function findParting(
  failing: { lines: readonly string[]; trace: Pick<Trace, 'events' | 'steps'> },
  other: { lines: readonly string[]; trace: Pick<Trace, 'events' | 'steps'> },
): number | undefined {
  const { lines } = failing;
  let at = 0;
  while (at < lines.length && lines[at] === other.lines[at]) at++;
  if (at === lines.length && at === other.lines.length) return undefined;
  return failing.trace.events[at]?.step ?? other.trace.events[at]?.step ?? failing.trace.steps;
}
