// A campaign's result → its matrix as tables of Markdown: a row per scenario, a column per variant, in words.
import type { CampaignResult, FindingGroup, VariantResult } from '../model/campaign-result.ts';
import { formatConfirmation } from '../model/confirmation.ts';
import { MATRIX_CODE_CHARS } from '../model/limits.ts';
import { stateOf } from './baseline-section.ts';
import { cutLongText } from '../model/cut-long-text.ts';
import { countOf, formatCount } from './format-count.ts';
import { toCode, toName } from './markdown-text.ts';
import { PROBLEM_TITLES } from './problem-section.ts';

/** How a finding is introduced. */
const STATES = { new: '**unexpected** ', known: 'known ', expected: '' } as const;

type Row = [scenario: string, variants: VariantResult[]];

/** A table for all scenarios that have the same variants; text must be printable already. Of more than `bytesMax` whole rows are kept. */
export function renderMarkdownMatrix(result: CampaignResult, bytesMax: number): string[] {
  const scenarios = Map.groupBy(result.variants, ({ scenario }) => scenario);
  const tables = Map.groupBy(scenarios, ([, variants]) => variants.map(({ name }) => name).join('\n'));
  let left = bytesMax;
  let missing = 0;
  const fit = (line: string): boolean => {
    left -= Buffer.byteLength(line) + 1;
    return left >= 0;
  };
  const sections = [...tables.values()].flatMap((rows) => {
    const titles = ['scenario', ...rows[0]![1].map(({ name }) => toName(name))];
    const head = [titles, titles.map(() => '---')].map(renderRow);
    const hasRoom = fit(head.join('\n'));
    const lines = rows.map((row) => renderScenario(row, result)).filter((line) => hasRoom && fit(line));
    missing += rows.length - lines.length;
    return lines.length === 0 ? [] : [[...head, ...lines].join('\n')];
  });
  return missing === 0
    ? sections
    : [...sections, `${countOf(missing, 'more scenario')}, left out for the size of this page.`];
}

function renderScenario([scenario, variants]: Row, result: CampaignResult): string {
  return renderRow([toName(scenario), ...variants.map((variant) => describeCell(variant, result))]);
}

/** Cells have no bar in them: names and codes are written without. */
function renderRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function describeCell(variant: VariantResult, result: CampaignResult): string {
  const isHere = (item: { scenario: string; variant: string }): boolean =>
    item.scenario === variant.scenario && item.variant === variant.name;
  const found = Map.groupBy(
    result.findings.filter(isHere),
    (finding) => `${STATES[stateOf(finding)]}${finding.oracle} ${shortCode(finding.code)}`,
  );
  const parts = [...found].map(([what, groups]) => `${what}: ${describeCounts(groups, variant.cases)}`);
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

function describeCounts(groups: readonly FindingGroup[], cases: number): string {
  const count = groups.reduce((sum, group) => sum + group.count, 0);
  const share = ((100 * Math.min(count, cases)) / cases).toFixed(1);
  const seen = groups.filter((group) => group.count > 0);
  if (seen.length === 0) return `in a kept case${describeTries(groups)}`;
  const first = Math.min(...seen.map(({ firstCase }) => firstCase));
  return `${formatCount(count)} (${share}%), first #${first}${describeTries(groups)}`;
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
