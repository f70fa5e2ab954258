// A case that was run → the same case again, in another detail: two runs of a case are the same, or the world leaks.
import type { AuditedRun, Divergence } from '../model/campaign-result.ts';
import { hashTrace, listSteps, type Trace } from '../model/trace.ts';
import type { Detail } from '../simulate/run-case.ts';
import type { Scenario } from '../simulate/scenario.ts';
import { evaluateCase, type Evaluation } from './evaluate-case.ts';
import { firstDifference } from './first-difference.ts';
import { PULSE, pulse } from './pulse.ts';

/** Runs the case of `first` once more; undefined when nothing differs. */
export async function runAgain(
  scenario: Scenario,
  caseIndex: number,
  first: Evaluation,
  detail: Detail,
): Promise<Divergence | undefined> {
  const nth = runsSoFar();
  const kase = first.trace.case;
  const again = await evaluateCase(scenario, kase, detail);
  const [expectedHash, actualHash] = [hashTrace(first.trace), hashTrace(again.trace)];
  if (expectedHash === actualHash) return undefined;
  return {
    scenario: scenario.name,
    variant: kase.variant,
    caseIndex,
    case: kase,
    between: 'two runs in one process',
    ...firstDifference(listSteps(first.trace), listSteps(again.trace)),
    runs: [auditedRun(nth, 'lean', first.trace), auditedRun(nth + 1, detail, again.trace)],
  };
}

function auditedRun(nth: number, detail: Detail, trace: Trace): AuditedRun {
  return { process: `${process.version}, pid ${process.pid}`, nth, detail, traceHash: hashTrace(trace) };
}

/** Runs that this process has made. */
function runsSoFar(): number {
  return Atomics.load(pulse, PULSE.beat);
}
