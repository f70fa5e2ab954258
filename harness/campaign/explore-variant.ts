// One variant, explored to its budget by a succession of worker processes: a fresh one after each that died or asked to
// be replaced. The last index that a dead worker noted is the case that killed it.
import { readFileSync, rmSync } from 'node:fs';
import type { EscapeReport, WorkerProblem } from '../model/campaign-result.ts';
import { LAST_WORDS_CHARS, WORKER_SILENCE_LIMIT_MS } from '../model/limits.ts';
import { addEscapes } from './escape-log.ts';
import { WorkerProcess, type WorkerExit } from './worker-process.ts';
import { addTally, emptyTally, type FoundGroup, type Tally, type WorkerMessage } from './worker-protocol.ts';

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
  /** Real milliseconds without a sign of life after which a worker counts as spinning. */
  silenceLimitMs?: number;
  /** Saves a finding; gives the path of the repro. */
  onFound: (found: FoundGroup) => string;
  onBatch: (cases: number, findings: number) => void;
};

/** What came of it. */
export type VariantOutcome = {
  tally: Tally;
  groups: { found: FoundGroup; count: number; repro: string }[];
  problems: WorkerProblem[];
  escapes: EscapeReport[];
};

/** How often a silent worker's progress is looked at. */
const SILENCE_CHECKS = 3;

/** How many times longer than a case it may take to load a client and make its first runs. */
const STARTUP_FACTOR = 10;

/**
 * Explores; resolves when the budget is used up, the signal fires, or the client can't be kept alive. Rejects with what
 * `onFound` or `onBatch` throws.
 */
export async function exploreVariant(options: ExploreVariantOptions): Promise<VariantOutcome> {
  const outcome: VariantOutcome = { tally: emptyTally(), groups: [], problems: [], escapes: [] };
  const counts = new Map<string, number>();
  const startedMs = options.nowMs();
  const isOver = (): boolean =>
    options.signal?.aborted === true ||
    (options.budgetMs !== undefined && options.nowMs() - startedMs >= options.budgetMs);

  let next = 0;
  while (next < options.cases && (next === 0 || !isOver())) {
    let reported = next;
    let hasFinished = false;
    let failure: { what: string; isOurs: boolean } | undefined;
    let thrown: { error: unknown } | undefined;
    // What an earlier worker noted is not this one's.
    rmSync(options.progressFile, { force: true });
    const onMessage = (message: WorkerMessage): void => {
      if (message.kind === 'found')
        outcome.groups.push({ found: message.group, count: 0, repro: options.onFound(message.group) });
      else if (message.kind === 'batch') {
        reported = message.next;
        addTally(outcome.tally, message.tally);
        const variants = [`${options.scenario}/${options.variant}`];
        addEscapes(
          outcome.escapes,
          message.escapes.map((escape) => ({ ...escape, variants })),
        );
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
        const { message: text, stack, isOurs } = message;
        failure = { what: isOurs ? `${text}\n${stack}` : text, isOurs };
        worker.release();
      }
    };
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
        try {
          if (thrown === undefined) onMessage(message);
        } catch (error) {
          thrown = { error };
          worker.kill();
        }
      },
    );
    const exit = await watch(worker, options);
    if (thrown !== undefined) throw thrown.error;
    if (failure !== undefined) {
      outcome.problems.push(problem(options, reported, failure.what, failure.isOurs));
      break;
    }
    if (hasFinished) {
      next = Math.max(next, reported);
      continue;
    }
    const died = readProgress(options.progressFile)?.index;
    const isOurs = exit.code === OUR_EXIT_CODE;
    if (died === undefined) {
      // Another worker would die there as well: it makes the same natural runs before its first case.
      const what = `${describeExit(exit, options)}; that was before its first case, in the natural run`;
      outcome.problems.push(problem(options, 0, what, isOurs));
      break;
    }
    outcome.problems.push(problem(options, died, describeExit(exit, options), isOurs));
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
  let lastSeen: number | undefined;
  let silent = 0;
  let spun = false;
  const onAbort = (): void => worker.stop();
  options.signal?.addEventListener('abort', onAbort, { once: true });
  if (options.signal?.aborted === true) worker.stop();
  const timer = setInterval(
    () => {
      const beat = readProgress(options.progressFile)?.beat;
      silent = beat === lastSeen ? silent + 1 : 0;
      lastSeen = beat;
      if (silent < SILENCE_CHECKS * (beat === undefined ? STARTUP_FACTOR : 1)) return;
      spun = true;
      worker.kill();
    },
    limitOfSilence(options) / SILENCE_CHECKS,
  );
  const exit = await worker.exited;
  clearInterval(timer);
  options.signal?.removeEventListener('abort', onAbort);
  return { ...exit, spun };
}

function limitOfSilence({ silenceLimitMs }: ExploreVariantOptions): number {
  return silenceLimitMs ?? WORKER_SILENCE_LIMIT_MS;
}

/** What the worker noted last: the case it is at, and how many runs it has begun. Undefined before its first case. */
function readProgress(file: string): { index: number; beat: number } | undefined {
  try {
    const bytes = readFileSync(file);
    return bytes.length === 16 ? { index: bytes.readDoubleLE(), beat: bytes.readDoubleLE(8) } : undefined;
  } catch {
    return undefined;
  }
}

function describeExit(
  { code, signal, stderr, spun }: WorkerExit & { spun: boolean },
  options: ExploreVariantOptions,
): string {
  const seconds = limitOfSilence(options) / 1000;
  if (spun) return `spun: no progress within ${seconds} s inside this case; its process was ended`;
  const how = signal === null ? `exited with code ${code}` : `died by ${signal}`;
  return `the client's process ${how}${stderr === '' ? '' : `; it last wrote: ${shorten(stderr.trim())}`}`;
}

/** The beginning of a long text, which says what happened, and its end. */
function shorten(text: string): string {
  const half = LAST_WORDS_CHARS / 2;
  return text.length <= LAST_WORDS_CHARS ? text : `${text.slice(0, half)} … ${text.slice(-half)}`;
}

function problem(
  { scenario, variant }: ExploreVariantOptions,
  caseIndex: number,
  what: string,
  isOurs: boolean,
): WorkerProblem {
  return { scenario, variant, caseIndex, what, isOurs };
}
