// Options → result: every scenario in every variant, in worker processes, merged in a fixed order. What workers find is
// saved at once; a client that takes its process down costs the case in flight and nothing else.
import { join } from 'node:path';
import { mkdirSync, rmSync } from 'node:fs';
import type { CampaignResult, FindingGroup, VariantResult, WorkerProblem } from '../model/campaign-result.ts';
import type { CampaignOptions, ScenarioInfo } from './campaign-options.ts';
import { reproOf } from './repro-of.ts';
import { exploreVariant, type VariantOutcome } from './explore-variant.ts';
import type { FoundGroup } from './worker-protocol.ts';
import { readSourceState, type SourceState } from './source-state.ts';

type Job = { scenario: ScenarioInfo; variant: ScenarioInfo['variants'][number] };

/** Runs a campaign. Rejects only for faults of our own; what the client does ends up in the result. */
export async function runCampaign(options: CampaignOptions): Promise<CampaignResult> {
  const startedMs = options.nowMs();
  const jobs = options.scenarios.flatMap((scenario) =>
    scenario.variants.map((variant) => ({ scenario, variant })),
  );
  const states = new Map(options.scenarios.map(({ file }) => [file, readSourceState([file])]));
  const scratch = join(options.outDir, '.work');
  mkdirSync(scratch, { recursive: true });
  const outcomes: (VariantOutcome | undefined)[] = jobs.map(() => undefined);
  const done = jobs.map(() => ({ cases: 0, findings: 0 }));
  // A fault of our own in one job ends the others.
  const broken = new AbortController();
  const signal = AbortSignal.any([broken.signal, ...(options.signal === undefined ? [] : [options.signal])]);
  let started = 0;

  const runNext = async (): Promise<void> => {
    for (let index = started++; index < jobs.length; index = started++) {
      const job = jobs[index]!;
      if (signal.aborted) return;
      const leftMs = timeLeftMs(options, startedMs, jobs.length - index);
      outcomes[index] = await exploreVariant({
        file: job.scenario.file,
        scenario: job.scenario.name,
        variant: job.variant.name,
        seed: options.seed,
        cases: options.cases,
        progressFile: join(scratch, `case-${index}`),
        budgetMs: leftMs,
        nowMs: options.nowMs,
        signal,
        onFound: (found) =>
          options.writeRepro(reproOf(found, options.seed, states.get(job.scenario.file)!, job.scenario.path)),
        onBatch: (cases, findings) => {
          done[index] = { cases, findings };
          options.onProgress?.({
            scenario: job.scenario.name,
            variant: job.variant.name,
            casesDone: done.reduce((sum, entry) => sum + entry.cases, 0),
            casesPlanned: jobs.length * options.cases,
            findings: done.reduce((sum, entry) => sum + entry.findings, 0),
            elapsedMs: options.nowMs() - startedMs,
          });
        },
      });
    }
  };
  const lanes = Array.from({ length: Math.min(options.workers, jobs.length) }, () =>
    runNext().catch((error: unknown) => {
      broken.abort();
      throw error;
    }),
  );
  const ends = await Promise.allSettled(lanes);
  rmSync(scratch, { recursive: true, force: true });
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return mergeOutcomes(jobs, outcomes, states, options, options.nowMs() - startedMs);
}

/** The steps of the trace are kept with the repro, not in the result. */
function withoutSteps({ traceSteps: _steps, ...found }: FoundGroup): Omit<FoundGroup, 'traceSteps'> {
  return found;
}

/** The share of the time budget for the next job: what is left, split evenly over the jobs left per worker. */
function timeLeftMs(options: CampaignOptions, startedMs: number, jobsLeft: number): number | undefined {
  if (options.timeBudgetMs === undefined) return undefined;
  const leftMs = Math.max(0, startedMs + options.timeBudgetMs - options.nowMs());
  return leftMs / Math.ceil(jobsLeft / options.workers);
}

function mergeOutcomes(
  jobs: Job[],
  outcomes: (VariantOutcome | undefined)[],
  states: Map<string, SourceState>,
  options: CampaignOptions,
  elapsedMs: number,
): CampaignResult {
  const variants: VariantResult[] = [];
  const findings: FindingGroup[] = [];
  const problems: WorkerProblem[] = [];
  for (const [index, { scenario, variant }] of jobs.entries()) {
    const outcome = outcomes[index];
    if (outcome === undefined) continue;
    const { tally } = outcome;
    const isExpected = (group: { oracle: string; code: string }): boolean =>
      variant.expect.some(({ oracle, code }) => oracle === group.oracle && code === group.code);
    const groups = outcome.groups.map(({ found, count, repro }) => ({
      ...withoutSteps(found),
      count,
      repro,
      isExpected: isExpected(found),
    }));
    findings.push(...groups);
    problems.push(...outcome.problems);
    variants.push({
      scenario: scenario.name,
      name: variant.name,
      cases: tally.cases,
      expected: variant.expect.map((expectation) => {
        const wasFound = groups.some(
          ({ oracle, code }) => oracle === expectation.oracle && code === expectation.code,
        );
        const outcomeOf = wasFound
          ? 'found'
          : tally.cases >= (expectation.fromCases ?? Infinity)
            ? 'missed'
            : 'not judged';
        return { ...expectation, outcome: outcomeOf };
      }),
      failed: tally.failed,
      limited: tally.limited,
      inconclusive: tally.inconclusive,
      faults: tally.faults,
      cancellations: tally.cancellations,
    });
  }
  const all = readSourceState([...states.keys()]);
  return {
    version: 1,
    seed: options.seed,
    ...all,
    variants,
    findings,
    problems,
    interrupted: options.signal?.aborted === true,
    elapsedMs,
    cases: variants.reduce((sum, { cases }) => sum + cases, 0),
  };
}
