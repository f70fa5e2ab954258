// A failing case in a worker → what is reported of it: seen twice, shrunk in the same process, and looked at in detail.
import { countElements, type Case } from '../model/case.ts';
import type { Divergence } from '../model/campaign-result.ts';
import { fingerprint, type Finding } from '../model/finding.ts';
import { symptomOf } from '../model/symptom.ts';
import { hashTrace, listSteps } from '../model/trace.ts';
import type { Scenario } from '../simulate/scenario.ts';
import { runAgain } from './audit-case.ts';
import { evaluateCase, type Evaluation } from './evaluate-case.ts';
import { showFinding } from './show-finding.ts';
import { shrinkFinding } from './shrink-finding.ts';
import type { FoundGroup } from './worker-protocol.ts';

/** Confirms a finding by a second run, shrinks it, and looks at the shrunk run in detail; or says how the second run differed. */
export async function examineFinding(
  scenario: Scenario,
  kase: Case,
  index: number,
  finding: Finding,
  first: Evaluation,
  { onResidue }: { onResidue: () => void },
): Promise<FoundGroup | Divergence> {
  const id = fingerprint(finding);
  const run = async (candidate: Case): Promise<Evaluation> => {
    const evaluation = await evaluateCase(scenario, candidate);
    if (!evaluation.isClean) onResidue();
    return evaluation;
  };
  const divergence = await runAgain(scenario, index, first, 'lean');
  if (divergence !== undefined) return divergence;
  const { written, shrunk, smallest, runs, sign } = await shrinkFinding(first.trace, index, finding, run);
  const { finding: shown, interleaving, timeline } = await showFinding(scenario, shrunk, finding);
  const isSmaller = JSON.stringify(shrunk) !== JSON.stringify(written);
  const before = isSmaller ? await showFinding(scenario, written, finding) : undefined;
  return {
    fingerprint: id,
    symptom: symptomOf(finding),
    signs: [sign],
    oracle: finding.oracle,
    code: finding.code,
    evidence: finding.evidence,
    message: shown.message,
    subject: finding.subject,
    places: shown.places,
    scenario: scenario.name,
    variant: kase.variant,
    firstCase: index,
    steps: countElements(shrunk),
    shrinkRuns: runs,
    shrunk,
    original: kase,
    traceHash: hashTrace(smallest.trace),
    traceSteps: listSteps(smallest.trace),
    interleaving,
    timeline,
    ...(before && { timelineBefore: before.timeline }),
  };
}
