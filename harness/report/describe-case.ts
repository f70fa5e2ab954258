// A case → what the explorer decided in it, one sentence each: its program, the faults, the injected actions, and the events that are held back.
import { formatProgram, type Case, type Deviation, type Fault, type Injection } from '../model/case.ts';
import { formatPolicy } from '../model/policy.ts';
import type { Timeline } from '../model/timeline.ts';
import { countOf } from '../model/format-count.ts';

/** What kind of decision it is. */
type DecisionKind = 'program' | 'fault' | 'action' | 'order';

/** One decision in words. */
export type Decision = { kind: DecisionKind; text: string };

/** The decisions of a case; none for the natural run. With a timeline, events are told with the steps in which they came. */
export function describeCase(kase: Case, timeline?: Timeline): Decision[] {
  const stepOf = (event: string): string => {
    const step = timeline?.steps.find((each) => each.event === event)?.step;
    return step === undefined ? event : `${event} (step ${step})`;
  };
  return [
    ...(kase.program === undefined
      ? []
      : [{ kind: 'program', text: formatProgram(kase.program) } satisfies Decision]),
    ...kase.faults.map((fault): Decision => ({ kind: 'fault', text: describeFault(fault) })),
    ...kase.actions.map((action): Decision => ({ kind: 'action', text: describeAction(action, stepOf) })),
    ...kase.schedule.map((held): Decision => ({ kind: 'order', text: describeDeviation(held, stepOf) })),
    ...(kase.policy === undefined
      ? []
      : [
          {
            kind: 'order',
            text: `every choice between events that are ready is made by ${formatPolicy(kase.policy)}`,
          } satisfies Decision,
        ]),
  ];
}

function describeFault({ kind, on, ...rest }: Fault): string {
  const details = Object.entries(rest).map(([name, value]) => `${name} ${String(value)}`);
  return [`${kind} strikes ${on}`, ...details].join(', ');
}

function describeAction(
  { do: what, at, turns, afterMs }: Injection,
  stepOf: (event: string) => string,
): string {
  if (turns !== undefined)
    return `"${what}" within ${stepOf(at)}, ${turns === 0 ? 'in the same stretch' : `after ${countOf(turns, 'microtask turn')}`}`;
  if (afterMs !== undefined) return `"${what}" ${afterMs} virtual ms after ${stepOf(at)}`;
  return `"${what}" right behind ${stepOf(at)}, when nothing else is left to run`;
}

function describeDeviation({ hold, for: passes }: Deviation, stepOf: (event: string) => string): string {
  const others =
    passes === 1 ? 'one other event that is ready passes' : `${passes} other events that are ready pass`;
  return `${stepOf(hold)} is held back while ${others} it`;
}
