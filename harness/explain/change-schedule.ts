// One step of a failing run → the cases in which another of the events that were ready comes in it. Up to that step such a
// case runs as the failing one does; behind it the rest of the schedule stands as it is.
import type { Case, Deviation, EventId } from '../model/case.ts';
import type { Change } from './change.ts';
import { countHeld, type ObservedRun } from './observed-run.ts';

/** The changes at `step` (from 1), what comes soonest in the natural order first. */
export function changeSchedule(run: ObservedRun, step: number): Change[] {
  const observed = run.observation.steps[step - 1];
  if (observed === undefined) return [];
  const { event, ready } = observed;
  const chosen = ready.indexOf(event);
  const { schedule } = run.trace.case;
  return ready.flatMap((id, nth): Change[] => {
    if (nth === chosen) return [];
    const next =
      nth < chosen
        ? withHolds(schedule, [id], () => countHeld(run, step - 1).get(id) ?? 0)
        : withHolds(schedule, ready.slice(chosen, nth), (_, count) => count + 1);
    const words =
      nth < chosen
        ? `${id} is no longer held back at step ${step}, and comes before ${event}`
        : `${id} comes at step ${step}, before ${event}`;
    const kase: Case = { ...run.trace.case, schedule: next };
    return [{ kind: 'schedule', words, case: kase, size: Math.abs(nth - chosen), at: step }];
  });
}

/** The schedule in which these events are held for other counts; an event that is held 0 times is not in it. */
function withHolds(
  schedule: readonly Deviation[],
  ids: readonly EventId[],
  change: (id: EventId, count: number) => number,
): Deviation[] {
  const counts = new Map<EventId, number>();
  for (const { hold, for: count } of schedule) counts.set(hold, (counts.get(hold) ?? 0) + count);
  for (const id of ids) counts.set(id, change(id, counts.get(id) ?? 0));
  return [...counts].filter(([, count]) => count > 0).map(([hold, count]) => ({ hold, for: count }));
}
