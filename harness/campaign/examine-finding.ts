// A failing case in a worker → what is reported of it: seen twice, shrunk in the same process, and looked at in detail; or seen once, where
// the process is not fit for more.
import { countElements, type Case } from '../model/case.ts';
import type { Divergence } from '../model/campaign-result.ts';
import { fingerprint, type Finding } from '../model/finding.ts';
import { symptomOf } from '../model/symptom.ts';
import { hashTrace, listSteps, type Trace } from '../model/trace.ts';
import type { Scenario } from '../simulate/scenario.ts';
import { runAgain } from './audit-case.ts';
import { evaluateCase, type Evaluation } from './evaluate-case.ts';
import { showFinding, showRun, type ShownFinding } from './show-finding.ts';
import { shrinkFinding, signOfLargest } from './shrink-finding.ts';
import type { IsBrokenBy } from './warm-up.ts';
import type { FoundGroup } from './worker-protocol.ts';

/** The process in which a finding is examined. */
type ExaminingProcess = {
  /** A run has left something in it, and it is to be replaced; `isBroken`: nothing more that it runs says anything. */
  onUnfit: (isBroken: boolean) => void;
  isBrokenBy: IsBrokenBy;
};

/**
 * Confirms a finding by a second run, shrinks it, and looks at the shrunk run in detail; or says how the second run differed. A candidate
 * that breaks the process ends it: the finding is told of the case as it was drawn.
 */
export async function examineFinding(
  scenario: Scenario,
  kase: Case,
  index: number,
  finding: Finding,
  first: Evaluation,
  { onUnfit, isBrokenBy }: ExaminingProcess,
): Promise<FoundGroup | Divergence> {
  let isBroken = false;
  const run = async (candidate: Case): Promise<Evaluation> => {
    const evaluation = await evaluateCase(scenario, candidate);
    isBroken ||= await isBrokenBy(evaluation);
    if (isBroken || !evaluation.isClean) onUnfit(isBroken);
    return evaluation;
  };
  const divergence = await runAgain(scenario, index, first, 'lean');
  if (divergence !== undefined) return divergence;
  const result = await shrinkFinding(first.trace, index, finding, run, () => isBroken);
  if (isBroken) return tellBreaker(first.trace, index, finding);
  const { written, shrunk, smallest, runs, sign } = result;
  const shown = await showFinding(scenario, shrunk, finding);
  const isSmaller = JSON.stringify(shrunk) !== JSON.stringify(written);
  const before = isSmaller ? await showFinding(scenario, written, finding) : undefined;
  return {
    ...describe(finding, kase, index, smallest.trace, shown),
    signs: [sign],
    shrinkRuns: runs,
    ...(before && { timelineBefore: before.timeline }),
  };
}

/** What is told of a finding whose case leaves its process unfit for another: the case as it was drawn, and its one run. */
export function tellBreaker(trace: Trace, index: number, finding: Finding): FoundGroup {
  const { case: kase } = trace;
  return {
    ...describe(finding, kase, index, trace, showRun(trace, finding)),
    signs: [signOfLargest(kase, index, finding)],
    shrinkRuns: 0,
  };
}

/** The finding of a case, and the smallest run that shows it. */
function describe(
  finding: Finding,
  original: Case,
  firstCase: number,
  smallest: Trace,
  { finding: shown, interleaving, timeline }: ShownFinding,
): Omit<FoundGroup, 'signs' | 'shrinkRuns'> {
  const { oracle, code, evidence, subject } = finding;
  const { case: shrunk } = smallest;
  return {
    fingerprint: fingerprint(finding),
    symptom: symptomOf(finding),
    oracle,
    code,
    evidence,
    message: shown.message,
    subject,
    places: shown.places,
    scenario: original.scenario,
    variant: original.variant,
    firstCase,
    steps: countElements(shrunk),
    shrunk,
    original,
    traceHash: hashTrace(smallest),
    traceSteps: listSteps(smallest),
    interleaving,
    timeline,
  };
}
