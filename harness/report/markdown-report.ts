// A campaign's result → the matrix as Markdown: scenarios by variants, what each showed, in how many cases, how early; then what was
// found and is not expected, each with the way it happened. Meant to be kept: in a README, in a pull request, in the summary of a CI
// step, which takes no more than 1 MiB. No payload is markup in it.
import type { CampaignResult } from '../model/campaign-result.ts';
import { formatShard } from '../model/shard.ts';
import { GONE_SHOWN, MARKDOWN_REPORT_BYTES, MESSAGE_LINE_CHARS } from '../model/limits.ts';
import { arrangeFindings, type ToldFinding } from '../model/arrange-findings.ts';
import { describeAge, describeGone, summarizeBaseline } from './baseline-section.ts';
import { stateOf } from '../model/finding-state.ts';
import { summarizeCorpus } from './corpus-section.ts';
import { cutLongText } from '../model/cut-long-text.ts';
import { renderEscapeList } from './escape-section.ts';
import { renderFinding } from './finding-section.ts';
import { countOf, formatCount } from '../model/format-count.ts';
import { renderMarkdownDifferentials } from './markdown-differential.ts';
import { renderMarkdownMatrix } from './markdown-matrix.ts';
import { toBlock, toCode, toName } from './markdown-text.ts';
import type { ReportContext } from './reporter.ts';
import { plainScreen } from './screen.ts';
import { toPrintable } from './to-printable.ts';

/** The matrix, the new findings and how the run ended, ending with a line break; below `MARKDOWN_REPORT_BYTES`, by whole findings. */
export function renderMarkdownReport(
  raw: CampaignResult,
  { exit, launcher = 'closecall' }: Pick<ReportContext, 'exit'> & Partial<Pick<ReportContext, 'launcher'>>,
): string {
  const result = toPrintable(raw);
  const { versions, seed, cases, shard } = result;
  const part = shard === undefined ? '' : `, shard ${formatShard(shard)}`;
  const origin = `closecall ${versions.closecall}, seed ${seed}${part}, ${formatCount(cases)} cases, Node ${versions.node}: exit ${exit.code}.`;
  const sections = renderMarkdownMatrix(result, MARKDOWN_REPORT_BYTES / 2);
  sections.push(...renderMarkdownDifferentials(result.findings, MARKDOWN_REPORT_BYTES / 8));
  if (result.escapes.length > 0) sections.push(renderEscapeList(result.escapes).join('\n'));
  if (result.corpus.length > 0) sections.push(`Kept cases: ${summarizeCorpus(result.corpus)}.`);
  sections.push(...renderBaselineList(result));
  // What comes behind the findings, and the sentence about those that found no room.
  const reserved = sizeOf([...sections, origin, ...OUTSIDE]);
  sections.push(...renderFindings(result, launcher, MARKDOWN_REPORT_BYTES - reserved));
  return `${[...sections, origin].join('\n\n')}\n`;
}

/** What is known and what is gone, a line each. */
function renderBaselineList({ baseline, findings }: CampaignResult): string[] {
  if (baseline === undefined) return [];
  const known = findings.flatMap(({ knownSince, oracle, code, scenario, variant }) =>
    knownSince === undefined
      ? []
      : [
          `- ${oracle} ${toCode(code)} in ${toName(scenario)}/${toName(variant)}, ${describeAge(knownSince)}${knownSince.note === undefined ? '' : `: ${toCode(knownSince.note)}`}`,
        ],
  );
  const gone = baseline.gone.map((entry) => `- gone: ${toCode(describeGone(entry))}`);
  const lines = [...known, ...gone];
  const more = lines.length - GONE_SHOWN;
  return [
    [
      `Baseline ${toCode(baseline.file)}: ${summarizeBaseline(baseline)}.`,
      ...(lines.length > 0 ? [''] : []),
      ...lines.slice(0, GONE_SHOWN),
      ...(more > 0 ? [`- ${more} more, all in the JSON report`] : []),
    ].join('\n'),
  ];
}

const TITLE = '### Not expected';

/** Room for the title, and for saying how many findings are left out. */
const OUTSIDE = [TITLE, 'x'.repeat(200)];

/** As many whole findings as there is room for, and how many there are more. */
function renderFindings(result: CampaignResult, launcher: string, bytesMax: number): string[] {
  const surprises = arrangeFindings(result.findings, result.issues).filter(
    ({ finding }) => stateOf(finding) === 'new',
  );
  if (surprises.length === 0) return [];
  const shown: string[] = [];
  let left = bytesMax;
  for (const [index, told] of surprises.entries()) {
    const section = renderSurprise(told, result, { nth: index + 1, of: surprises.length, launcher });
    left -= sizeOf([section]);
    if (left < 0) break;
    shown.push(section);
  }
  const more = surprises.length - shown.length;
  const rest =
    more === 0
      ? []
      : [`${countOf(more, 'more finding')}, left out for the size of this page: all are in the JSON report.`];
  return [TITLE, ...shown, ...rest];
}

function renderSurprise(
  told: ToldFinding,
  { variants }: CampaignResult,
  place: { nth: number; of: number; launcher: string },
): string {
  const { finding, also } = told;
  const { scenario, variant, oracle, code, message } = finding;
  const own = variants.find((each) => each.scenario === scenario && each.name === variant);
  const details = renderFinding(told, { ...place, cases: own?.cases ?? 0, screen: plainScreen() });
  return [
    `**${place.nth}. ${oracle} ${toCode(code)}** in ${toName(scenario)}/${toName(variant)}: ${toCode(cutLongText(message, MESSAGE_LINE_CHARS))}`,
    ...(also.length === 0
      ? []
      : ['', `Also seen of it: ${also.map((other) => `${other.oracle} ${toCode(other.code)}`).join(', ')}.`]),
    '',
    '<details><summary>how it happened, and how to see it again</summary>',
    '',
    ...toBlock(details.slice(1)),
    '',
    '</details>',
  ].join('\n');
}

/** Bytes that sections take, with the empty lines between them. */
function sizeOf(sections: readonly string[]): number {
  return sections.reduce((sum, section) => sum + Buffer.byteLength(section) + 2, 0);
}
