// What became of every variant → the campaign's result, in the order of scenarios and variants, whatever finished first.
import type {
  Audit,
  CampaignResult,
  Divergence,
  FindingGroup,
  VariantResult,
  WorkerProblem,
} from '../model/campaign-result.ts';
import type { ScenarioInfo } from './campaign-options.ts';
import type { SourceState } from './source-state.ts';
import type { VariantOutcome } from './variant-state.ts';
import type { FoundGroup } from './worker-protocol.ts';

/** One variant of one scenario. */
export type Job = { scenario: ScenarioInfo; variant: ScenarioInfo['variants'][number] };

/** Merges; an outcome that is undefined is of a variant that was not begun. */
export function mergeOutcomes(
  jobs: readonly Job[],
  outcomes: readonly (VariantOutcome | undefined)[],
  run: { seed: number; state: SourceState; audit: Audit; interrupted: boolean; elapsedMs: number },
): CampaignResult {
  const variants: VariantResult[] = [];
  const findings: FindingGroup[] = [];
  const problems: WorkerProblem[] = [];
  const divergences: Divergence[] = [];
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
    divergences.push(...outcome.divergences);
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
  return {
    version: 1,
    seed: run.seed,
    ...run.state,
    variants,
    findings,
    problems,
    divergences,
    audit: run.audit,
    interrupted: run.interrupted,
    elapsedMs: run.elapsedMs,
    cases: variants.reduce((sum, { cases }) => sum + cases, 0),
  };
}

/** The steps of the trace are kept with the repro, not in the result. */
function withoutSteps({ traceSteps: _steps, ...found }: FoundGroup): Omit<FoundGroup, 'traceSteps'> {
  return found;
}
