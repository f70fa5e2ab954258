// Inside a worker: one saved case again, strictly or with neighbours.
import fc from 'fast-check';
import type { Case } from '../model/case.ts';
import { subjectGroup, type Finding } from '../model/finding.ts';
import { hasApplied, hashTrace, listSteps, type Trace } from '../model/trace.ts';
import { neighbourArbitrary } from '../generate/neighbour-arbitrary.ts';
import { composeScenario, type Scenario } from '../simulate/scenario.ts';
import { evaluateCase, findByFingerprint, findingsOf, type Evaluation } from './evaluate-case.ts';
import { warmUp, warmUpFor, type IsBrokenBy } from './warm-up.ts';
import { aim } from './natural-run.ts';
import { showFinding, showRun, type ShownFinding } from './show-finding.ts';
import type { ReplayJob, RetryJob, WorkerMessage } from './worker-protocol.ts';

/** Reports a strict replay. */
export async function answerReplay(
  scenario: Scenario,
  job: ReplayJob,
  send: (message: WorkerMessage) => void,
): Promise<void> {
  const { isClean: _, ...replayed } = await replayOnce(scenario, job);
  send({ kind: 'replayed', ...replayed });
}

/** Runs the case once more; with the finding when it fails as it did. `isClean` as in an Evaluation. */
export async function replayOnce(
  scenario: Scenario,
  job: Pick<ReplayJob, 'case' | 'fingerprint'>,
): Promise<Omit<WorkerMessage & { kind: 'replayed' }, 'kind'> & { isClean: boolean }> {
  const { isBrokenBy } = await warmUpFor(scenario, job.case);
  const evaluation = await evaluateCase(scenario, job.case, 'frames');
  const { trace, verdict, isClean } = evaluation;
  const isBroken = await isBrokenBy(evaluation);
  const finding = findByFingerprint(verdict, job.fingerprint);
  return {
    traceHash: hashTrace(trace),
    steps: listSteps(trace),
    ...(finding === undefined ? {} : await showOnce(scenario, trace, finding, isBroken)),
    isClean: isClean && !isBroken,
  };
}

/** Looks at a run in more detail, where the process is fit for another. */
function showOnce(
  scenario: Scenario,
  trace: Trace,
  finding: Finding,
  isBroken: boolean,
): ShownFinding | Promise<ShownFinding> {
  return isBroken ? showRun(trace, finding) : showFinding(scenario, trace.case, finding);
}

/** Reports a lenient retry. */
export async function answerRetry(
  scenario: Scenario,
  job: RetryJob,
  send: (message: WorkerMessage) => void,
): Promise<void> {
  const onTrying = (nth: number): void => send({ kind: 'trying', nth });
  const { shown, tried, inconclusive, applied } = await retryNear(scenario, job, onTrying);
  const details =
    shown === undefined
      ? {}
      : await showOnce(scenario, shown.evaluation.trace, shown.finding, shown.isBroken);
  const reproducedBy = shown === undefined ? undefined : tried;
  send({ kind: 'retried', reproducedBy, tried, inconclusive, applied, ...details });
}

/** What a retry came to: the last of the neighbours that were tried is the one that failed, where one did. */
export type NearRetry = {
  tried: number;
  inconclusive: number;
  applied: number;
  isClean: boolean;
  isBrokenBy: IsBrokenBy;
  shown?: { case: Case; evaluation: Evaluation; finding: Finding; isBroken: boolean };
};

/** Runs the case, then neighbours, until one breaks the same promise with the same code; `onTrying` is told before each. */
export async function retryNear(
  scenario: Scenario,
  job: Omit<RetryJob, 'kind' | 'file'>,
  onTrying: (nth: number) => void = () => {},
): Promise<NearRetry> {
  const matching = ({ verdict }: Evaluation): Finding | undefined =>
    findingsOf(verdict).find(
      ({ oracle, code, subject }) =>
        oracle === job.oracle &&
        code === job.code &&
        subjectGroup(subject) === subjectGroup(job.subject ?? subject),
    );
  const { isBrokenBy } = await warmUpFor(scenario, job.case);
  let neighbours: fc.Arbitrary<Case> | undefined;
  const drawNeighbour = async (nth: number): Promise<Case> => {
    if (neighbours === undefined) {
      const natural = await warmUp(scenario, job.case.variant, job.case.program);
      neighbours = neighbourArbitrary(job.case, aim(composeScenario(scenario, job.case), natural.trace));
    }
    return fc.sample(neighbours, { seed: job.seed + nth, numRuns: 1 })[0]!;
  };
  let inconclusive = 0;
  let applied = 0;
  let isClean = true;
  for (let nth = 0; nth <= job.neighbours; nth++) {
    const kase = nth === 0 ? job.case : await drawNeighbour(nth);
    onTrying(nth);
    // With frames at once: it may be all that the process is fit for.
    const evaluation = await evaluateCase(scenario, kase, 'frames');
    if (evaluation.verdict.kind === 'limit' || evaluation.verdict.kind === 'inconclusive') inconclusive++;
    if (hasApplied(evaluation.trace)) applied++;
    const isBroken = await isBrokenBy(evaluation);
    isClean &&= evaluation.isClean && !isBroken;
    const finding = matching(evaluation);
    const near = { tried: nth, inconclusive, applied, isClean, isBrokenBy };
    if (finding !== undefined) return { ...near, shown: { case: kase, evaluation, finding, isBroken } };
    if (isBroken) return near;
  }
  return { tried: job.neighbours, inconclusive, applied, isClean, isBrokenBy };
}
