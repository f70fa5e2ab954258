// A failing case with a policy → the same run as a schedule, or the case itself where that should not be the same run.
import type { Case } from '../model/case.ts';
import { explicitCase } from '../model/explicit-case.ts';
import { listSteps, type Trace } from '../model/trace.ts';

/** The case to shrink: `run` gives the trace of a case. */
export async function writeOutPolicy(
  trace: Trace,
  run: (candidate: Case) => Promise<{ trace: Trace }>,
): Promise<Case> {
  const { case: kase } = trace;
  if (kase.policy === undefined) return kase;
  const explicit = explicitCase(trace);
  const again = await run(explicit);
  const isSame = listSteps(again.trace).join('\n') === listSteps(trace).join('\n');
  return isSame ? explicit : kase;
}
