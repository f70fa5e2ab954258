// A campaign's result → its matrix as tables of Markdown: a row per scenario, a column per variant, in words.
import type { CampaignResult, FindingGroup, VariantResult } from '../model/campaign-result.ts';
import { formatConfirmation } from '../model/confirmation.ts';
import { MATRIX_CODE_CHARS } from '../model/limits.ts';
import { stateOf } from '../model/finding-state.ts';
import { countCases } from './count-cases.ts';
import { cutLongText } from '../model/cut-long-text.ts';
import { countOf, formatCount } from '../model/format-count.ts';
import { groupScenarios, type ScenarioRow } from './group-scenarios.ts';
import { fitTables, renderRow } from './markdown-table.ts';
import { toCode, toName } from './markdown-text.ts';
import { PROBLEM_TITLES } from './problem-section.ts';

/** How a finding is introduced. */
const STATES = { new: '**unexpected** ', known: 'known ', expected: '' } as const;

/** A table for all scenarios that have the same variants; text must be printable already. Of more than `bytesMax` whole rows are kept. */
export function renderMarkdownMatrix(result: CampaignResult, bytesMax: number): string[] {
  const { texts, missing } = fitTables(
    groupScenarios(result.variants).map(({ names, rows }) => ({
      titles: ['scenario', ...names.map(toName)],
      rows: rows.map((row) => renderScenario(row, result)),
    })),
    bytesMax,
  );
  return missing === 0
    ? texts
    : [...texts, `${countOf(missing, 'more scenario')}, left out for the size of this page.`];
}

function renderScenario([scenario, variants]: ScenarioRow, result: CampaignResult): string {
  return renderRow([toName(scenario), ...variants.map((variant) => describeCell(variant, result))]);
}

function describeCell(variant: VariantResult, result: CampaignResult): string {
  const isHere = (item: { scenario: string; variant: string }): boolean =>
    item.scenario === variant.scenario && item.variant === variant.name;
  const found = Map.groupBy(
    result.findings.filter(isHere),
    (finding) => `${STATES[stateOf(finding)]}${finding.oracle} ${shortCode(finding.code)}`,
  );
  const parts = [...found].map(([what, groups]) => `${what}: ${describeCounts(groups, variant)}`);
  for (const [kind, problems] of Map.groupBy(result.problems.filter(isHere), (problem) => problem.kind))
    parts.push(`**${PROBLEM_TITLES[kind].toLowerCase()}**: ${problems.length}`);
  const divergences = result.divergences.filter(isHere).length;
  if (divergences > 0) parts.push(`**diverged** in ${divergences}`);
  const without = variant.limited + variant.inconclusive;
  if (without > 0) parts.push(`no verdict in ${formatCount(without)}`);
  for (const { oracle, code, outcome } of variant.expected)
    if (outcome === 'missed') parts.push(`**missed** ${oracle} ${shortCode(code)}`);
  return parts.length > 0 ? parts.join('<br>') : `clean (${formatCount(variant.cases)})`;
}

function shortCode(code: string): string {
  return toCode(cutLongText(code, MATRIX_CODE_CHARS));
}

function describeCounts(groups: readonly FindingGroup[], variant: VariantResult): string {
  const { count, isExact } = countCases(groups, variant);
  const share = ((100 * count) / variant.cases).toFixed(1);
  const seen = groups.filter((group) => group.count > 0);
  if (seen.length === 0) return `in a kept case${describeTries(groups)}`;
  const first = Math.min(...seen.map(({ firstCase }) => firstCase));
  return `${isExact ? '' : 'up to '}${formatCount(count)} (${share}%), first #${first}${describeTries(groups)}`;
}

/** Tries of all groups on real sockets, added up. */
function describeTries(groups: readonly FindingGroup[]): string {
  const made = groups.flatMap(({ confirmation }) => confirmation ?? []);
  if (made.length === 0) return '';
  const sum = (key: 'confirmed' | 'tries' | 'notConfirmable'): number =>
    made.reduce((total, each) => total + each[key], 0);
  const [confirmed, tries, notConfirmable] = [sum('confirmed'), sum('tries'), sum('notConfirmable')];
  return `, ${formatConfirmation({ confirmed, tries, notConfirmable })}`;
}
