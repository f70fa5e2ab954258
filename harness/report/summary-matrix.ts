// A campaign's result → scenarios by variants with one verdict in each cell, in words. Scenarios with the same variants
// share a table, so that no table is mostly empty.
import type {
  CampaignResult,
  ExpectedOutcome,
  FindingGroup,
  VariantResult,
} from '../model/campaign-result.ts';
import { stateOf } from '../model/finding-state.ts';
import { countOf, formatCount } from '../model/format-count.ts';
import { countCases } from './count-cases.ts';
import { groupScenarios } from './group-scenarios.ts';
import { PROBLEM_TITLES } from './problem-section.ts';
import type { Screen, Style } from './screen.ts';
import { renderTable, type Line } from './text-table.ts';

/** The lines of the matrix; text in `result` must be printable already. */
export function renderSummaryMatrix(result: CampaignResult, screen: Screen): string[] {
  return groupScenarios(result.variants).flatMap(({ names, rows }, index) => {
    const titles = ['scenario', ...names].map((title) => ({ title }));
    const cells = rows.map(([scenario, variants]) => [
      scenario,
      ...variants.map((variant) => describeVariant(variant, result)),
    ]);
    return [...(index === 0 ? [] : ['']), ...renderTable(titles, cells, screen)];
  });
}

/** A line of a cell; `of` is what it tells of, or the first of those. */
export type VariantLine = Line & { of?: FindingGroup };

/** What is to say of one variant, worst first. */
export function describeVariant(variant: VariantResult, result: CampaignResult): VariantLine[] {
  const isHere = (item: { scenario: string; variant: string }): boolean =>
    item.scenario === variant.scenario && item.variant === variant.name;
  const findings = result.findings.filter(isHere);
  const problems = result.problems.filter(isHere);
  const divergences = result.divergences.filter(isHere).length;
  const tellFound = (state: ReturnType<typeof stateOf>, words: string, style: Style): VariantLine[] => {
    const inState = findings.filter((finding) => stateOf(finding) === state);
    return [...Map.groupBy(inState, ({ oracle }) => oracle).values()].map((groups) => ({
      text: `${words} ${tellGroups(groups, variant)}`,
      style,
      of: groups[0]!,
    }));
  };
  const lines: VariantLine[] = [
    ...problems.map(({ kind, caseIndex }): Line => ({
      text: `${PROBLEM_TITLES[kind]} at #${caseIndex}`,
      style: 'bad',
    })),
    ...(divergences === 0
      ? []
      : [{ text: `DIVERGED in ${countOf(divergences, 'case')}`, style: 'warning' } as const]),
    ...tellFound('new', 'UNEXPECTED', 'bad'),
    ...withOutcome(variant, 'missed').map((text): Line => ({
      text: `MISSED ${text} in ${formatCount(variant.cases)}`,
      style: 'bad',
    })),
    ...tellFound('known', 'known', 'warning'),
    ...tellFound('expected', 'found', 'good'),
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

/** Findings of one oracle: `hang at #3, in 5`. */
function tellGroups(groups: readonly FindingGroup[], variant: VariantResult): string {
  const { oracle } = groups[0]!;
  const seen = groups.filter(({ count }) => count > 0);
  const kinds = groups.length === 1 ? '' : ` (${countOf(groups.length, 'fingerprint')})`;
  if (seen.length === 0) return `${oracle} in a kept case${kinds}`;
  const first = Math.min(...seen.map(({ firstCase }) => firstCase));
  const { count, isExact } = countCases(groups, variant);
  return `${oracle} at #${first}, in ${isExact ? '' : 'up to '}${formatCount(count)}${kinds}`;
}

function withOutcome(variant: VariantResult, wanted: ExpectedOutcome['outcome']): string[] {
  return variant.expected
    .filter(({ outcome }) => outcome === wanted)
    .map(({ oracle, code }) => `${oracle} ${code}`);
}
