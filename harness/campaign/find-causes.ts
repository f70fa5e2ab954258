// A failing run in detail → the steps that its violation depends on: what the trace ties to it, and what runs without a part of the case have
// shown to be needed.
import { judge } from '../judge/judge.ts';
import { findCone, findRoots, tellsCauses } from '../explain/causal-cone.ts';
import { scenarioEvents } from '../explain/observed-run.ts';
import { isPassing } from '../model/differential.ts';
import type { CausalCone, Unsaid } from '../model/explanation.ts';
import type { Finding } from '../model/finding.ts';
import { CONE_ROWS_MAX } from '../model/limits.ts';
import type { Trace } from '../model/trace.ts';
import { composeScenario, type Scenario } from '../simulate/scenario.ts';
import { findingsOf } from './evaluate-case.ts';
import { interleave } from './interleave.ts';
import type { TriedPart } from './try-changes.ts';

/** The cone of a finding that has the index `nth` in the verdict of the run. */
export function findCauses(
  scenario: Scenario,
  trace: Trace,
  { finding: told, nth }: { finding: Finding; nth: number },
  parts: readonly TriedPart[],
): CausalCone | Unsaid {
  const finding = nameFinding(scenario, trace, told, nth);
  if (!tellsCauses(trace)) return { unsaid: 'nothing happened' };
  const { steps: begin, about } = findRoots(trace, finding);
  const needed = parts.flatMap(({ part, run }) =>
    isPassing(run.outcome) || run.outcome === 'other' ? findSteps(trace, part) : [],
  );
  const steps = findCone(trace, finding.step, [...begin, ...needed]);
  const table = interleave(trace, finding.step);
  const rows = table.rows.filter(({ step }) => steps.includes(step)).slice(-CONE_ROWS_MAX);
  const columns = table.columns.filter((column) => rows.some(({ cells }) => cells[column] !== undefined));
  return { about, steps, of: finding.step, rows: { columns, rows } };
}

/** The steps in which a part of the case acted: without it there is no failure, so the failure depends on them. */
function findSteps(trace: Trace, { part, index }: TriedPart['part']): number[] {
  const events = scenarioEvents(trace);
  const { actions, faults, schedule } = trace.case;
  return events.flatMap((event) => {
    const isMeant =
      part === 'action'
        ? event.kind === 'action' && event.do === actions[index]!.do
        : part === 'fault'
          ? event.kind === 'fault' &&
            event.fault === faults[index]!.kind &&
            event.target === faults[index]!.on
          : part === 'deviation' && event.kind === 'step' && event.held?.includes(schedule[index]!.hold);
    return isMeant ? [event.step] : [];
  });
}

/** Of a program's finding it is kept from fingerprints which of its calls it is of; here it has to be known. */
function nameFinding(scenario: Scenario, trace: Trace, finding: Finding, index: number): Finding {
  if (trace.case.program === undefined) return finding;
  const { invariants } = composeScenario(scenario, trace.case);
  return findingsOf(judge(trace, invariants))[index] ?? finding;
}
