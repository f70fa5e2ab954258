// A campaign's result → scenarios by variants with one verdict in each cell, in words. Scenarios with the same variants
// share a table, so that no table is mostly empty.
import type {
  CampaignResult,
  ExpectedOutcome,
  FindingGroup,
  VariantResult,
} from '../model/campaign-result.ts';
import { stateOf } from './baseline-section.ts';
import { countOf, formatCount } from './format-count.ts';
import { PROBLEM_TITLES } from './problem-section.ts';
import type { Screen } from './screen.ts';
import { renderTable, type Line } from './text-table.ts';

/** The lines of the matrix; text in `result` must be printable already. */
export function renderSummaryMatrix(result: CampaignResult, screen: Screen): string[] {
  const scenarios = Map.groupBy(result.variants, (variant) => variant.scenario);
  const tables = Map.groupBy(scenarios, ([, variants]) => variants.map(({ name }) => name).join('\n'));
  return [...tables.values()].flatMap((rows, index) => {
    const titles = ['scenario', ...rows[0]![1].map(({ name }) => name)].map((title) => ({ title }));
    const cells = rows.map(([scenario, variants]) => [
      scenario,
      ...variants.map((variant) => describeVariant(variant, result)),
    ]);
    return [...(index === 0 ? [] : ['']), ...renderTable(titles, cells, screen)];
  });
}

/** What is to say of one variant, worst first. */
export function describeVariant(variant: VariantResult, result: CampaignResult): Line[] {
  const isHere = (item: { scenario: string; variant: string }): boolean =>
    item.scenario === variant.scenario && item.variant === variant.name;
  const findings = result.findings.filter(isHere);
  const problems = result.problems.filter(isHere);
  const divergences = result.divergences.filter(isHere).length;
  const lines: Line[] = [
    ...problems.map(({ kind, caseIndex }): Line => ({
      text: `${PROBLEM_TITLES[kind]} at #${caseIndex}`,
      style: 'bad',
    })),
    ...(divergences === 0
      ? []
      : [{ text: `DIVERGED in ${countOf(divergences, 'case')}`, style: 'warning' } as const]),
    ...groupByOracle(findings.filter((finding) => stateOf(finding) === 'new')).map((text): Line => ({
      text: `UNEXPECTED ${text}`,
      style: 'bad',
    })),
    ...withOutcome(variant, 'missed').map((text): Line => ({
      text: `MISSED ${text} in ${formatCount(variant.cases)}`,
      style: 'bad',
    })),
    ...groupByOracle(findings.filter((finding) => stateOf(finding) === 'known')).map((text): Line => ({
      text: `known ${text}`,
      style: 'warning',
    })),
    ...groupByOracle(findings.filter(({ isExpected }) => isExpected)).map((text): Line => ({
      text: `found ${text}`,
      style: 'good',
    })),
  ];
  if (lines.length > 0) return lines;
  const needed = Math.max(...variant.expected.map(({ fromCases = 0 }) => fromCases), 0);
  if (needed > variant.cases)
    return [
      { text: `not judged (${formatCount(variant.cases)} of ${countOf(needed, 'case')})`, style: 'warning' },
    ];
  const without = variant.limited + variant.inconclusive;
  if (variant.cases === 0) return [{ text: 'NOT RUN', style: 'warning' }];
  if (without === variant.cases) return [{ text: `NO VERDICT (${formatCount(without)})`, style: 'warning' }];
  const clean: Line = { text: `clean (${formatCount(variant.cases - without)})`, style: 'good' };
  if (without === 0) return [clean];
  return [clean, { text: `no verdict (${formatCount(without)})`, style: 'warning' }];
}

/** One text per oracle: `hang at #3, in 5`. Fingerprints of one case are counted once at most, as far as is known. */
function groupByOracle(findings: readonly FindingGroup[]): string[] {
  return [...Map.groupBy(findings, ({ oracle }) => oracle)].map(([oracle, groups]) => {
    const seen = groups.filter(({ count }) => count > 0);
    const kinds = groups.length === 1 ? '' : ` (${countOf(groups.length, 'fingerprint')})`;
    if (seen.length === 0) return `${oracle} in a kept case${kinds}`;
    const first = Math.min(...seen.map(({ firstCase }) => firstCase));
    const [most, all] = [
      Math.max(...groups.map(({ count }) => count)),
      groups.reduce((sum, { count }) => sum + count, 0),
    ];
    const cases = most === all ? formatCount(all) : `up to ${formatCount(all)}`;
    return `${oracle} at #${first}, in ${cases}${kinds}`;
  });
}

function withOutcome(variant: VariantResult, wanted: ExpectedOutcome['outcome']): string[] {
  return variant.expected
    .filter(({ outcome }) => outcome === wanted)
    .map(({ oracle, code }) => `${oracle} ${code}`);
}
