// Inside a worker: cases [from, to) of one variant, as far as its shard takes them → findings (checked, shrunk, explained)
// and a tally. One case per macrotask, so that messages get through and nothing of the event loop is starved.
import type { Case } from '../model/case.ts';
import { fingerprint, type Finding } from '../model/finding.ts';
import { listKinds } from '../model/issue.ts';
import { WORKER_BATCH_CASES } from '../model/limits.ts';
import { takesCase, WHOLE } from '../model/shard.ts';
import { countSweep } from '../model/sweep-plan.ts';
import { hashTrace } from '../model/trace.ts';
import { casesOfProgram, type Scenario } from '../simulate/scenario.ts';
import { runAgain } from './audit-case.ts';
import { EscapeLog } from './escape-log.ts';
import { CaseBatch } from './case-batch.ts';
import { evaluateCase, findingsOf } from './evaluate-case.ts';
import { examineFinding, tellBreaker } from './examine-finding.ts';
import { KnownFindings } from './known-findings.ts';
import { measureLeak } from './measure-leak.ts';
import { NATURAL_RUN, type Progress } from './progress-file.ts';
import { prepareCases } from './prepare-cases.ts';
import { settleRealWork } from './settle-real-work.ts';
import { shrinkFinding, signOfLargest } from './shrink-finding.ts';
import type { ExploreJob, FoundGroup, WorkerMessage } from './worker-protocol.ts';

/**
 * Explores; `note` is told before each case where the job is and what it has not reported yet, `isStopped` is asked
 * between cases.
 */
export async function explore(
  scenario: Scenario,
  job: ExploreJob,
  send: (message: WorkerMessage) => void,
  note: (progress: Progress) => void,
  isStopped: () => boolean,
): Promise<void> {
  const known = new KnownFindings(job.known);
  /** Cases that this process has run. */
  let ran = 0;
  const unseen = new Set(job.known.filter(({ isUnseen }) => isUnseen).map(({ fingerprint: id }) => id));
  const { shard = WHOLE } = job;
  const together = casesOfProgram(scenario);
  const escapes = new EscapeLog(scenario);
  const signed = new Set(
    job.known.flatMap(({ fingerprint: id, signs = [] }) => signs.map((sign) => keyOfSign(id, sign.given))),
  );
  const batch = new CaseBatch(job.from, job.isAudited, escapes, send);
  const finish = (next: number, why: 'done' | 'recycle' | 'stopped'): void => {
    batch.flush(next);
    send({ kind: 'finished', next, why });
  };
  note(batch.note(NATURAL_RUN));
  const { caseAt, plan, isBrokenBy } = await prepareCases(scenario, job.variant, job.draw);
  if (plan !== undefined) send({ kind: 'planned', plan });
  const to = plan === undefined ? job.to : Math.min(job.to, countSweep(plan));
  /** Counts the rest of a program of which no more can be run than there was; the index behind it. */
  const skipProgram = (index: number): number => {
    const end = together === undefined ? index : Math.min(to, Math.ceil(index / together) * together);
    batch.addUnrun(end - index);
    return end;
  };
  /** Counts a finding that is known. Calls that differ by a number alone have one fingerprint: a case with both is one case. */
  const countKnown = (id: string, index: number, kase: Case, shown: Set<string>): void => {
    if (!shown.has(id)) batch.count(id, index);
    if (unseen.delete(id)) send({ kind: 'seen', fingerprint: id, index, case: kase });
    shown.add(id);
  };
  const tellNew = (found: FoundGroup, index: number, shown: Set<string>): string => {
    const id = known.add(found.fingerprint, found.shrunk);
    batch.count(id, index);
    shown.add(id);
    send({ kind: 'found', group: { ...found, fingerprint: id } });
    return id;
  };
  /** The job's breaker, and no case behind it. */
  const runBreaker = async (kase: Case): Promise<void> => {
    const index = job.from;
    note(batch.note(index));
    const evaluation = await evaluateCase(scenario, kase, 'frames');
    batch.add(evaluation);
    batch.addHash('');
    const given = listKinds(kase);
    const shown = new Set<string>();
    for (const finding of findingsOf(evaluation.verdict)) {
      const seen = known.find(fingerprint(finding), kase);
      if (seen === undefined) tellNew(tellBreaker(evaluation.trace, index, finding), index, shown);
      else countKnown(seen, index, kase, shown);
    }
    batch.sight(shown, given);
    const isNatural = together !== undefined && index % together === 0;
    finish(isNatural ? skipProgram(index + 1) : index + 1, 'recycle');
  };
  if (job.breaker !== undefined) return runBreaker(job.breaker);
  for (let index = job.from; index < to; index++) {
    if (!takesCase(shard, index, together)) {
      batch.addHash('');
      continue;
    }
    if (isStopped()) return finish(index, 'stopped');
    note(batch.note(index));
    const { kase, evaluation: done, isBroken = false } = await caseAt(index);
    if (isBroken && done === undefined) return finish(skipProgram(index), 'recycle');
    const evaluation = done ?? (await evaluateCase(scenario, kase));
    // What was thrown may have ended what a client does for all of its calls, its timers for one.
    if (isBroken || (done === undefined && (await isBrokenBy(evaluation)))) {
      send({ kind: 'broke', index, case: kase });
      return finish(index, 'recycle');
    }
    if (job.isAudited) {
      const divergence = await runAgain(scenario, index, evaluation, 'origins');
      batch.addHash(divergence === undefined ? hashTrace(evaluation.trace) : '');
      if (divergence !== undefined) {
        send({ kind: 'diverged', divergence });
        evaluation.verdict = { kind: 'inconclusive', why: 'two runs of it differ' };
      }
    }
    await settleRealWork();
    let isClean = evaluation.isClean;
    /** Whether a run says anything any more. */
    let isFit = true;
    if (!(await escapes.add(index, evaluation.trace))) isClean = false;
    batch.add(evaluation);
    const given = listKinds(kase);
    const shown = new Set<string>();
    const unsigned: { id: string; finding: Finding }[] = [];
    for (const finding of findingsOf(evaluation.verdict)) {
      const seen = known.find(fingerprint(finding), kase);
      if (seen !== undefined) {
        countKnown(seen, index, kase, shown);
        if (kase.program === undefined && !signed.has(keyOfSign(seen, given))) {
          signed.add(keyOfSign(seen, given));
          unsigned.push({ id: seen, finding });
        }
        continue;
      }
      const found = isFit
        ? await examineFinding(scenario, kase, index, finding, evaluation, {
            onUnfit: (isBrokenNow) => {
              isClean = false;
              if (isBrokenNow) isFit = false;
            },
            isBrokenBy,
          })
        : tellBreaker(evaluation.trace, index, finding);
      if ('shrunk' in found) {
        signed.add(keyOfSign(tellNew(found, index, shown), given));
      } else {
        // Another case may show it and hold.
        send({ kind: 'diverged', divergence: found });
        batch.withdraw();
      }
    }
    batch.sight(shown, given);
    const next = index + 1;
    // A finding that is known shows in a case that was given other elements: what it takes then may be something else.
    for (const { id, finding } of isFit ? unsigned : []) {
      note({ ...batch.note(next), looking: { fingerprint: id, sign: signOfLargest(kase, index, finding) } });
      const { sign } = await shrinkFinding(evaluation.trace, index, finding, async (candidate) => {
        const smaller = await evaluateCase(scenario, candidate);
        if (!smaller.isClean) isClean = false;
        return smaller;
      });
      send({ kind: 'sign', fingerprint: id, sign });
    }
    ran++;
    if (!isClean) return finish(next, 'recycle');
    if (ran % LEAK_CHECK_CASES === 0) {
      const kept = measureLeak();
      if (kept !== undefined) {
        const what = `the process kept ${kept} MB after ${ran} cases: the client holds on to something of each`;
        send({ kind: 'leaky', index, what });
        return finish(next, 'recycle');
      }
    }
    if (ran % WORKER_BATCH_CASES === 0) batch.flush(next);
  }
  return finish(to, 'done');
}

/** Cases between two looks at the memory. */
const LEAK_CHECK_CASES = 10;

/** A finding is shrunk once for each set of kinds of elements that a case of it was given. */
function keyOfSign(fingerprintOfFinding: string, given: readonly string[]): string {
  return `${fingerprintOfFinding} ${given.join('+')}`;
}
