// One variant, all cases up to a bound: the tree is surveyed, its units are divided among worker processes, and what they have found is
// examined at the end, from its first run in the order of the tree. So the result is the same for any number of workers.
import { rmSync } from 'node:fs';
import { DEATHS_IN_A_ROW_MAX, EXHAUSTIVE_PROBES } from '../../model/limits.ts';
import type { ProblemKind } from '../../model/campaign-result.ts';
import type { WorkerEnd } from '../describe-end.ts';
import { examineDeath, examineNaturalDeath, fingerprintOfEnd, replayDeath } from '../examine-death.ts';
import { readNote } from '../progress-file.ts';
import { runJob, type JobEnd } from '../run-job.ts';
import { VariantState, type VariantEntry, type VariantOutcome } from '../variant-state.ts';
import type { VariantTask } from '../variant-task.ts';
import { WORKER_BOUNDS } from '../worker-bounds.ts';
import type { FoundGroup, WorkerMessage } from '../worker-protocol.ts';
import type { ExamineJob, SurveyJob, TreeProgress, WalkJob } from './tree-protocol.ts';
import type { Loss } from './tree-state.ts';

/** What to walk and whom to tell. */
export type ExhaustOptions = VariantTask & {
  bound: number;
  workers: number;
  /** Runs after which the walk ends; none without. */
  runLimit?: number;
  /** Told of runs so far, and of how many they will be by the latest estimate. */
  onBatch: (runs: number, estimate: number) => void;
};

/** Why a walk ended before the tree did. */
export type Cut = 'interrupted' | 'the time was over' | 'the limit of runs was reached';

/** Walks the tree, or what the budget allows of it. Rejects with what the callbacks throw. */
export async function exhaustVariant(
  options: ExhaustOptions,
): Promise<{ outcome: VariantOutcome; cut: Cut | undefined }> {
  const state = options.state ?? new VariantState();
  const walk = new Exhaustion(options, state);
  if (!state.isClosed) await walk.run();
  return { outcome: state.outcome(), cut: state.tree.isDone ? undefined : walk.cut };
}

class Exhaustion {
  readonly #options: ExhaustOptions;
  readonly #state: VariantState;
  readonly #startedMs: number;
  #isGivenUp = false;

  constructor(options: ExhaustOptions, state: VariantState) {
    this.#options = options;
    this.#state = state;
    this.#startedMs = options.nowMs();
  }

  get cut(): Cut | undefined {
    const { signal, budgetMs, nowMs, runLimit = Infinity } = this.#options;
    if (signal?.aborted === true) return 'interrupted';
    if (this.#state.tree.runs >= runLimit) return 'the limit of runs was reached';
    if (budgetMs !== undefined && nowMs() - this.#startedMs >= budgetMs) return 'the time was over';
    return undefined;
  }

  async run(): Promise<void> {
    const { tree } = this.#state;
    if (tree.units === undefined || tree.probes === undefined) await this.#survey();
    if (tree.units === undefined || this.#isGivenUp) return;
    const tasks = tree.listTasks();
    const count = Math.max(1, Math.min(this.#options.workers, tasks.length));
    const lanes = Array.from({ length: count }, (_, lane) =>
      this.#walk(
        lane,
        tasks.filter((__, nth) => nth % count === lane).map(({ unit }) => unit),
      ),
    );
    for (const end of await Promise.allSettled(lanes)) if (end.status === 'rejected') throw end.reason;
    await this.#examine();
    if (tree.isDone && !this.#state.isClosed) this.#learn({ kind: 'closed' });
  }

  #learn(entry: VariantEntry): void {
    this.#options.onEntry?.(entry);
    this.#state.apply(entry);
    if (entry.kind === 'span') this.#options.onBatch(this.#state.tree.runs, this.#state.tree.estimate);
  }

  async #survey(): Promise<void> {
    const { file, variant, bound } = this.#options;
    const progressFile = `${this.#options.progressFile}-survey`;
    const job: SurveyJob = { kind: 'survey', file, variant, bound, progressFile, probes: EXHAUSTIVE_PROBES };
    const end = await this.#work(job);
    if (end.why === 'failed') this.#fail(end);
    if (end.why !== 'died') return;
    const progress = readNote(progressFile) as TreeProgress | undefined;
    // It died on one of the ways down: the tree is walked without an estimate, and comes by there again.
    if (progress?.path && progress.path.length > 0 && this.#state.tree.units !== undefined)
      return this.#learn({ kind: 'probed', probes: [] });
    return this.#dieAtRoot(end.end, progress);
  }

  async #dieAtRoot(end: WorkerEnd, progress: TreeProgress | undefined): Promise<void> {
    if (end.isOurs) return this.#giveUp('bug', end.message);
    if (progress === undefined)
      return this.#giveUp('scenario', `${end.message}; that was while the scenario's module was loaded`);
    const found = await examineNaturalDeath(this.#place, end);
    if (found === undefined)
      return this.#giveUp(
        'not-repeated',
        `${end.message}; that was in the natural run, before its first case`,
      );
    this.#save(found);
    this.#learn({ kind: 'died', index: 0, code: end.code, fingerprint: found.fingerprint });
    return this.#giveUp('given-up', 'the natural run takes the process down: no other case was run');
  }

  /** Walks its units by one process after the other. */
  async #walk(lane: number, units: readonly number[]): Promise<void> {
    const { file, variant, bound, deathsInARowMax = DEATHS_IN_A_ROW_MAX } = this.#options;
    const own = new Set(units);
    const { tree } = this.#state;
    const progressFile = `${this.#options.progressFile}-${lane}`;
    let deaths = 0;
    while (this.cut === undefined && !this.#isGivenUp) {
      const tasks = tree.listTasks().filter(({ unit }) => own.has(unit));
      if (tasks.length === 0) return;
      const runs = tree.runs;
      rmSync(progressFile, { force: true });
      const [barred, sights] = [tree.listBarred(), tree.listSights()];
      const job: WalkJob = { kind: 'walk', file, variant, bound, progressFile, units: tasks, barred, sights };
      const end = await this.#work(job);
      if (end.why === 'failed') return this.#fail(end);
      if (end.why !== 'died') continue;
      deaths = tree.runs > runs ? 1 : deaths + 1;
      const progress = readNote(progressFile) as TreeProgress | undefined;
      if (end.end.isOurs) return this.#giveUp('bug', end.end.message);
      if (!progress?.path || progress.path.length === 0) return this.#dieAtRoot(end.end, progress);
      await this.#lose(progress, progress.path, end.end);
      if (deaths >= deathsInARowMax)
        return this.#giveUp(
          'given-up',
          `the last ${deathsInARowMax} processes died before they had told of one run: the rest was not run`,
        );
    }
  }

  /** The run at which a process died, or the one before it, whose work came back late: neither is gone below. */
  async #lose(
    { ordinal, case: kase, before }: TreeProgress,
    path: Loss['path'],
    end: WorkerEnd,
  ): Promise<void> {
    const { tree } = this.#state;
    const place = { unit: path[0]! + 1, ordinal, path };
    const known = fingerprintOfEnd(end);
    if (!end.isStray && tree.losses.some(({ fingerprint }) => fingerprint === known))
      return this.#learn({ kind: 'lost', loss: { ...place, case: kase!, end, fingerprint: known } });
    for (const suspect of [kase, ...(end.isStray ? [before] : [])]) {
      const own = suspect === null ? undefined : await replayDeath(this.#place, suspect);
      if (own === undefined) continue;
      const loss = { ...place, case: suspect!, end: own, fingerprint: fingerprintOfEnd(own) };
      return this.#learn({ kind: 'lost', loss });
    }
    const what = `${end.message}; alone in a process this case does not do that: what ran before it plays a part`;
    this.#note('not-repeated', tree.rankOf(place), what);
    return this.#learn({ kind: 'lost', loss: { ...place, case: kase!, end, fingerprint: '' } });
  }

  /** Shrinks and saves what was sighted; also when the walk was cut, so that nothing that was seen is lost. */
  async #examine(): Promise<void> {
    const { tree } = this.#state;
    const { file, variant } = this.#options;
    const progressFile = `${this.#options.progressFile}-examine`;
    const tried = new Set<string>();
    for (;;) {
      const sights = tree
        .listSights()
        .filter(({ fingerprint }) => !this.#state.knows(fingerprint) && !tried.has(fingerprint));
      if (sights.length === 0 || this.#isGivenUp) break;
      const job: ExamineJob = { kind: 'examine', file, variant, progressFile, sights };
      const ranks = new Map(sights.map((sight) => [sight.fingerprint, tree.rankOf(sight)]));
      const end = await this.#work(job, (message) => {
        if (message.kind !== 'found') return this.#hear(message);
        const { group } = message;
        const firstCase = ranks.get(group.fingerprint) ?? 0;
        this.#save({
          ...group,
          firstCase,
          signs: group.signs?.map((sign) => ({ ...sign, firstCase })) ?? [],
        });
      });
      if (end.why === 'failed') return this.#fail(end);
      // Those that it did not come to get another process; the one that it was at has had its turn.
      const left = sights.filter(({ fingerprint }) => !this.#state.knows(fingerprint));
      const isCutShort = end.why === 'recycle' || end.why === 'died';
      const isStuck = end.why === 'died' || left.length === sights.length;
      for (const { fingerprint } of isCutShort ? left.slice(0, isStuck ? 1 : 0) : left)
        tried.add(fingerprint);
    }
    for (const { unit, ordinal, case: kase, end, fingerprint } of tree.listDeaths()) {
      if (this.#state.knows(fingerprint) || this.#isGivenUp) continue;
      const index = tree.rankOf({ unit, ordinal });
      this.#save(await examineDeath(this.#place, { index, case: kase, end }));
    }
  }

  #work(
    job: SurveyJob | WalkJob | ExamineJob,
    hear = (message: WorkerMessage): void => this.#hear(message),
  ): Promise<JobEnd> {
    const { bounds = WORKER_BOUNDS, packages = [], signal } = this.#options;
    // What was seen is examined also when there is no more time to see more.
    const isWalk = job.kind === 'walk';
    return runJob(job, {
      bounds,
      packages,
      signal: isWalk ? signal : undefined,
      onMessage: (message, stop) => {
        hear(message);
        if (isWalk && this.cut !== undefined) stop();
      },
    });
  }

  #hear(message: WorkerMessage): void {
    switch (message.kind) {
      case 'surveyed':
      case 'probed':
      case 'sighted':
      case 'span':
      case 'diverged':
        this.#learn(message);
        break;
      case 'leaky':
        if (!this.#state.hasProblem('leaky')) this.#note('leaky', message.index, message.what);
        break;
      case 'redirected':
        if (message.names.length > 0) this.#learn(message);
        break;
      default:
    }
  }

  get #place(): Parameters<typeof replayDeath>[0] {
    const { file, scenario, variant, packages = [], bounds = WORKER_BOUNDS } = this.#options;
    const { signal, deathShrinkRuns } = this.#options;
    return {
      file,
      scenario,
      variant,
      packages,
      bounds,
      signal,
      draw: { seed: 1, explore: 'exhaustive' },
      ...(deathShrinkRuns === undefined ? {} : { deathShrinkRuns }),
    };
  }

  #save(found: FoundGroup): void {
    const repro = this.#options.onFound(found);
    // The repro has them from now on.
    this.#learn({ kind: 'found', found: { ...found, traceSteps: [] }, repro });
  }

  #fail({ isOurs, what }: JobEnd & { why: 'failed' }): void {
    this.#giveUp(isOurs ? 'bug' : 'scenario', what);
  }

  #note(kind: ProblemKind, caseIndex: number, what: string): void {
    const { scenario, variant } = this.#options;
    this.#learn({ kind: 'problem', problem: { kind, scenario, variant, caseIndex, what } });
  }

  /** Once: with several workers each meets the same. */
  #giveUp(kind: ProblemKind, what: string): void {
    if (this.#isGivenUp) return;
    this.#isGivenUp = true;
    this.#note(kind, this.#state.tree.runs, what);
    this.#learn({ kind: 'closed' });
  }
}
