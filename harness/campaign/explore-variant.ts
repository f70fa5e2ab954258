// One variant, explored to its budget by a succession of worker processes: a fresh one after each that died or asked to
// be replaced. The last index that a dead worker noted is the case that killed it.
import { readFileSync } from 'node:fs';
import type { WorkerProblem } from '../model/campaign-result.ts';
import { WORKER_SILENCE_LIMIT_MS } from '../model/limits.ts';
import { WorkerProcess, type WorkerExit } from './worker-process.ts';
import { addTally, emptyTally, type FoundGroup, type Tally } from './worker-protocol.ts';

/** What to explore and whom to tell. */
export type ExploreVariantOptions = {
  file: string;
  scenario: string;
  variant: string;
  seed: number;
  cases: number;
  progressFile: string;
  budgetMs: number | undefined;
  nowMs: () => number;
  signal: AbortSignal | undefined;
  /** Saves a finding; gives the path of the repro. */
  onFound: (found: FoundGroup) => string;
  onBatch: (cases: number, findings: number) => void;
};

/** What came of it. */
export type VariantOutcome = {
  tally: Tally;
  groups: { found: FoundGroup; count: number; repro: string }[];
  problems: WorkerProblem[];
};

/** How often a silent worker's progress is looked at. */
const SILENCE_CHECKS = 3;

/** Explores; resolves when the budget is used up, the signal fires, or the client can't be kept alive. */
export async function exploreVariant(options: ExploreVariantOptions): Promise<VariantOutcome> {
  const outcome: VariantOutcome = { tally: emptyTally(), groups: [], problems: [] };
  const counts = new Map<string, number>();
  const startedMs = options.nowMs();
  const isOver = (): boolean =>
    options.signal?.aborted === true ||
    (options.budgetMs !== undefined && options.nowMs() - startedMs >= options.budgetMs);

  let next = 0;
  while (next < options.cases && (next === 0 || !isOver())) {
    let reported = next;
    let hasFinished = false;
    let failure: string | undefined;
    const worker = new WorkerProcess(
      {
        kind: 'explore',
        file: options.file,
        variant: options.variant,
        seed: options.seed,
        from: next,
        to: options.cases,
        progressFile: options.progressFile,
        known: outcome.groups.map(({ found }) => found.fingerprint),
      },
      (message) => {
        if (message.kind === 'found')
          outcome.groups.push({ found: message.group, count: 0, repro: options.onFound(message.group) });
        else if (message.kind === 'batch') {
          reported = message.next;
          addTally(outcome.tally, message.tally);
          for (const [id, count] of Object.entries(message.counts))
            counts.set(id, (counts.get(id) ?? 0) + count);
          options.onBatch(outcome.tally.cases, outcome.groups.length);
          if (isOver()) worker.stop();
        } else if (message.kind === 'finished') {
          hasFinished = true;
          reported = message.next;
          if (message.why === 'stopped') next = options.cases;
          worker.release();
        } else if (message.kind === 'failed') {
          failure = `${message.message}\n${message.stack}`;
          worker.release();
        }
      },
    );
    const exit = await watch(worker, options);
    if (failure !== undefined) {
      outcome.problems.push(problem(options, reported, failure, true));
      break;
    }
    if (hasFinished) {
      next = Math.max(next, reported);
      continue;
    }
    const died = lastIndex(options.progressFile, reported);
    outcome.problems.push(problem(options, died, describeExit(exit), exit.code === OUR_EXIT_CODE));
    // Cases between the last report and the one that killed it were run; what they showed died with the worker.
    next = died + 1;
    if (outcome.problems.length >= PROBLEM_LIMIT) break;
  }
  for (const group of outcome.groups) group.count = counts.get(group.found.fingerprint) ?? 1;
  return outcome;
}

/** Exit code with which a worker says that the harness, not the client, is at fault. */
const OUR_EXIT_CODE = 70;

/** Deaths of workers after which a variant is given up: its client can't be explored. */
const PROBLEM_LIMIT = 20;

/** Waits for the worker's end; ends it when it is told to stop, or makes no progress for too long. */
async function watch(
  worker: WorkerProcess,
  options: ExploreVariantOptions,
): Promise<WorkerExit & { spun: boolean }> {
  let lastSeen = -1;
  let silent = 0;
  let spun = false;
  const onAbort = (): void => worker.stop();
  options.signal?.addEventListener('abort', onAbort, { once: true });
  if (options.signal?.aborted === true) worker.stop();
  const timer = setInterval(() => {
    const index = lastIndex(options.progressFile, -1);
    silent = index === lastSeen ? silent + 1 : 0;
    lastSeen = index;
    if (silent < SILENCE_CHECKS) return;
    spun = true;
    worker.kill();
  }, WORKER_SILENCE_LIMIT_MS / SILENCE_CHECKS);
  const exit = await worker.exited;
  clearInterval(timer);
  options.signal?.removeEventListener('abort', onAbort);
  return { ...exit, spun };
}

function lastIndex(file: string, otherwise: number): number {
  try {
    const bytes = readFileSync(file);
    return bytes.length === 8 ? bytes.readDoubleLE() : otherwise;
  } catch {
    return otherwise;
  }
}

function describeExit({ code, signal, stderr, spun }: WorkerExit & { spun: boolean }): string {
  const seconds = WORKER_SILENCE_LIMIT_MS / 1000;
  if (spun) return `spun: no progress within ${seconds} s inside this case; its process was ended`;
  const how = signal === null ? `exited with code ${code}` : `died by ${signal}`;
  return `the client's process ${how}${stderr === '' ? '' : `; it last wrote: ${stderr.trim().slice(-400)}`}`;
}

function problem(
  { scenario, variant }: ExploreVariantOptions,
  caseIndex: number,
  what: string,
  isOurs: boolean,
): WorkerProblem {
  return { scenario, variant, caseIndex, what, isOurs };
}
