// Inside a worker: one saved case again, strictly or with neighbours.
import fc from 'fast-check';
import type { Case } from '../model/case.ts';
import { subjectGroup, type Finding } from '../model/finding.ts';
import { hasApplied, hashTrace, listSteps } from '../model/trace.ts';
import { neighbourArbitrary } from '../generate/neighbour-arbitrary.ts';
import { composeScenario, type Scenario } from '../simulate/scenario.ts';
import { evaluateCase, findByFingerprint, findingsOf, type Evaluation } from './evaluate-case.ts';
import { warmUp } from './warm-up.ts';
import { interleave } from './interleave.ts';
import { aim } from './prepare-cases.ts';
import type { ReplayJob, RetryJob, WorkerMessage } from './worker-protocol.ts';

/** Runs the case once more and reports its trace; with the finding when it fails as it did. */
export async function answerReplay(
  scenario: Scenario,
  job: ReplayJob,
  send: (message: WorkerMessage) => void,
): Promise<void> {
  await warmUp(scenario, job.case.variant, job.case.program);
  const { trace, verdict } = await evaluateCase(scenario, job.case);
  const finding = findByFingerprint(verdict, job.fingerprint);
  send({
    kind: 'replayed',
    traceHash: hashTrace(trace),
    steps: listSteps(trace),
    ...(finding === undefined ? {} : await explain(scenario, job.case, finding)),
  });
}

/** Runs the case, then neighbours, until one breaks the same promise with the same code. */
export async function answerRetry(
  scenario: Scenario,
  job: RetryJob,
  send: (message: WorkerMessage) => void,
): Promise<void> {
  const matching = ({ verdict }: Evaluation): Finding | undefined =>
    findingsOf(verdict).find(
      ({ oracle, code, subject }) =>
        oracle === job.oracle &&
        code === job.code &&
        subjectGroup(subject) === subjectGroup(job.subject ?? subject),
    );
  const natural = await warmUp(scenario, job.case.variant, job.case.program);
  const profile = aim(composeScenario(scenario, job.case), natural.trace);
  const neighbours = neighbourArbitrary(job.case, profile);
  let inconclusive = 0;
  let applied = 0;
  for (let nth = 0; nth <= job.neighbours; nth++) {
    const kase = nth === 0 ? job.case : fc.sample(neighbours, { seed: job.seed + nth, numRuns: 1 })[0]!;
    send({ kind: 'trying', nth });
    const evaluation = await evaluateCase(scenario, kase);
    if (evaluation.verdict.kind === 'limit' || evaluation.verdict.kind === 'inconclusive') inconclusive++;
    if (hasApplied(evaluation.trace)) applied++;
    const finding = matching(evaluation);
    if (finding === undefined) continue;
    const details = await explain(scenario, kase, finding);
    send({ kind: 'retried', reproducedBy: nth, tried: nth, inconclusive, applied, ...details });
    return;
  }
  send({ kind: 'retried', reproducedBy: undefined, tried: job.neighbours, inconclusive, applied });
}

/** The finding as a detailed run shows it, with its interleaving. */
export async function explain(
  scenario: Scenario,
  kase: Case,
  finding: Finding,
): Promise<{ finding: Finding; interleaving: ReturnType<typeof interleave> }> {
  const { trace, verdict } = await evaluateCase(scenario, kase, 'origins');
  const isSame = (other: Finding): boolean =>
    other.oracle === finding.oracle && other.code === finding.code && other.subject === finding.subject;
  const shown = findingsOf(verdict).find(isSame) ?? finding;
  return { finding: shown, interleaving: interleave(trace, shown.step) };
}
