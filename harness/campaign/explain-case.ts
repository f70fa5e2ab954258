// Inside a worker: a failing case → why it fails: the nearest case that passes, where its failure becomes certain, what it
// depends on, what of it is needed, and what it comes to on other variants.
import { orderPassing } from '../explain/change.ts';
import { listParts } from '../explain/list-parts.ts';
import type { ObservedRun } from '../explain/observed-run.ts';
import type { Case } from '../model/case.ts';
import type { Interleaving } from '../model/campaign-result.ts';
import {
  EXPLAIN_PARTS_MAX,
  PASSING_CHANGES_TOLD,
  ROWS_AFTER_PARTING,
  PASSING_ROWS_MORE,
  ROWS_BEFORE_PARTING,
} from '../model/limits.ts';
import type { Explanation, NearestPassing, Unsaid } from '../model/explanation.ts';
import type { Finding } from '../model/finding.ts';
import type { Observation } from '../model/observation.ts';
import { hashTrace, type Trace } from '../model/trace.ts';
import { RunWatch } from '../simulate/run-watch.ts';
import type { Scenario } from '../simulate/scenario.ts';
import { CandidateRuns, knownFailure, type RunGuard } from './candidate-runs.ts';
import { compareVariants } from './compare-variants.ts';
import { drawCurve } from './draw-curve.ts';
import { evaluateCase, findByFingerprint, findingsOf } from './evaluate-case.ts';
import { findCauses } from './find-causes.ts';
import { interleave } from './interleave.ts';
import { progressWriter } from './progress-file.ts';
import { tryChanges, type TriedChanges, type TriedPart } from './try-changes.ts';
import { warmUpFor } from './warm-up.ts';
import type { ExplainJob, WorkerMessage } from './worker-protocol.ts';
import { writeOutPolicy } from './write-out-policy.ts';

/** Reports why the case fails; without an explanation when it does not fail as it did. */
export async function answerExplain(
  scenario: Scenario,
  job: ExplainJob,
  send: (message: WorkerMessage) => void,
): Promise<void> {
  const write = progressWriter(job.progressFile);
  const guard: RunGuard = { barred: job.barred, note: (nth) => write({ nth }) };
  send({ kind: 'explained', ...(await explainCase(scenario, job, guard)) });
}

/** The finding and why it shows; neither when it does not. */
async function explainCase(
  scenario: Scenario,
  { case: given, fingerprint: wanted, seed }: ExplainJob,
  guard: RunGuard,
): Promise<{ finding?: Finding; explanation?: Explanation }> {
  await warmUpFor(scenario, given);
  const first = await evaluateCase(scenario, given, 'frames');
  const kase = await writeOutPolicy(first.trace, (candidate) => evaluateCase(scenario, candidate, 'frames'));
  const { verdict } = await evaluateCase(scenario, kase, 'frames');
  const finding = findByFingerprint(verdict, wanted);
  if (finding === undefined) return {};
  const watch = new RunWatch(true);
  const { trace, verdict: detailed } = await evaluateCase(scenario, kase, 'origins', watch);
  const shown = findingsOf(detailed)[findingsOf(verdict).indexOf(finding)] ?? finding;
  const run: ObservedRun = { trace, observation: watch };
  const known = knownFailure(finding, findingsOf(verdict));
  const runs = new CandidateRuns(scenario, known, guard);
  const last = Math.min(finding.step, watch.steps.length);
  const { parts, withoutAction, isCut } = await leaveOutParts(runs, kase);
  const calm = await observeCalm(runs, kase, withoutAction);
  const changes = await tryChanges(runs, { run, last, parts, withoutAction });
  const nearest = await pickNearest(scenario, changes, { trace, violation: finding.step });
  const noReturn: Explanation['noReturn'] =
    kase.policy !== undefined
      ? { unsaid: 'a policy chose the order, and it could not be written out as a schedule' }
      : last === 0
        ? { unsaid: 'nothing had happened before it failed' }
        : await drawCurve(runs, run, last, seed, calm);
  const nth = findingsOf(detailed).indexOf(shown);
  const cone = findCauses(scenario, trace, { finding: shown, nth }, parts);
  const conditions: Explanation['conditions'] = isCut
    ? { unsaid: `the program has more than ${EXPLAIN_PARTS_MAX} parts` }
    : parts.map(({ part: { part, words }, run: { outcome } }) => ({ part, words, without: outcome }));
  const differential = await compareVariants(scenario, kase, runs);
  const again = await evaluateCase(scenario, kase, 'lean');
  if (hashTrace(again.trace) !== hashTrace(trace))
    return {
      finding: shown,
      explanation: unsteady(finding.step, runs.count),
    };
  const explanation = {
    violation: finding.step,
    nearest,
    noReturn,
    cone,
    conditions,
    differential,
    runs: runs.count,
  };
  return { finding: shown, explanation };
}

/** What one of the runs left behind has changed the case itself: nothing that was seen in between counts. */
function unsteady(violation: number, runs: number): Explanation {
  const unsaid = {
    unsaid:
      'the case ran otherwise after the others: something that one of them left behind lives on in the process',
  };
  return {
    violation,
    nearest: unsaid,
    noReturn: unsaid,
    cone: unsaid,
    conditions: unsaid,
    differential: unsaid,
    runs,
  };
}

/** Runs the case without each of its parts; what there was to see without an action is kept. */
async function leaveOutParts(
  runs: CandidateRuns,
  kase: Case,
): Promise<{ parts: TriedPart[]; withoutAction: Map<number, Observation>; isCut: boolean }> {
  const all = listParts(kase);
  const parts: TriedPart[] = [];
  const withoutAction = new Map<number, Observation>();
  for (const part of all.slice(0, EXPLAIN_PARTS_MAX)) {
    const watch = part.part === 'action' ? new RunWatch(true) : undefined;
    parts.push({ part, run: await runs.run(part.without, watch) });
    if (watch !== undefined) withoutAction.set(part.index, watch);
  }
  return { parts, withoutAction, isCut: all.length > EXPLAIN_PARTS_MAX };
}

/** The run without any action: where actions could come that had not come yet. */
async function observeCalm(
  runs: CandidateRuns,
  kase: Case,
  withoutAction: ReadonlyMap<number, Observation>,
): Promise<Observation | undefined> {
  if (kase.actions.length <= 1) return withoutAction.get(0);
  const watch = new RunWatch(true);
  await runs.run({ ...kase, actions: [] }, watch);
  return watch;
}

async function pickNearest(
  scenario: Scenario,
  { tried, isComplete }: TriedChanges,
  failing: { trace: Trace; violation: number },
): Promise<NearestPassing | Unsaid> {
  const [nearest, ...others] = orderPassing(tried);
  if (nearest === undefined)
    return {
      unsaid: `none of ${tried.length} cases that differ in one decision passes${isComplete ? '' : ', and there are more'}`,
    };
  const { trace } = await evaluateCase(scenario, nearest.case, 'lean');
  const rows = cutRows(interleave(failing.trace, failing.violation), nearest.partsAt, ROWS_AFTER_PARTING);
  const after = rows.rows.filter(({ step }) => step >= nearest.partsAt).length + PASSING_ROWS_MORE;
  return {
    ...nearest,
    failing: rows,
    passing: cutRows(interleave(trace, NOWHERE), nearest.partsAt, Math.min(after, ROWS_AFTER_PARTING)),
    others: others
      .slice(0, PASSING_CHANGES_TOLD)
      .map(({ kind, words, outcome, partsAt }) => ({ kind, words, outcome, partsAt })),
    tried: tried.length,
  };
}

/** No row of a passing run breaks a promise. */
const NOWHERE = -1;

/** So many rows from a step on and some before it, and the one that breaks the promise where that comes later. */
function cutRows({ columns, rows }: Interleaving, step: number, count: number): Interleaving {
  const at = rows.findIndex((row) => row.step >= step);
  const from = Math.max(0, (at === -1 ? rows.length : at) - ROWS_BEFORE_PARTING);
  const to = from + ROWS_BEFORE_PARTING + count;
  const later = rows.slice(to).filter(({ isViolation }) => isViolation);
  const kept = [...rows.slice(from, to), ...later];
  const used = columns.filter((column) => kept.some(({ cells }) => cells[column] !== undefined));
  return { columns: used, rows: kept };
}
