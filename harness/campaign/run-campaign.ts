// Options → result: every scenario in every variant, in worker processes, merged in a fixed order. What workers find is
// saved at once; a client that takes its process down costs the case in flight and nothing else.
import { join } from 'node:path';
import { mkdirSync, rmSync } from 'node:fs';
import type { Audit, CampaignResult, Divergence, FindingGroup } from '../model/campaign-result.ts';
import { listStretches, runElsewhere } from './audit-variant.ts';
import { confirmCase } from './confirm.ts';
import type { CampaignOptions } from './campaign-options.ts';
import { reproOf } from './repro-of.ts';
import { exhaustVariant, type Cut } from './exhaustive/exhaust-variant.ts';
import { makeCertificate } from './exhaustive/make-certificate.ts';
import { exploreVariant } from './explore-variant.ts';
import { beginJournal, describeCampaign, JOURNAL_FILE, resumeJournal, type Journal } from './journal.ts';
import { mergeOutcomes, type Job } from './merge-outcomes.ts';
import type { CaseDraw } from '../model/strategy.ts';
import { readSourceState, type SourceState } from './source-state.ts';
import { VariantState, type VariantEntry, type VariantOutcome } from './variant-state.ts';
import { WORKER_BOUNDS } from './worker-bounds.ts';
import { WorkerDiedError } from './worker-process.ts';
import type { FoundGroup } from './worker-protocol.ts';

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
  readonly #audit: Audit = { cases: 0, runs: 0, findingsChecked: 0, elapsedMs: 0 };
  /** A fault of our own in one job ends the others. */
  readonly #broken = new AbortController();
  readonly #signal: AbortSignal;
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
    this.#states = this.#jobs.map(() => new VariantState());
    this.#outcomes = this.#jobs.map(() => undefined);
    const given = options.signal === undefined ? [] : [options.signal];
    this.#signal = AbortSignal.any([this.#broken.signal, ...given]);
  }

  async run(): Promise<CampaignResult> {
    const { outDir, scenarios, nowMs, packages = [] } = this.#options;
    const scratch = join(outDir, '.work');
    mkdirSync(scratch, { recursive: true });
    const state = readSourceState(
      scenarios.map(({ file }) => file),
      packages,
    );
    const journal = this.#openJournal(state);
    try {
      // A tree has all workers to itself.
      const count = this.#bound === undefined ? Math.min(this.#options.workers, this.#jobs.length) : 1;
      const lanes = Array.from({ length: count }, () =>
        this.#runJobs(journal, scratch).catch((error: unknown) => {
          this.#broken.abort();
          throw error;
        }),
      );
      for (const end of await Promise.allSettled(lanes)) if (end.status === 'rejected') throw end.reason;
    } finally {
      journal.close();
      rmSync(scratch, { recursive: true, force: true });
    }
    const cases = this.#states.reduce((sum, { auditedCases }) => sum + auditedCases, 0);
    const audit = { ...this.#audit, cases, runs: cases * RUNS_PER_AUDITED_CASE };
    const result = mergeOutcomes(this.#jobs, this.#outcomes, {
      ...this.#draw,
      state,
      audit,
      packages,
      interrupted: this.#options.signal?.aborted === true,
      elapsedMs: nowMs() - this.#startedMs,
    });
    const certificates = this.#bound === undefined ? undefined : this.#certify(this.#bound, state);
    await this.#confirmFindings(result.findings);
    const interrupted = this.#options.signal?.aborted === true;
    return { ...result, ...(certificates && { certificates }), interrupted };
  }

  /** What was covered of each variant that was begun. */
  #certify(bound: number, source: SourceState): NonNullable<CampaignResult['certificates']> {
    const { packages = [], writeCertificate } = this.#options;
    return this.#jobs.flatMap(({ scenario, variant }, index) => {
      const outcome = this.#outcomes[index];
      if (outcome === undefined) return [];
      const { tree } = this.#states[index]!;
      const walked = {
        scenario: scenario.name,
        variant: variant.name,
        bound,
        tree,
        outcome,
        cut: this.#cuts[index],
      };
      const certificate = makeCertificate(walked, source, packages);
      return [{ certificate, file: writeCertificate?.(certificate) ?? '' }];
    });
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

  #openJournal(state: SourceState): Journal {
    const { outDir, cases, isAudited = false, isResumed = false } = this.#options;
    const jobs = this.#jobs.map(({ scenario, variant }) => `${scenario.name}/${variant.name}`);
    // How many cases there are follows from the bound.
    const size = this.#bound === undefined ? { cases } : { cases: 0, bound: this.#bound };
    const header = describeCampaign({ ...this.#draw, ...size, isAudited, jobs }, state);
    const file = join(outDir, JOURNAL_FILE);
    if (!isResumed) return beginJournal(file, header);
    return resumeJournal(file, header, (job, entry) => this.#states[job]!.apply(entry));
  }

  /** Takes one job after the other until none is left. */
  async #runJobs(journal: Journal, scratch: string): Promise<void> {
    for (let index = this.#started++; index < this.#jobs.length; index = this.#started++) {
      const state = this.#states[index]!;
      if (this.#signal.aborted) {
        // What an earlier run learned of it is known all the same.
        if (state.next > 0) this.#outcomes[index] = state.outcome();
        continue;
      }
      const job = this.#jobs[index]!;
      const onEntry = (entry: VariantEntry): void => journal.append(index, entry);
      const outcome = await (this.#bound === undefined
        ? this.#explore(index, job, onEntry, scratch)
        : this.#exhaust(this.#bound, index, job, onEntry, scratch));
      if (this.#options.isAudited === true) await this.#auditCases(state, job, onEntry);
      this.#outcomes[index] = outcome;
      await this.#checkFindings(job);
    }
  }

  #explore(
    index: number,
    job: Job,
    onEntry: (entry: VariantEntry) => void,
    scratch: string,
  ): Promise<VariantOutcome> {
    const { cases, isAudited = false } = this.#options;
    return exploreVariant({
      ...this.#task(index, job, onEntry, scratch),
      draw: this.#draw,
      cases,
      isAudited,
      onBatch: () => this.#tellProgress(job),
    });
  }

  async #exhaust(
    bound: number,
    index: number,
    job: Job,
    onEntry: (entry: VariantEntry) => void,
    scratch: string,
  ): Promise<VariantOutcome> {
    const { cases, workers } = this.#options;
    const { outcome, cut } = await exhaustVariant({
      ...this.#task(index, job, onEntry, scratch),
      bound,
      workers,
      runLimit: cases,
      onBatch: (_, estimate) => this.#tellProgress(job, estimate),
    });
    this.#cuts[index] = cut;
    return outcome;
  }

  /** What is done with a variant, however its cases are made. */
  #task(index: number, { scenario, variant }: Job, onEntry: (entry: VariantEntry) => void, scratch: string) {
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
      signal: this.#signal,
      state: this.#states[index]!,
      progressFile: join(scratch, `case-${index}`),
      budgetMs: this.#timeLeftMs(this.#jobs.length - index),
      onFound: (found: FoundGroup) =>
        this.#options.writeRepro(reproOf(found, this.#draw, source, { packages, path: scenario.path })),
    };
  }

  /** `estimate`: cases that this variant will have, where that is only known at the end. */
  #tellProgress({ scenario, variant }: Job, estimate?: number): void {
    const sum = (count: (state: VariantState) => number): number =>
      this.#states.reduce((total, state) => total + count(state), 0);
    const casesDone = sum(({ cases }) => cases);
    const left = estimate === undefined ? 0 : estimate - this.#states[this.#started - 1]!.tree.runs;
    this.#options.onProgress?.({
      scenario: scenario.name,
      variant: variant.name,
      casesDone,
      casesPlanned: estimate === undefined ? this.#jobs.length * this.#options.cases : casesDone + left,
      ...(estimate === undefined ? {} : { isEstimate: true }),
      findings: sum(({ findings }) => findings),
      elapsedMs: this.#options.nowMs() - this.#startedMs,
    });
  }

  /** Runs the cases of a variant in another process. */
  async #auditCases(
    state: VariantState,
    { scenario, variant }: Job,
    onEntry: (entry: VariantEntry) => void,
  ): Promise<void> {
    const { nowMs, bounds = WORKER_BOUNDS, packages = [] } = this.#options;
    const learn = (entry: VariantEntry): void => {
      onEntry(entry);
      state.apply(entry);
    };
    const target = {
      file: scenario.file,
      scenario: scenario.name,
      variant: variant.name,
      draw: this.#draw,
      bounds,
      packages,
    };
    for (const { cases, next } of listStretches(state.hashes, state.audited, state.next)) {
      if (this.#signal.aborted) return;
      const startedMs = nowMs();
      try {
        for (const divergence of await runElsewhere(target, cases)) learn({ kind: 'diverged', divergence });
      } catch (error) {
        if (!(error instanceof WorkerDiedError)) throw error;
        const what = `${error.end.message}; that was in the second process of the audit, in the cases up to #${next}`;
        const place = { scenario: scenario.name, variant: variant.name, caseIndex: next - 1 };
        learn({ kind: 'problem', problem: { kind: 'not-repeated', ...place, what } });
      }
      learn({ kind: 'audited', next });
      this.#audit.elapsedMs += nowMs() - startedMs;
    }
  }

  /** When all variants of a scenario are done: runs what was found in another process. What differs there is no finding. */
  async #checkFindings({ scenario }: Job): Promise<void> {
    const own = this.#jobs.flatMap((job, index) =>
      job.scenario === scenario ? [this.#outcomes[index]] : [],
    );
    if (own.includes(undefined)) return;
    const outcomes = own.filter((outcome) => outcome !== undefined);
    // A death has no trace, and was seen in a process of its own already.
    const groups = outcomes.flatMap((outcome) => outcome.groups);
    const found = groups.filter((group) => group.found.traceHash !== '');
    if (this.#signal.aborted) return;
    this.#audit.findingsChecked += groups.length;
    if (found.length === 0) return;
    const { nowMs, bounds = WORKER_BOUNDS, packages = [] } = this.#options;
    const startedMs = nowMs();
    const variant = found[0]!.found.variant;
    const target = {
      file: scenario.file,
      scenario: scenario.name,
      variant,
      draw: this.#draw,
      bounds,
      packages,
    };
    const cases = found.map((group) => ({
      index: group.found.firstCase,
      pick: group.found.shrunk,
      traceHash: group.found.traceHash,
    }));
    let divergences: Divergence[] = [];
    try {
      divergences = await runElsewhere(target, cases);
    } catch (error) {
      if (!(error instanceof WorkerDiedError)) throw error;
      const what = `${error.end.message}; that was when what was found was run once more in another process`;
      const place = { scenario: scenario.name, variant, caseIndex: found[0]!.found.firstCase };
      outcomes[0]!.problems = [...outcomes[0]!.problems, { kind: 'not-repeated', ...place, what }];
    }
    for (const divergence of divergences)
      for (const outcome of outcomes) {
        const isSame = (group: VariantOutcome['groups'][number]): boolean =>
          group.found.variant === divergence.variant &&
          group.found.traceHash === divergence.runs[0].traceHash;
        if (!outcome.groups.some(isSame)) continue;
        outcome.groups = outcome.groups.filter((group) => !isSame(group));
        outcome.divergences = [...outcome.divergences, divergence];
        outcome.tally.inconclusive++;
      }
    this.#audit.elapsedMs += nowMs() - startedMs;
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

/** Twice in the process that explores, once in another. */
const RUNS_PER_AUDITED_CASE = 3;
