// One variant, explored to its budget by a succession of worker processes: a fresh one after each that died or asked to
// be replaced. The last index that a dead worker noted is the case that killed it, and nothing but that case is lost.
import { rmSync } from 'node:fs';
import type { ProblemKind } from '../model/campaign-result.ts';
import type { Case } from '../model/case.ts';
import { DEATHS_IN_A_ROW_MAX } from '../model/limits.ts';
import { WHOLE, type Shard } from '../model/shard.ts';
import type { CaseDraw } from '../model/strategy.ts';
import type { WorkerEnd } from './describe-end.ts';
import { examineDeath, examineNaturalDeath, findCulprit, fingerprintOfEnd } from './examine-death.ts';
import { NATURAL_RUN, readProgress, type Progress } from './progress-file.ts';
import { runJob, type JobEnd } from './run-job.ts';
import { VariantState, type VariantEntry, type VariantOutcome } from './variant-state.ts';
import type { VariantTask } from './variant-task.ts';
import { WORKER_BOUNDS } from './worker-bounds.ts';
import type { FoundGroup, WorkerMessage } from './worker-protocol.ts';

/** What to explore and whom to tell. */
export type ExploreVariantOptions = VariantTask & {
  draw: CaseDraw;
  cases: number;
  /** The part of the cases that is run; all by default. `together` cases in a row are not parted. */
  shard?: Shard | undefined;
  together?: number | undefined;
  /** Run every case a second time and keep the hashes. */
  isAudited?: boolean;
  onBatch: (cases: number, findings: number) => void;
};

/**
 * Explores; resolves when the budget is used up, the signal fires, or the client can't be kept alive. Rejects with what
 * `onFound`, `onEntry` or `onBatch` throws.
 */
export async function exploreVariant(options: ExploreVariantOptions): Promise<VariantOutcome> {
  const state = options.state ?? new VariantState();
  const startedMs = options.nowMs();
  const isOver = (): boolean =>
    options.signal?.aborted === true ||
    (options.budgetMs !== undefined && options.nowMs() - startedMs >= options.budgetMs);
  const exploration = new Exploration(options, state, isOver);
  let isFirst = true;
  while (!state.isClosed && !state.hasAll(options.cases) && (isFirst || !isOver())) {
    isFirst = false;
    if (!(await exploration.runStint())) break;
  }
  if (state.hasAll(options.cases) && !state.isClosed) exploration.learn({ kind: 'closed' });
  return state.outcome();
}

class Exploration {
  readonly #options: ExploreVariantOptions;
  readonly #state: VariantState;
  readonly #isOver: () => boolean;
  /** A case that broke its process, and has not been looked at in one of its own. */
  #breaker: { index: number; case: Case } | undefined;

  constructor(options: ExploreVariantOptions, state: VariantState, isOver: () => boolean) {
    this.#options = options;
    this.#state = state;
    this.#isOver = isOver;
  }

  learn(entry: VariantEntry): void {
    this.#options.onEntry?.(entry);
    this.#state.apply(entry);
    if (entry.kind === 'batch') this.#options.onBatch(this.#state.cases, this.#state.findings);
  }

  /** One worker, to its end; false when the exploration is at its own. */
  async runStint(): Promise<boolean> {
    // What an earlier worker noted is not this one's.
    rmSync(this.#options.progressFile, { force: true });
    const stint = await this.#work();
    if (stint.why === 'done' || stint.why === 'recycle') return true;
    if (stint.why === 'failed')
      return this.#giveUp(stint.isOurs ? 'bug' : 'scenario', this.#state.next, stint.what);
    if (stint.why !== 'died') return false;
    const progress = readProgress(this.#options.progressFile);
    if (stint.end.isOurs) return this.#giveUp('bug', progress?.index ?? 0, stint.end.message);
    if (progress === undefined)
      return this.#giveUp(
        'scenario',
        0,
        `${stint.end.message}; that was while the scenario's module was loaded`,
      );
    if (progress.index === NATURAL_RUN) return this.#dieInNaturalRun(stint.end);
    const isTold = this.#takeUnreported(progress);
    if (progress.looking !== undefined) this.learn({ kind: 'sign', ...progress.looking });
    if (!isTold || progress.looking !== undefined) return true;
    await this.#die(progress.index, stint.end);
    const { deathsInARowMax = DEATHS_IN_A_ROW_MAX } = this.#options;
    if (this.#state.deathsInARow < deathsInARowMax) return true;
    const left = this.#options.cases - this.#state.next;
    return this.#giveUp(
      'given-up',
      progress.index,
      `the last ${deathsInARowMax} cases each took the process down: ${left} were not run`,
    );
  }

  #work(): Promise<JobEnd> {
    const { file, variant, draw, cases, shard = WHOLE, progressFile, isAudited = false } = this.#options;
    const { bounds = WORKER_BOUNDS, packages = [], signal } = this.#options;
    const { next: from, known } = this.#state;
    const breaker = this.#breaker?.index === from ? { breaker: this.#breaker.case } : {};
    const range = { from, to: cases, shard, ...breaker };
    return runJob(
      { kind: 'explore', file, variant, draw, ...range, progressFile, known, isAudited },
      { bounds, packages, signal, onMessage: (message, stop) => this.#hear(message, stop) },
    );
  }

  #hear(message: WorkerMessage, stop: () => void): void {
    switch (message.kind) {
      case 'found':
        this.#save(message.group);
        // Shrinking takes its time.
        if (this.#isOver()) stop();
        break;
      case 'batch':
        this.learn(message);
        if (this.#isOver()) stop();
        break;
      case 'diverged':
      case 'planned':
      case 'seen':
        this.learn(message);
        break;
      case 'sign':
        this.learn(message);
        // So does shrinking again.
        if (this.#isOver()) stop();
        break;
      case 'broke':
        this.#breaker = message;
        break;
      case 'leaky':
        if (!this.#state.hasProblem('leaky')) this.#note('leaky', message.index, message.what);
        break;
      case 'redirected':
        if (message.names.length > 0) this.learn(message);
        break;
      default:
    }
  }

  /**
   * Takes what a dead worker had not reported from what it noted. False when that does not fit what was reported: a message
   * was lost with it, and the cases since then are run again.
   */
  #takeUnreported({ index, from, tally, counts, sights, last, hashes }: Progress): boolean {
    const state = this.#state;
    const isLost = (id: string): boolean => !state.knows(id) || state.isUnseen(id);
    if (from !== state.next || Object.keys(counts).some(isLost)) return false;
    if (index === from) return true;
    const ofAudit = this.#options.isAudited === true ? { hashes } : {};
    this.learn({ kind: 'batch', next: index, tally, counts, sights, last, escapes: [], ...ofAudit });
    return true;
  }

  async #die(index: number, end: WorkerEnd): Promise<void> {
    const fingerprint = fingerprintOfEnd(end);
    const isKnown = this.#state.knows(fingerprint);
    if (isKnown && !end.isStray) return this.learn({ kind: 'died', index, code: end.code, fingerprint });
    const culprit = await findCulprit(this.#options, index, end);
    if (culprit !== undefined) {
      const own = fingerprintOfEnd(culprit.end);
      if (!this.#state.knows(own)) this.#save(await examineDeath(this.#options, culprit));
      const { index: at, end: ownEnd } = culprit;
      return this.learn({ kind: 'died', index: at, code: ownEnd.code, fingerprint: own });
    }
    this.#note(
      'not-repeated',
      index,
      `${end.message}; alone in a process this case does not do that: what ran before it plays a part`,
    );
    this.learn({ kind: 'died', index, code: end.code, fingerprint: '' });
  }

  async #dieInNaturalRun(end: WorkerEnd): Promise<boolean> {
    const why = 'the natural run takes the process down: no other case was run';
    // It is case 0, and so the first shard's to tell of.
    if ((this.#options.shard ?? WHOLE).nth !== 1) return this.#giveUp('given-up', 0, why);
    const found = await examineNaturalDeath(this.#options, end);
    if (found === undefined)
      return this.#giveUp(
        'not-repeated',
        0,
        `${end.message}; that was in the natural run, before its first case`,
      );
    this.#save(found);
    this.learn({ kind: 'died', index: 0, code: end.code, fingerprint: found.fingerprint });
    return this.#giveUp('given-up', 0, why);
  }

  #save(found: FoundGroup): void {
    const repro = this.#options.onFound(found);
    // The repro has them from now on.
    this.learn({ kind: 'found', found: { ...found, traceSteps: [] }, repro });
  }

  #note(kind: ProblemKind, caseIndex: number, what: string): void {
    const { scenario, variant } = this.#options;
    this.learn({ kind: 'problem', problem: { kind, scenario, variant, caseIndex, what } });
  }

  #giveUp(kind: ProblemKind, caseIndex: number, what: string): false {
    this.#note(kind, caseIndex, what);
    this.learn({ kind: 'closed' });
    return false;
  }
}
