// Options → result: every scenario in every variant, in worker processes, merged in a fixed order. What workers find is
// saved at once; a client that takes its process down costs the case in flight and nothing else.
import { join } from 'node:path';
import { mkdirSync, rmSync } from 'node:fs';
import type { CampaignResult, FindingGroup } from '../model/campaign-result.ts';
import { CampaignAudit, RUNS_PER_AUDITED_CASE } from './campaign-audit.ts';
import type { CasePlace } from './case-place.ts';
import { confirmCase } from './confirm.ts';
import type { CampaignOptions, ScenarioInfo } from './campaign-options.ts';
import { reproOf } from './repro-of.ts';
import { exploreVariant } from './explore-variant.ts';
import { beginJournal, describeCampaign, JOURNAL_FILE, resumeJournal, type Journal } from './journal.ts';
import { mergeOutcomes, type Job } from './merge-outcomes.ts';
import { countTaken, formatShard, WHOLE } from '../model/shard.ts';
import { drawOf } from '../model/repro.ts';
import type { CaseDraw } from '../model/strategy.ts';
import { listCorpus, type KeptCase } from './list-corpus.ts';
import { readSourceState } from './source-state.ts';
import { tryCorpus } from './try-corpus.ts';
import { VariantState, type VariantEntry, type VariantOutcome } from './variant-state.ts';
import { WORKER_BOUNDS } from './worker-bounds.ts';

/** Runs a campaign. Rejects only for faults of our own; what the client does ends up in the result. */
export async function runCampaign(options: CampaignOptions): Promise<CampaignResult> {
  return new Campaign(options).run();
}

class Campaign {
  readonly #options: CampaignOptions;
  readonly #startedMs: number;
  readonly #jobs: Job[];
  readonly #states: VariantState[];
  readonly #outcomes: (VariantOutcome | undefined)[];
  readonly #audit: CampaignAudit;
  /** A fault of our own in one job ends the others. */
  readonly #broken = new AbortController();
  readonly #signal: AbortSignal;
  /** The first finding that was not expected, where that is the end: no other case is run. */
  readonly #ended = new AbortController();
  readonly #exploring: AbortSignal;
  #corpus: KeptCase[] = [];
  readonly #underWay = new Set<Job>();
  readonly #checked = new Set<ScenarioInfo>();
  readonly #draw: CaseDraw;
  #started = 0;

  constructor(options: CampaignOptions) {
    this.#options = options;
    this.#draw = { seed: options.seed, explore: options.explore ?? 'portfolio' };
    this.#startedMs = options.nowMs();
    this.#jobs = options.scenarios.flatMap((scenario) =>
      scenario.variants.map((variant) => ({ scenario, variant })),
    );
    this.#states = this.#jobs.map(() => new VariantState());
    this.#outcomes = this.#jobs.map(() => undefined);
    const given = options.signal === undefined ? [] : [options.signal];
    this.#signal = AbortSignal.any([this.#broken.signal, ...given]);
    this.#audit = new CampaignAudit(options.nowMs, this.#signal);
    this.#exploring = AbortSignal.any([this.#signal, this.#ended.signal]);
  }

  async run(): Promise<CampaignResult> {
    const { outDir, scenarios, nowMs, packages = [] } = this.#options;
    const scratch = join(outDir, '.work');
    mkdirSync(scratch, { recursive: true });
    const state = readSourceState(
      scenarios.map(({ file }) => file),
      packages,
    );
    const { shard = WHOLE, corpus, isUntilFirst = false } = this.#options;
    // Kept cases are tried once: by the shard that has case 0.
    if (corpus !== undefined && shard.nth === 1) this.#corpus = listCorpus(scenarios, outDir, corpus);
    const journal = this.#openJournal(state);
    for (const [index, job] of this.#jobs.entries())
      for (const { found } of this.#states[index]!.outcome().groups) this.#endAt(job, found);
    try {
      const count = Math.min(this.#options.workers, this.#jobs.length);
      const lanes = Array.from({ length: count }, () =>
        this.#runJobs(journal, scratch).catch((error: unknown) => {
          this.#broken.abort();
          throw error;
        }),
      );
      for (const end of await Promise.allSettled(lanes)) if (end.status === 'rejected') throw end.reason;
      if (this.#ended.signal.aborted)
        for (const scenario of scenarios) await this.#checkFindings(scenario, true);
    } finally {
      journal.close();
      rmSync(scratch, { recursive: true, force: true });
    }
    const audit = this.#audit.result(this.#states);
    const result = mergeOutcomes(this.#jobs, this.#outcomes, {
      ...this.#draw,
      shard,
      isUntilFirst: isUntilFirst && this.#ended.signal.aborted,
      state,
      audit,
      packages,
      interrupted: this.#options.signal?.aborted === true,
      elapsedMs: nowMs() - this.#startedMs,
    });
    await this.#confirmFindings(result.findings);
    return { ...result, interrupted: this.#options.signal?.aborted === true };
  }

  /** Tries every finding on real sockets, one after the other: with nothing beside it that could make it late. */
  async #confirmFindings(findings: FindingGroup[]): Promise<void> {
    const { confirm: tries = 0, signal, packages = [], scenarios, onConfirm } = this.#options;
    if (tries === 0) return;
    for (const [index, group] of findings.entries()) {
      if (signal?.aborted === true) return;
      onConfirm?.(index + 1, findings.length);
      const { file } = scenarios.find(({ name }) => name === group.scenario)!;
      const { shrunk, fingerprint, oracle, code } = group;
      const job = { file, case: shrunk, fingerprint, oracle, code };
      group.confirmation = await confirmCase(job, tries, { packages, signal });
    }
  }

  #openJournal(state: ReturnType<typeof readSourceState>): Journal {
    const { outDir, cases, isAudited = false, isResumed = false } = this.#options;
    const jobs = this.#jobs.map(({ scenario, variant }) => `${scenario.name}/${variant.name}`);
    const shard = formatShard(this.#options.shard ?? WHOLE);
    const header = describeCampaign({ ...this.#draw, cases, shard, isAudited, jobs }, state);
    const file = join(outDir, JOURNAL_FILE);
    if (!isResumed) return beginJournal(file, header);
    return resumeJournal(file, header, (job, entry) => this.#states[job]!.apply(entry));
  }

  /** Takes one job after the other until none is left. */
  async #runJobs(journal: Journal, scratch: string): Promise<void> {
    for (let index = this.#started++; index < this.#jobs.length; index = this.#started++) {
      const state = this.#states[index]!;
      if (this.#exploring.aborted) {
        // What an earlier run learned of it is known all the same.
        if (state.next > 0 || state.findings > 0) this.#outcomes[index] = state.outcome();
        continue;
      }
      const job = this.#jobs[index]!;
      const onEntry = (entry: VariantEntry): void => journal.append(index, entry);
      this.#underWay.add(job);
      await this.#tryKept(state, job, onEntry);
      const outcome = await this.#explore(index, job, onEntry, scratch);
      this.#underWay.delete(job);
      if (this.#options.isAudited === true) {
        const learn = (entry: VariantEntry): void => {
          onEntry(entry);
          state.apply(entry);
        };
        await this.#audit.auditCases(this.#placeOf(job.scenario, job.variant.name), state, learn);
      }
      this.#outcomes[index] = outcome;
      await this.#checkFindings(job.scenario);
    }
  }

  /** Ends the exploration where the first finding that is not expected is its end. */
  #endAt({ variant }: Job, found: { oracle: string; code: string }): void {
    if (this.#options.isUntilFirst === true && !isExpected(variant, found)) this.#ended.abort();
  }

  /** Tries what was kept of a variant, before its first new case: once, however often the run is taken up. */
  async #tryKept(state: VariantState, job: Job, onEntry: (entry: VariantEntry) => void): Promise<void> {
    const { scenario, variant } = job;
    const { packages = [], writeRepro } = this.#options;
    const kept = this.#corpus.filter(
      ({ file, repro }) =>
        repro.case.scenario === scenario.name &&
        repro.case.variant === variant.name &&
        !state.tried.includes(file) &&
        !state.knows(repro.fingerprint),
    );
    if (kept.length === 0 || state.next > 0 || state.isClosed) return;
    const source = readSourceState([scenario.file], packages);
    const place = {
      ...this.#placeOf(scenario, variant.name),
      source,
      isExpected: (finding: { oracle: string; code: string }) => isExpected(variant, finding),
      signal: this.#exploring,
    };
    await tryCorpus(kept, place, ({ outcome, repro, found, isNew }) => {
      let { file } = outcome;
      if (found !== undefined && isNew)
        file = writeRepro(reproOf(found, drawOf(repro), source, { packages, path: scenario.path }));
      const shown = found === undefined ? {} : { found: { ...found, traceSteps: [] } };
      const entry = { kind: 'kept', outcome, repro: file, ...shown } as const;
      onEntry(entry);
      state.apply(entry);
      if (found !== undefined) this.#endAt(job, found);
    });
  }

  #explore(
    index: number,
    job: Job,
    onEntry: (entry: VariantEntry) => void,
    scratch: string,
  ): Promise<VariantOutcome> {
    const { scenario, variant } = job;
    const { cases, shard, nowMs, isAudited = false, packages = [] } = this.#options;
    const source = readSourceState([scenario.file], packages);
    return exploreVariant({
      ...this.#placeOf(scenario, variant.name),
      cases,
      shard,
      together: scenario.casesEach,
      nowMs,
      isAudited,
      onEntry,
      signal: this.#exploring,
      state: this.#states[index]!,
      progressFile: join(scratch, `case-${index}`),
      budgetMs: this.#timeLeftMs(this.#jobs.length - index),
      onFound: (found) => {
        const repro = reproOf(found, this.#draw, source, { packages, path: scenario.path });
        const saved = this.#options.writeRepro(repro);
        this.#endAt(job, found);
        return saved;
      },
      onBatch: () => this.#tellProgress(scenario.name, variant.name),
    });
  }

  #tellProgress(scenario: string, variant: string): void {
    const { cases: planned, shard = WHOLE } = this.#options;
    const sum = (count: (state: VariantState) => number): number =>
      this.#states.reduce((total, state) => total + count(state), 0);
    this.#options.onProgress?.({
      scenario,
      variant,
      beside: this.#underWay.size - 1,
      casesDone: sum(({ cases }) => cases),
      casesPlanned: this.#jobs.reduce(
        (total, job) => total + countTaken(shard, planned, job.scenario.casesEach),
        0,
      ),
      findings: sum(({ findings }) => findings),
      elapsedMs: this.#options.nowMs() - this.#startedMs,
    });
  }

  /** When all variants of a scenario are done, or no more will be: runs what was found in it once more. */
  async #checkFindings(scenario: ScenarioInfo, isLast = false): Promise<void> {
    const own = this.#jobs.flatMap((job, index) =>
      job.scenario === scenario ? [this.#outcomes[index]] : [],
    );
    if ((own.includes(undefined) && !isLast) || this.#checked.has(scenario)) return;
    this.#checked.add(scenario);
    if (this.#signal.aborted) return;
    await this.#audit.checkFindings(
      this.#placeOf(scenario, ''),
      own.filter((outcome) => outcome !== undefined),
    );
  }

  #placeOf({ file, name }: ScenarioInfo, variant: string): CasePlace {
    const { bounds = WORKER_BOUNDS, packages = [] } = this.#options;
    return { file, scenario: name, variant, draw: this.#draw, bounds, packages };
  }

  /** The share of the time budget for the next job: what is left, split evenly over the jobs left per worker. */
  #timeLeftMs(jobsLeft: number): number | undefined {
    const { timeBudgetMs, workers, nowMs, isAudited = false } = this.#options;
    if (timeBudgetMs === undefined) return undefined;
    const leftMs = Math.max(0, this.#startedMs + timeBudgetMs - nowMs());
    const shareMs = leftMs / Math.ceil(jobsLeft / workers);
    // The last of three runs of a case comes when the exploration is over.
    return isAudited ? (shareMs * (RUNS_PER_AUDITED_CASE - 1)) / RUNS_PER_AUDITED_CASE : shareMs;
  }
}

function isExpected({ expect }: Job['variant'], found: { oracle: string; code: string }): boolean {
  return expect.some(({ oracle, code }) => oracle === found.oracle && code === found.code);
}
