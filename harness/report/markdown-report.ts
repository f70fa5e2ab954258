// A campaign's result → the matrix as Markdown: scenarios by variants, what each showed, in how many cases, how early.
// Meant to be kept: in a README, in a pull request, in the summary of a CI step.
import type { CampaignResult, FindingGroup, VariantResult } from '../model/campaign-result.ts';
import { renderEscapeList } from './escape-section.ts';
import { formatConfirmation } from '../model/confirmation.ts';
import { formatShard } from '../model/shard.ts';
import { summarizeCorpus } from './corpus-section.ts';
import { describeOutcome } from './differential-table.ts';
import { formatCount } from './format-count.ts';
import { PROBLEM_TITLES } from './problem-section.ts';
import type { ReportContext } from './reporter.ts';
import { toPrintable } from './to-printable.ts';

/** The matrix and how the run ended, ending with a line break. */
export function renderMarkdownReport(raw: CampaignResult, { exit }: Pick<ReportContext, 'exit'>): string {
  const result = toPrintable(raw);
  const scenarios = Map.groupBy(result.variants, ({ scenario }) => scenario);
  const tables = Map.groupBy(scenarios, ([, variants]) => variants.map(({ name }) => name).join('\n'));
  const sections = [...tables.values()].map((rows) => renderTable(rows, result));
  sections.push(...renderDifferentials(result.findings));
  if (result.escapes.length > 0) sections.push(renderEscapeList(result.escapes).join('\n'));
  if (result.corpus.length > 0) sections.push(`Kept cases: ${summarizeCorpus(result.corpus)}.`);
  const { versions, seed, cases, shard } = result;
  const part = shard === undefined ? '' : `, shard ${formatShard(shard)}`;
  const origin = `closecall ${versions.closecall}, seed ${seed}${part}, ${formatCount(cases)} cases, Node ${versions.node}`;
  return `${sections.join('\n\n')}\n\n${origin}: exit ${exit.code}.\n`;
}

function renderTable(rows: [scenario: string, variants: VariantResult[]][], result: CampaignResult): string {
  const titles = ['scenario', ...rows[0]![1].map(({ name }) => name)];
  const lines = rows.map(([scenario, variants]) => [
    scenario,
    ...variants.map((variant) => describeCell(variant, result)),
  ]);
  return [titles, titles.map(() => '---'), ...lines].map(renderRow).join('\n');
}

/** The smallest case of each finding on every variant: a table for each set of variants. */
function renderDifferentials(findings: readonly FindingGroup[]): string[] {
  const compared = findings.flatMap(({ differential, ...finding }) =>
    differential === undefined ? [] : [{ finding, differential }],
  );
  const tables = Map.groupBy(compared, ({ differential: { variants } }) =>
    variants
      .map(({ variant }) => variant)
      .toSorted()
      .join('\n'),
  );
  return [...tables].map(([key, rows]) => {
    const names = key.split('\n');
    const lines = rows.map(({ finding, differential }) => [
      `${finding.scenario}/${finding.variant} ${finding.oracle} \`${finding.code}\``,
      ...names.map((name) => {
        const { outcome, finding: what } = differential.variants.find(({ variant }) => variant === name)!;
        return describeOutcome(outcome, what);
      }),
      differential.headline,
    ]);
    const titles = ['the smallest case of', ...names, 'so it'];
    return [titles, titles.map(() => '---'), ...lines].map(renderRow).join('\n');
  });
}

function renderRow(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function describeCell(variant: VariantResult, result: CampaignResult): string {
  const isHere = (item: { scenario: string; variant: string }): boolean =>
    item.scenario === variant.scenario && item.variant === variant.name;
  const found = Map.groupBy(
    result.findings.filter(isHere),
    ({ oracle, code, isExpected }) => `${isExpected ? '' : '**unexpected** '}${oracle} \`${code}\``,
  );
  const parts = [...found].map(([what, groups]) => `${what}: ${describeCounts(groups, variant.cases)}`);
  for (const [kind, problems] of Map.groupBy(result.problems.filter(isHere), (problem) => problem.kind))
    parts.push(`**${PROBLEM_TITLES[kind].toLowerCase()}**: ${problems.length}`);
  const divergences = result.divergences.filter(isHere).length;
  if (divergences > 0) parts.push(`**diverged** in ${divergences}`);
  const without = variant.limited + variant.inconclusive;
  if (without > 0) parts.push(`no verdict in ${formatCount(without)}`);
  for (const { oracle, code, outcome } of variant.expected)
    if (outcome === 'missed') parts.push(`**missed** ${oracle} \`${code}\``);
  return parts.length > 0 ? parts.join('<br>') : `clean (${formatCount(variant.cases)})`;
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
