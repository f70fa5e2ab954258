// A campaign's result → the overview of the page, as markup that reads without a script: verdict, matrix, what else is wrong, and
// every finding by its fingerprint with the command that replays it.
import type { CampaignResult, FindingGroup } from '../../model/campaign-result.ts';
import type { ExitDecision } from '../../model/exit-codes.ts';
import { formatShard } from '../../model/shard.ts';
import { renderBaseline } from '../baseline-section.ts';
import { stateOf } from '../../model/finding-state.ts';
import { summarizeCorpus } from '../corpus-section.ts';
import { renderDivergences } from '../divergence-section.ts';
import { renderEscapes } from '../escape-section.ts';
import { countOf, formatCount } from '../../model/format-count.ts';
import { formatDuration } from '../format-duration.ts';
import { renderProblems } from '../problem-section.ts';
import { plainScreen } from '../screen.ts';
import { renderFindingList } from './finding-list.ts';
import { markup, when, type Markup } from './markup.ts';
import { renderMatrix } from './matrix.ts';
import type { PageFinding } from './page-data.ts';

/** What the overview is made of. `findings` are those of the page, and `pages` the same as the page has them. */
export type OverviewParts = {
  result: CampaignResult;
  findings: readonly FindingGroup[];
  pages: readonly PageFinding[];
  exit: ExitDecision;
  note: string;
};

/** The overview; texts are printable already. */
export function renderOverview({ result, findings, pages, exit, note }: OverviewParts): Markup {
  const screen = plainScreen();
  const others = [
    ...(result.baseline === undefined ? [] : [renderBaseline(result.baseline, screen)]),
    ...(result.problems.length > 0 ? [renderProblems(result.problems, screen)] : []),
    ...(result.divergences.length > 0 ? [renderDivergences(result.divergences, screen)] : []),
    ...(result.escapes.length > 0 ? [renderEscapes(result.escapes, screen)] : []),
  ];
  return markup`<h1 class="${exit.code === 0 ? 'verdict' : 'verdict bad'}"><span class="exit">exit ${exit.code}</span> ${capitalise(exit.why.join('; '))}</h1>
<p class="summary">${summarize(result)}</p>
<dl class="facts">${describeRun(result).map(([label, text]) => markup`<div><dt>${label}</dt><dd>${text}</dd></div>`)}</dl>
<section aria-labelledby="matrix-title"><h2 id="matrix-title">Scenarios by variants</h2>
${renderMatrix(result)}</section>
${others.map(([title = '', ...lines]) => markup`<section><h2>${title}</h2><pre class="lines">${lines.join('\n')}</pre></section>`)}
<section aria-labelledby="findings-title"><h2 id="findings-title">Findings</h2>
${when(note !== '', () => markup`<p class="note">${note}</p>`)}
${renderFindingList(result, findings, pages)}</section>`;
}

function summarize({ variants, findings, cases, notRun = [] }: CampaignResult): string {
  const unexpected = findings.filter((finding) => stateOf(finding) === 'new').length;
  const known = findings.filter((finding) => stateOf(finding) === 'known').length;
  const fingerprints = new Set(findings.map(({ fingerprint }) => fingerprint)).size;
  const missed = variants.flatMap(({ expected }) => expected.filter(({ outcome }) => outcome === 'missed'));
  const clean = variants.filter(
    ({ scenario, name }) => !findings.some((each) => each.scenario === scenario && each.variant === name),
  ).length;
  const seen =
    findings.length === 0
      ? 'Nothing was found'
      : `${countOf(findings.length, 'finding')} of ${countOf(fingerprints, 'fingerprint')}, ${unexpected > 0 ? `${formatCount(unexpected)} unexpected` : known > 0 ? 'none unexpected' : 'all expected'}`;
  const gone = missed.length === 0 ? '' : ` ${countOf(missed.length, 'expected finding')} did not show.`;
  const left = notRun.length === 0 ? '' : ` ${countOf(notRun.length, 'variant')} not begun.`;
  return `${seen}${known > 0 ? `, ${formatCount(known)} known` : ''}, in ${countOf(cases, 'case')}. ${formatCount(clean)} of ${countOf(variants.length, 'variant')} kept every promise.${gone}${left}`;
}

function describeRun(result: CampaignResult): [string, string][] {
  const { versions, corpus, audit, certificates = [] } = result;
  const packages = Object.entries(versions.packages).map(([name, version]) => `${name} ${version}`);
  return [
    ['seed', String(result.seed)],
    ['explored by', result.explore],
    ...(result.shard === undefined ? [] : ([['shard', formatShard(result.shard)]] as [string, string][])),
    ['took', `${formatDuration(result.elapsedMs)}${result.interrupted ? ', interrupted' : ''}`],
    ['closecall', versions.closecall],
    ['Node.js', versions.node.replace(/^v/, '')],
    ['packages', packages.join(', ') || 'none'],
    ...(corpus.length > 0 ? ([['kept cases', summarizeCorpus(corpus)]] as [string, string][]) : []),
    ...(certificates.length > 0
      ? ([['certificates', certificates.map(({ file }) => file || 'not written').join(', ')]] as [
          string,
          string,
        ][])
      : []),
    [
      'determinism',
      audit.cases > 0
        ? `${countOf(audit.cases, 'case')} run ${formatCount(audit.runs)} times, ${countOf(result.divergences.length, 'divergence')}`
        : `${formatCount(audit.findingsChecked)} of ${countOf(result.findings.length, 'finding')} run in another process as well`,
    ],
  ];
}

function capitalise(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
