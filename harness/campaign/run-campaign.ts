// Options → result: every scenario in every variant, in worker processes, merged in a fixed order. What workers find is
// saved at once; a client that takes its process down costs the case in flight and nothing else.
import { join } from 'node:path';
import { mkdirSync, rmSync } from 'node:fs';
import type { CampaignResult } from '../model/campaign-result.ts';
import { CampaignAudit, RUNS_PER_AUDITED_CASE } from './campaign-audit.ts';
import type { CasePlace } from './case-place.ts';
import { concludeCampaign } from './conclude-campaign.ts';
import { confirmFindings } from './confirm-findings.ts';
import type { CampaignOptions, ScenarioInfo } from './campaign-options.ts';
import { reproOf } from './repro-of.ts';
import { exhaustVariant, type Cut } from './exhaustive/exhaust-variant.ts';
import { exploreVariant } from './explore-variant.ts';
import { countPieces, divideJobs, type Unit } from './divide-jobs.ts';
import {
  beginJournal,
  describeCampaign,
  JOURNAL_FILE,
  readJournalStart,
  resumeJournal,
  type Journal,
} from './journal.ts';
import { type Job } from './merge-outcomes.ts';
import { countTaken, formatShard, WHOLE } from '../model/shard.ts';
import { drawOf } from '../model/repro.ts';
import type { CaseDraw } from '../model/strategy.ts';
import { listCorpus, type KeptCase } from './list-corpus.ts';
import { SavedRepros } from './saved-repros.ts';
import { readSourceState, type SourceState } from './source-state.ts';
import { tryCorpus } from './try-corpus.ts';
import { VariantState, type VariantEntry, type VariantOutcome } from './variant-state.ts';
import { WORKER_BOUNDS } from './worker-bounds.ts';
import type { FoundGroup } from './worker-protocol.ts';

/** Runs a campaign. Rejects only for faults of our own; what the client does ends up in the result. */
export async function runCampaign(options: CampaignOptions): Promise<CampaignResult> {
  return new Campaign(options).run();
}

class Campaign {
  readonly #options: CampaignOptions;
  readonly #startedMs: number;
  readonly #jobs: Job[];
  /** How the run began that this one goes on with. */
  readonly #begun: ReturnType<typeof readJournalStart> | undefined;
  readonly #pieces: number;
  readonly #units: Unit[];
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
  readonly #keptTried = new Map<number, Promise<void>>();
  readonly #underWay = new Set<Unit>();
  readonly #saved = new SavedRepros();
  readonly #checked = new Set<ScenarioInfo>();
  readonly #draw: CaseDraw;
  /** Elements of a case at most; undefined where cases are drawn. */
  readonly #bound: number | undefined;
  /** Why the tree of a variant was not walked to its end, by job. */
  readonly #cuts: (Cut | undefined)[] = [];
  #started = 0;

  constructor(options: CampaignOptions) {
    this.#options = options;
    this.#draw = { seed: options.seed, explore: options.explore ?? 'portfolio' };
    this.#bound = this.#draw.explore === 'exhaustive' ? (options.bound ?? 1) : undefined;
    this.#startedMs = options.nowMs();
    this.#jobs = options.scenarios.flatMap((scenario) =>
      scenario.variants.map((variant) => ({ scenario, variant })),
    );
    const { shard = WHOLE, workers, cases, isResumed = false } = options;
    if (isResumed) this.#begun = readJournalStart(join(options.outDir, JOURNAL_FILE));
    // A tree is divided among workers as it is walked.
    const wanted = this.#bound === undefined ? options.pieces : 1;
    this.#pieces = this.#begun?.pieces ?? countPieces(this.#jobs, { workers, cases, shard, wanted });
    this.#units = divideJobs(this.#jobs, this.#pieces, shard);
    this.#states = this.#units.map(() => new VariantState());
    this.#outcomes = this.#units.map(() => undefined);
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
    const { shard = WHOLE, corpus } = this.#options;
    // Kept cases are tried once: by the shard that has case 0.
    if (corpus !== undefined && shard.nth === 1 && this.#bound === undefined)
      this.#corpus = listCorpus(scenarios, outDir, corpus).filter(
        ({ file }) => this.#begun?.kept.includes(file) !== false,
      );
    const journal = this.#openJournal(state);
    for (const [index, unit] of this.#units.entries())
      for (const { found, repro, kept } of this.#states[index]!.outcome().groups) {
        this.#saved.note(found, repro, kept !== undefined);
        this.#endAt(unit, found);
      }
    try {
      // A tree has all workers to itself.
      const count = this.#bound === undefined ? Math.min(this.#options.workers, this.#units.length) : 1;
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
    const result = concludeCampaign({
      options: this.#options,
      draw: this.#draw,
      bound: this.#bound,
      pieces: this.#pieces,
      jobs: this.#jobs,
      units: this.#units,
      outcomes: this.#outcomes,
      states: this.#states,
      cuts: this.#cuts,
      audit: this.#audit.result(this.#states),
      isUntilFirst: this.#ended.signal.aborted,
      source: state,
      elapsedMs: nowMs() - this.#startedMs,
    });
    await confirmFindings(result.findings, this.#options);
    return { ...result, interrupted: this.#options.signal?.aborted === true };
  }

  #openJournal(state: SourceState): Journal {
    const { outDir, cases, isAudited = false, isResumed = false } = this.#options;
    const jobs = this.#units.map(({ scenario, variant }) => `${scenario.name}/${variant.name}`);
    const pieces = this.#pieces;
    const kept = this.#corpus.map(({ file }) => file);
    const shard = formatShard(this.#options.shard ?? WHOLE);
    // How many cases there are follows from the bound.
    const size = this.#bound === undefined ? { cases } : { cases: 0, bound: this.#bound };
    const header = describeCampaign({ ...this.#draw, ...size, shard, pieces, kept, isAudited, jobs }, state);
    const file = join(outDir, JOURNAL_FILE);
    if (!isResumed) return beginJournal(file, header);
    return resumeJournal(file, header, (job, entry) => this.#states[job]!.apply(entry));
  }

  /** Takes one job after the other until none is left. */
  async #runJobs(journal: Journal, scratch: string): Promise<void> {
    for (let index = this.#started++; index < this.#units.length; index = this.#started++) {
      const state = this.#states[index]!;
      if (this.#exploring.aborted) {
        // What an earlier run learned of it is known all the same.
        if (state.next > 0 || state.findings > 0) this.#outcomes[index] = state.outcome();
        continue;
      }
      const unit = this.#units[index]!;
      const onEntry = (entry: VariantEntry): void => journal.append(index, entry);
      this.#underWay.add(unit);
      await this.#tryKept(unit, journal);
      const outcome = await (this.#bound === undefined
        ? this.#explore(index, unit, onEntry, scratch)
        : this.#exhaust(this.#bound, index, unit, onEntry, scratch));
      this.#underWay.delete(unit);
      if (this.#options.isAudited === true) {
        const learn = (entry: VariantEntry): void => {
          onEntry(entry);
          state.apply(entry);
        };
        await this.#audit.auditCases(this.#placeOf(unit.scenario, unit.variant.name), state, learn);
      }
      this.#outcomes[index] = outcome;
      await this.#checkFindings(unit.scenario);
    }
  }

  /** Ends the exploration where the first finding that is new is its end. */
  #endAt({ variant }: Job, found: FoundGroup): void {
    const { isUntilFirst = false, isKnown = () => false } = this.#options;
    if (isUntilFirst && !isExpected(variant, found) && !isKnown(found)) this.#ended.abort();
  }

  /** What was kept of a variant is tried before the new cases of any piece of it, and is known of the first. */
  #tryKept({ scenario, variant }: Unit, journal: Journal): Promise<void> {
    const index = this.#units.findIndex((unit) => unit.scenario === scenario && unit.variant === variant);
    const known = this.#keptTried.get(index);
    if (known !== undefined) return known;
    const tried = this.#tryCorpus(this.#units[index]!, this.#states[index]!, (entry) =>
      journal.append(index, entry),
    );
    this.#keptTried.set(index, tried);
    return tried;
  }

  /** Once, however often the run is taken up. */
  async #tryCorpus(unit: Unit, state: VariantState, onEntry: (entry: VariantEntry) => void): Promise<void> {
    const { scenario, variant } = unit;
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
      if (found === undefined) return;
      this.#saved.note(found, file, true);
      this.#endAt(unit, found);
    });
  }

  #explore(
    index: number,
    unit: Unit,
    onEntry: (entry: VariantEntry) => void,
    scratch: string,
  ): Promise<VariantOutcome> {
    const { cases, isAudited = false } = this.#options;
    return exploreVariant({
      ...this.#task(index, unit, onEntry, scratch),
      draw: this.#draw,
      cases,
      shard: unit.shard,
      together: unit.scenario.casesEach,
      isAudited,
      onBatch: () => this.#tellProgress(unit),
    });
  }

  async #exhaust(
    bound: number,
    index: number,
    unit: Unit,
    onEntry: (entry: VariantEntry) => void,
    scratch: string,
  ): Promise<VariantOutcome> {
    const { cases, workers } = this.#options;
    const { outcome, cut } = await exhaustVariant({
      ...this.#task(index, unit, onEntry, scratch),
      bound,
      workers,
      runLimit: cases,
      onBatch: (_, estimate) => this.#tellProgress(unit, estimate),
    });
    this.#cuts[index] = cut;
    return outcome;
  }

  /** What is done with a variant, however its cases are made. */
  #task(index: number, unit: Unit, onEntry: (entry: VariantEntry) => void, scratch: string) {
    const { scenario, variant } = unit;
    const { nowMs, bounds = WORKER_BOUNDS, packages = [] } = this.#options;
    const source = readSourceState([scenario.file], packages);
    return {
      file: scenario.file,
      scenario: scenario.name,
      variant: variant.name,
      nowMs,
      bounds,
      packages,
      onEntry,
      signal: this.#exploring,
      state: this.#states[index]!,
      progressFile: join(scratch, `case-${index}`),
      budgetMs: this.#timeLeftMs(this.#units.length - index),
      onFound: (found: FoundGroup) => {
        const repro = reproOf(found, this.#draw, source, { packages, path: scenario.path });
        const saved = this.#saved.save(found, () => this.#options.writeRepro(repro));
        this.#endAt(unit, found);
        return saved;
      },
    };
  }

  /** `estimate`: cases that this variant will have, where that is only known at the end. */
  #tellProgress({ scenario, variant }: Job, estimate?: number): void {
    const { cases: planned } = this.#options;
    const sum = (count: (state: VariantState) => number): number =>
      this.#states.reduce((total, state) => total + count(state), 0);
    const casesDone = sum(({ cases }) => cases);
    const left = estimate === undefined ? 0 : estimate - this.#states[this.#started - 1]!.tree.runs;
    this.#options.onProgress?.({
      scenario: scenario.name,
      variant: variant.name,
      beside: new Set(Array.from(this.#underWay, (unit) => unit.variant)).size - 1,
      casesDone,
      casesPlanned:
        estimate === undefined
          ? this.#units.reduce(
              (total, unit) => total + countTaken(unit.shard, planned, unit.scenario.casesEach),
              0,
            )
          : casesDone + left,
      ...(estimate === undefined ? {} : { isEstimate: true }),
      findings: this.#saved.count,
      elapsedMs: this.#options.nowMs() - this.#startedMs,
    });
  }

  /** When all variants of a scenario are done, or no more will be: runs what was found in it once more. */
  async #checkFindings(scenario: ScenarioInfo, isLast = false): Promise<void> {
    const own = this.#units.flatMap((unit, index) =>
      unit.scenario === scenario ? [this.#outcomes[index]] : [],
    );
    if ((own.includes(undefined) && !isLast) || this.#checked.has(scenario)) return;
    this.#checked.add(scenario);
    if (this.#signal.aborted) return;
    await this.#audit.checkFindings(
      this.#placeOf(scenario, ''),
      own.filter((outcome) => outcome !== undefined),
      scenario.variants.map(({ name }) => name),
    );
  }

  #placeOf({ file, name }: ScenarioInfo, variant: string): CasePlace {
    const { bounds = WORKER_BOUNDS, packages = [] } = this.#options;
    return { file, scenario: name, variant, draw: this.#draw, bounds, packages };
  }

  /** The share of the time budget for the next job: what is left, split evenly over the jobs left per worker. */
  #timeLeftMs(jobsLeft: number): number | undefined {
    const { timeBudgetMs, nowMs, isAudited = false } = this.#options;
    const workers = this.#bound === undefined ? this.#options.workers : 1;
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
