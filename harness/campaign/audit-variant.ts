// The hashes of one process → the same cases in another, in the opposite order: a trace that depends on what ran before it, on
// memory addresses or on anything else of a process shows here.
import type { Case } from '../model/case.ts';
import type { AuditedRun, Divergence } from '../model/campaign-result.ts';
import type { Differential } from '../model/differential.ts';
import { AUDIT_CHUNK_CASES, DIVERGENCES_KEPT } from '../model/limits.ts';
import type { CasePlace } from './case-place.ts';
import type { Comparison } from './compare-variants.ts';
import { firstDifference } from './first-difference.ts';
import { WORKER_BOUNDS } from './worker-bounds.ts';
import { askWorker } from './worker-process.ts';
import type { HashJob, HashedRun, WorkerMessage } from './worker-protocol.ts';

/** One case with the hash that it had. `index` is the case it came from. */
export type Audited = { index: number; pick: number | Case; traceHash: string };

/**
 * Runs the cases in a new process, last first; how they differ. Then, what each case of `comparison` comes to on its
 * variants. Rejects with a WorkerDiedError when the process dies of a case that lived the first time.
 */
export async function runElsewhere(
  target: CasePlace,
  cases: readonly Audited[],
  comparison?: Comparison,
): Promise<{ divergences: Divergence[]; differentials: (Differential | undefined)[] }> {
  if (cases.length === 0) return { divergences: [], differentials: [] };
  const ordered = cases.toReversed();
  const { runs, differentials } = await hash(target, ordered, comparison);
  const divergences: Divergence[] = [];
  for (const [nth, run] of runs.entries()) {
    const { index, traceHash } = ordered[nth]!;
    if (run.steps === undefined || divergences.length >= DIVERGENCES_KEPT) continue;
    divergences.push(await describe(target, ordered[nth]!, run, nth, index, traceHash));
  }
  return { divergences, differentials };
}

/** The indexes [from, to) that have a hash, in stretches that one process runs. */
export function* listStretches(
  hashes: readonly string[],
  from: number,
  to: number,
): Generator<{ cases: Audited[]; next: number }> {
  for (let start = from; start < to; start += AUDIT_CHUNK_CASES) {
    const next = Math.min(to, start + AUDIT_CHUNK_CASES);
    const cases: Audited[] = [];
    for (let index = start; index < next; index++) {
      const traceHash = hashes[index] ?? '';
      if (traceHash !== '') cases.push({ index, pick: index, traceHash });
    }
    yield { cases, next };
  }
}

/** The steps of the first run are gone with its process: a third process makes them again, when it runs as the first did. */
async function describe(
  target: CasePlace,
  audited: Audited,
  second: HashedRun,
  nth: number,
  caseIndex: number,
  traceHash: string,
): Promise<Divergence> {
  // No trace has the hash '', so the steps are told in any case.
  const [third] = (await hash(target, [{ ...audited, traceHash: '' }])).runs;
  return {
    scenario: target.scenario,
    variant: second.case.variant,
    caseIndex,
    case: second.case,
    between: 'two processes',
    ...firstDifference(third?.steps ?? [], second.steps ?? []),
    runs: [
      auditedRun('the process that explored', caseIndex, traceHash),
      auditedRun(
        `a process that ran other cases before${third?.traceHash === traceHash ? '' : `; a third, with nothing before, had ${third?.traceHash}`}`,
        nth,
        second.traceHash,
      ),
    ],
  };
}

function auditedRun(process: string, nth: number, traceHash: string): AuditedRun {
  return { process, nth, detail: 'lean', traceHash };
}

/** In one process after the other where a case leaves its own unfit for the next. */
async function hash(
  { file, variant, draw, bounds, packages }: CasePlace,
  cases: readonly Audited[],
  comparison?: Comparison,
): Promise<Pick<WorkerMessage & { kind: 'hashed' }, 'runs' | 'differentials'>> {
  const runs: HashedRun[] = [];
  for (;;) {
    const rest = cases.slice(runs.length);
    const job: HashJob = {
      kind: 'hash',
      file,
      variant,
      draw,
      picks: rest.map(({ pick }) => pick),
      expected: rest.map(({ traceHash }) => traceHash),
      ...(comparison && { comparison }),
    };
    const place = { bounds: bounds ?? WORKER_BOUNDS, packages: packages ?? [] };
    const answer = await askWorker(job, 'hashed', place);
    runs.push(...answer.runs);
    if (runs.length >= cases.length) return { runs, differentials: answer.differentials };
  }
}
