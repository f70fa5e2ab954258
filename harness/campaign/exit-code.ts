// A campaign's result → its exit code and why. An interrupt outranks everything, since the run has judged only a part and
// its caller already knows; then a bug of ours, since nothing else can be trusted; then failures; then missing verdicts.
import { arrangeFindings } from '../model/arrange-findings.ts';
import type { CampaignResult, ProblemKind, VariantResult } from '../model/campaign-result.ts';
import { EXIT_CODES, type ExitDecision } from '../model/exit-codes.ts';
import { stateOf } from '../model/finding-state.ts';
import { countOf, formatCount } from '../model/format-count.ts';
import { hasVerdicts } from '../model/has-verdicts.ts';

/** The exit code of `run`: 130 interrupted, 4 a bug of ours, 1 failed, 125 inconclusive, 0 as expected; first that holds. */
export function exitCodeOf(result: CampaignResult): number {
  return decideExit(result).code;
}

/** The exit code of `run` with its reasons. */
export function decideExit(result: CampaignResult): ExitDecision {
  if (result.interrupted)
    return { code: EXIT_CODES.interrupted.code, why: ['interrupted; this is what was found until then'] };
  const ours = countProblems(result, 'bug');
  if (ours > 0)
    return { code: EXIT_CODES['our-bug'].code, why: [`${countOf(ours, 'bug')} in closecall itself`] };
  const unusable = countProblems(result, 'scenario');
  if (unusable > 0)
    return {
      code: EXIT_CODES.usage.code,
      why: [`${countOf(unusable, 'variant')} could not be run: see problems`],
    };
  const failures = listFailures(result);
  if (failures.length > 0) {
    const end = result.isUntilFirst === true ? ['ended there, as --until-first asks'] : [];
    return { code: EXIT_CODES.failed.code, why: [...failures, ...end] };
  }
  const { divergences } = result;
  const gaps = [
    ...(divergences.length > 0
      ? [`${countOf(divergences.length, 'case')} ran differently when run again`]
      : []),
    ...result.variants.flatMap((variant) => describeGap(variant, result)),
    ...listIncomplete(result),
  ];
  if (gaps.length > 0) return { code: EXIT_CODES.inconclusive.code, why: gaps };
  const notJudged = result.variants.filter((variant) =>
    // Without `fromCases` the finding may show, but need not: there is nothing to judge.
    variant.expected.some(({ outcome, fromCases }) => outcome === 'not judged' && fromCases !== undefined),
  ).length;
  const why: string = sayOk(result);
  const few = result.with === undefined ? 'too few cases' : 'too few cases, or other packages';
  const whole = result.explore === 'exhaustive' ? 'what is expected is said of drawn cases' : few;
  const reason = result.shard === undefined ? whole : 'merge-reports does that, for all shards';
  return {
    code: EXIT_CODES.ok.code,
    why: notJudged === 0 ? [why] : [why, `${countOf(notJudged, 'variant')} not judged: ${reason}`],
  };
}

/** What is known fails no run, and is not passed over. */
function sayOk({ baseline }: CampaignResult): string {
  const known = baseline?.known ?? 0;
  return known === 0 ? EXIT_CODES.ok.run : `${countOf(known, 'finding')} known, none new`;
}

function countProblems({ problems }: CampaignResult, kind: ProblemKind): number {
  return problems.filter((problem) => problem.kind === kind).length;
}

function listFailures(result: CampaignResult): string[] {
  const { findings, variants } = result;
  const surprises = findings.filter((finding) => stateOf(finding) === 'new');
  const unexpected = surprises.length;
  const kept = surprises.filter(({ count: cases }) => cases === 0).length;
  const onlyKept =
    kept === 0 ? '' : kept === unexpected ? ', in kept cases alone' : `, ${kept} in kept cases alone`;
  const missed = variants
    .flatMap((variant) => variant.expected)
    .filter((expected) => expected.outcome === 'missed').length;
  const count = (kind: ProblemKind, noun: string, what: string): string => {
    const number = countProblems(result, kind);
    return number > 0 ? `${countOf(number, noun)} ${what}` : '';
  };
  return [
    unexpected > 0
      ? `${countOf(unexpected, 'unexpected finding')}${sayDefects(unexpected, result)}${onlyKept}${sayKnown(result)}`
      : '',
    missed > 0 ? `${countOf(missed, 'expected finding')} missed` : '',
    count('not-repeated', 'death', 'that did not repeat'),
    count('leaky', 'variant', 'kept more and more memory'),
    count('given-up', 'variant', 'could not be run to its end'),
  ].filter((reason) => reason !== '');
}

/** Reports tell what is taken for one defect as one: the count of findings alone would be another than theirs. */
function sayDefects(surprises: number, { findings, issues }: CampaignResult): string {
  const told = arrangeFindings(findings, issues).filter(({ finding }) => stateOf(finding) === 'new').length;
  return told === surprises ? '' : `, taken for ${countOf(told, 'defect')}`;
}

function sayKnown({ baseline }: CampaignResult): string {
  return baseline === undefined || baseline.known === 0 ? '' : `, besides ${baseline.known} known`;
}

/** Why a variant has no verdict: nothing ran, or too many cases ended without one. */
function describeGap(variant: VariantResult, { escapes, shard }: CampaignResult): string[] {
  const name = `${variant.scenario}/${variant.name}`;
  // A shard may have no case of a short run.
  if (variant.cases === 0) return shard !== undefined && variant.reached > 0 ? [] : [`${name}: no case ran`];
  if (hasVerdicts(variant)) return [];
  const unsupported = escapes
    .filter((escape) => escape.kind === 'unsupported' && escape.variants.includes(name))
    .map(({ what }) => what);
  const reason = unsupported.length === 0 ? '' : `: closecall does not simulate ${unsupported.join(', ')}`;
  return [
    `${name}: ${formatCount(variant.limited + variant.inconclusive)} of ${countOf(variant.cases, 'case')} without a verdict${reason}`,
  ];
}

/** Certificates that do not hold for all that they are about. */
function listIncomplete({ certificates = [] }: CampaignResult): string[] {
  return certificates.flatMap(({ certificate: { scenario, variant, isComplete, gaps } }) =>
    isComplete ? [] : [`${scenario}/${variant}: not all of it was run (${gaps[0]})`],
  );
}
