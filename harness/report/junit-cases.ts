// A campaign's result → test cases as CI servers count them: one for each variant, also for one that was not run, and for what
// is wrong beside all variants.
import type {
  CampaignResult,
  Divergence,
  FindingGroup,
  VariantResult,
  WorkerProblem,
} from '../model/campaign-result.ts';
import { arrangeFindings } from '../model/arrange-findings.ts';
import { describeGone } from './baseline-section.ts';
import { stateOf } from '../model/finding-state.ts';
import { renderDivergences } from './divergence-section.ts';
import { headlineOf, renderFinding, renderFindingLine } from './finding-section.ts';
import { countOf, formatCount } from '../model/format-count.ts';
import { hasVerdicts } from '../model/has-verdicts.ts';
import { PROBLEM_TITLES, renderProblems } from './problem-section.ts';
import { plainScreen } from './screen.ts';

/** A failure or an error: `message` is one line, `body` all that is known, beginning with what the message says. */
export type TestOutcome = { type: string; message: string; body: string };

/** One variant of one scenario. `skipped` is the reason why there is nothing to say of it. */
export type TestCase = {
  scenario: string;
  variant: string;
  failures: TestOutcome[];
  errors: TestOutcome[];
  skipped?: string;
  notes: string[];
};

/** What it all comes from, for one variant. */
type Own = {
  result: CampaignResult;
  variant?: VariantResult;
  findings: FindingGroup[];
  problems: WorkerProblem[];
  divergences: Divergence[];
  launcher: string;
};

type Pair = { scenario: string; variant: string };

/** The test cases in the order of the result, those that were not begun last; text in it must be printable already. */
export function listTestCases(result: CampaignResult, launcher: string): TestCase[] {
  const pairs: Pair[] = [
    ...result.variants.map(({ scenario, name }) => ({ scenario, variant: name })),
    ...(result.notRun ?? []),
    ...result.problems,
    ...result.divergences,
  ];
  const unique = new Map(
    pairs.map(({ scenario, variant }) => [nameOf({ scenario, variant }), { scenario, variant }]),
  );
  return [...unique.values()].map((pair) => {
    const isHere = (item: Pair): boolean => nameOf(item) === nameOf(pair);
    const variant = result.variants.find(({ scenario, name }) => isHere({ scenario, variant: name }));
    return describeCase(pair, {
      result,
      ...(variant === undefined ? {} : { variant }),
      findings: result.findings.filter(isHere),
      problems: result.problems.filter(isHere),
      divergences: result.divergences.filter(isHere),
      launcher,
    });
  });
}

function nameOf({ scenario, variant }: Pair): string {
  return `${scenario}/${variant}`;
}

function describeCase(pair: Pair, own: Own): TestCase {
  const failures = [...listSurprises(own), ...listMissed(own)];
  const errors = [
    ...own.problems.map(describeProblem),
    ...own.divergences.map(describeDivergence),
    ...listGaps(own),
  ];
  const skipped = failures.length + errors.length > 0 ? undefined : describeSkip(own);
  return {
    ...pair,
    failures,
    errors,
    ...(skipped === undefined ? {} : { skipped }),
    notes: listNotes(own, pair),
  };
}

/** One failure for each defect: what else was seen of it is in its text. */
function listSurprises({ result, findings, variant, launcher }: Own): TestOutcome[] {
  const surprises = arrangeFindings(findings, result.issues).filter(
    ({ finding }) => stateOf(finding) === 'new',
  );
  const context = { of: surprises.length, cases: variant?.cases ?? 0, screen: plainScreen(), launcher };
  return surprises.map((told, index) => ({
    type: told.finding.oracle,
    message: `${headlineOf(told.finding)}: ${told.finding.message}`,
    body: renderFinding(told, { ...context, nth: index + 1 }).join('\n'),
  }));
}

function listMissed({ variant }: Own): TestOutcome[] {
  const missed = variant?.expected.filter(({ outcome }) => outcome === 'missed') ?? [];
  return missed.map(({ oracle, code, fromCases = 0 }) => {
    const message = `missed: ${oracle} ${code}, which is expected within ${countOf(fromCases, 'case')}, did not show in ${countOf(variant!.cases, 'case')}`;
    return { type: 'missed', message, body: message };
  });
}

function describeProblem(problem: WorkerProblem): TestOutcome {
  return {
    type: problem.kind,
    message: `${PROBLEM_TITLES[problem.kind]} at #${problem.caseIndex}: ${problem.what}`,
    body: renderProblems([problem], plainScreen()).slice(1).join('\n'),
  };
}

function describeDivergence(divergence: Divergence): TestOutcome {
  const { caseIndex, between, step } = divergence;
  return {
    type: 'divergence',
    message: `DIVERGED at #${caseIndex}, between ${between}, at step ${step}: no verdict on this case means anything`,
    body: renderDivergences([divergence], plainScreen()).slice(1).join('\n'),
  };
}

/** Why there is no verdict on the variant, although it was run. */
function listGaps({ variant, result }: Own): TestOutcome[] {
  if (variant === undefined || variant.cases === 0) return [];
  const { cases, limited, inconclusive, scenario, name } = variant;
  const texts = hasVerdicts(variant)
    ? []
    : [`${formatCount(limited + inconclusive)} of ${countOf(cases, 'case')} without a verdict`];
  for (const { certificate } of result.certificates ?? [])
    if (certificate.scenario === scenario && certificate.variant === name && !certificate.isComplete)
      texts.push(`not all of it was run: ${certificate.gaps.join('; ')}`);
  return texts.map((text) => ({ type: 'no-verdict', message: text, body: text }));
}

function describeSkip({ variant, result: { interrupted, isUntilFirst, shard } }: Own): string | undefined {
  const { cases = 0, reached = 0, isRunToEnd = false } = variant ?? {};
  if (cases === 0 && shard !== undefined && reached > 0) return 'this shard has no case of it';
  const end = isUntilFirst === true ? 'the run ended at its first finding' : 'the run was interrupted';
  if ((interrupted || isUntilFirst === true) && !isRunToEnd)
    return cases === 0 ? `${end} before its first case` : `${end} after ${countOf(cases, 'case')} of it`;
  return cases === 0 ? 'no case of it was run' : undefined;
}

/** Everything on a line each: of a failed test a CI shows this beside its first failure. */
function listNotes({ variant, findings, result: { baseline } }: Own, pair: Pair): string[] {
  const { cases = 0, limited = 0, inconclusive = 0 } = variant ?? {};
  const screen = plainScreen();
  return [
    `${countOf(cases, 'case')} run, ${limited + inconclusive} without a verdict`,
    ...findings.map((finding) => renderFindingLine(finding, screen)),
    ...(baseline?.gone ?? [])
      .filter((entry) => nameOf(entry) === nameOf(pair))
      .map((entry) => `GONE ${describeGone(entry)}`),
  ];
}
