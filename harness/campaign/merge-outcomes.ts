// What became of every variant → the campaign's result, in the order of scenarios and variants, whatever finished first.
import type {
  Audit,
  CampaignResult,
  Divergence,
  EscapeReport,
  FindingGroup,
  VariantResult,
  WorkerProblem,
} from '../model/campaign-result.ts';
import type { KeptOutcome } from '../model/kept-case.ts';
import { NODE, type PackageUnderTest } from '../model/package-spec.ts';
import { takesCase, WHOLE, type Shard } from '../model/shard.ts';
import { orderByCase, orderCounts, orderFindings } from './in-order.ts';
import { listIssues } from './group-issues.ts';
import { judgeExpectations } from './judge-expectations.ts';
import { addEscapes } from './merge-escapes.ts';
import { nodeAmong } from './node-binary.ts';
import type { ScenarioInfo } from './campaign-options.ts';
import type { StrategyName } from '../model/strategy.ts';
import { coverageOf } from '../model/sweep-plan.ts';
import type { SourceState } from './source-state.ts';
import type { VariantOutcome } from './variant-state.ts';
import type { FoundGroup } from './worker-protocol.ts';

/** One variant of one scenario. */
export type Job = { scenario: ScenarioInfo; variant: ScenarioInfo['variants'][number] };

/** Merges; an outcome that is undefined is of a variant that was not begun. */
export function mergeOutcomes(
  jobs: readonly Job[],
  outcomes: readonly (VariantOutcome | undefined)[],
  run: {
    seed: number;
    explore: StrategyName;
    shard?: Shard | undefined;
    isUntilFirst: boolean;
    state: SourceState;
    packages: readonly PackageUnderTest[];
    audit: Audit;
    interrupted: boolean;
    elapsedMs: number;
  },
): CampaignResult {
  const isElsewhere = nodeAmong(run.packages) !== undefined;
  const variants: VariantResult[] = [];
  const findings: FindingGroup[] = [];
  const problems: WorkerProblem[] = [];
  const divergences: Divergence[] = [];
  const escapes: EscapeReport[] = [];
  const corpus: KeptOutcome[] = [];
  const notRun: NonNullable<CampaignResult['notRun']> = [];
  const { shard = WHOLE } = run;
  for (const [index, { scenario, variant }] of jobs.entries()) {
    const outcome = outcomes[index];
    if (outcome === undefined) {
      notRun.push({ scenario: scenario.name, variant: variant.name });
      continue;
    }
    const { tally } = outcome;
    const isExpected = (group: { oracle: string; code: string }): boolean =>
      variant.expect.some(({ oracle, code }) => oracle === group.oracle && code === group.code);
    const groups = orderFindings(
      outcome.groups.map(({ found, count, lastCase, repro, kept }) => ({
        ...withoutSteps(found),
        count,
        lastCase,
        repro,
        isExpected: isExpected(found),
        ...(kept === undefined ? {} : { kept }),
      })),
    );
    findings.push(...groups);
    corpus.push(...outcome.corpus);
    problems.push(...orderByCase(outcome.problems));
    divergences.push(...orderByCase(outcome.divergences));
    const own = [`${scenario.name}/${variant.name}`];
    addEscapes(
      escapes,
      outcome.escapes.map((escape) => ({ ...escape, variants: own })),
    );
    variants.push({
      scenario: scenario.name,
      name: variant.name,
      cases: tally.cases,
      reached: outcome.reached,
      ...(outcome.isClosed ? { isRunToEnd: true } : {}),
      expected: judgeExpectations(variant.expect, groups, {
        reached: outcome.reached,
        // What a variant is expected to show is said of cases that are drawn, of the packages that are installed, and of the
        // Node.js of this process; and all shards together have to show it.
        isJudged:
          shard.of === 1 && run.explore !== 'exhaustive' && !isElsewhere && outcome.redirected.size === 0,
      }),
      failed: tally.failed,
      limited: tally.limited,
      inconclusive: tally.inconclusive,
      faults: orderCounts(tally.faults),
      cancellations: tally.cancellations,
      ...(outcome.plan && {
        sweep: coverageOf(outcome.plan, outcome.reached, (at) => takesCase(shard, at)),
      }),
      ...(outcome.sights.length === 0 ? {} : { sights: outcome.sights }),
      ...(outcome.redirected.size === 0 ? {} : { redirected: [...outcome.redirected].toSorted() }),
    });
  }
  const tested = run.packages.map(({ name, version }) => ({
    name,
    version,
    isImported: name === NODE || outcomes.some((outcome) => outcome?.redirected.has(name) === true),
  }));
  return {
    version: 1,
    seed: run.seed,
    explore: run.explore,
    ...(shard.of === 1 ? {} : { shard }),
    ...run.state,
    ...(tested.length === 0 ? {} : { with: tested }),
    variants,
    ...(notRun.length === 0 ? {} : { notRun }),
    findings,
    issues: listIssues(variants, findings),
    corpus,
    problems,
    divergences,
    escapes,
    audit: run.audit,
    interrupted: run.interrupted,
    ...(run.isUntilFirst ? { isUntilFirst: true } : {}),
    elapsedMs: run.elapsedMs,
    cases: variants.reduce((sum, { cases }) => sum + cases, 0),
  };
}

/** The steps of the trace are kept with the repro, not in the result. */
function withoutSteps({ traceSteps: _steps, ...found }: FoundGroup): Omit<FoundGroup, 'traceSteps'> {
  return found;
}
