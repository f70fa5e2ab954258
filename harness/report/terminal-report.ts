// A campaign's result → the report for people: the matrix, what was tried, the findings with the way they happened, and
// last the exit code with its reasons. Complete in itself, so that a saved copy needs nothing else.
import type { CampaignResult, FindingGroup } from '../model/campaign-result.ts';
import { FINDINGS_IN_FULL } from '../model/limits.ts';
import { formatShard } from '../model/shard.ts';
import { arrangeFindings } from '../model/arrange-findings.ts';
import { renderBaseline } from './baseline-section.ts';
import { stateOf } from '../model/finding-state.ts';
import { renderCorpus } from './corpus-section.ts';
import { renderCertificates } from './certificate-section.ts';
import { renderEffortTable } from './effort-table.ts';
import { renderEscapes } from './escape-section.ts';
import { renderFinding, renderFindingLine } from './finding-section.ts';
import { renderDivergences } from './divergence-section.ts';
import { countOf, formatCount } from '../model/format-count.ts';
import { formatDuration } from './format-duration.ts';
import { renderProblems } from './problem-section.ts';
import type { ReportContext } from './reporter.ts';
import { renderSummaryMatrix } from './summary-matrix.ts';
import { renderSweep } from './sweep-section.ts';
import { toPrintable } from './to-printable.ts';
import { renderVerdict } from './verdict-line.ts';

/** The whole report, ending with a line break. */
export function renderTerminalReport(raw: CampaignResult, context: ReportContext): string {
  const result = toPrintable(raw);
  const { screen } = context;
  const title = (text: string): string => screen.paint('strong', text);
  const sections = [
    [describeRun(result)],
    [title('Scenarios by variants'), '', ...renderSummaryMatrix(result, screen)],
    [
      title('What was tried: cases, cancellations by phase, faults'),
      '',
      ...renderEffortTable(result, screen),
    ],
    ...renderSweep(result, screen),
    ...(result.certificates === undefined ? [] : [renderCertificates(result.certificates, screen)]),
    ...renderFindings(result, context),
    ...(result.baseline === undefined ? [] : [renderBaseline(result.baseline, screen)]),
    ...(result.corpus.length > 0
      ? [
          renderCorpus(
            result.corpus,
            result.findings.map(({ repro }) => repro),
            screen,
          ),
        ]
      : []),
    ...(result.divergences.length > 0 ? [renderDivergences(result.divergences, screen)] : []),
    ...(result.escapes.length > 0 ? [renderEscapes(result.escapes, screen)] : []),
    ...(result.problems.length > 0 ? [renderProblems(result.problems, screen)] : []),
    [...describeLengths(result), ...describeAudit(result), renderVerdict(context.exit, screen)],
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function describeRun(result: CampaignResult): string {
  const { versions } = result;
  const packages = Object.entries(versions.packages).map(([name, version]) => `${name} ${version}`);
  return [
    `closecall ${versions.closecall}`,
    `seed ${result.seed}`,
    ...(result.shard === undefined ? [] : [`shard ${formatShard(result.shard)}`]),
    `${countOf(result.cases, 'case')} in ${formatDuration(result.elapsedMs)}`,
    [`Node ${versions.node.replace(/^v/, '')}`, ...packages].join(', '),
  ].join(' | ');
}

/** Where the parts of a variant came to different ends: what they have in common, by which expectations are judged. */
function describeLengths({ shard, variants }: CampaignResult): string[] {
  if (shard !== undefined) return [];
  return variants
    .filter(({ cases, reached }) => reached < cases)
    .map(
      ({ scenario, name, cases, reached }) =>
        `${scenario}/${name}: ${countOf(cases, 'case')} in parts that came to different ends; all came to #${reached}, and expectations are judged by the cases before`,
    );
}

/** What the determinism of this run rests on, and what it cost. */
function describeAudit({ audit, divergences, findings, explore }: CampaignResult): string[] {
  const { cases, runs, findingsChecked, elapsedMs } = audit;
  const found = `${formatCount(findingsChecked)} of ${countOf(findings.length, 'finding')} also run in another process`;
  const cost = `(${formatDuration(elapsedMs)} of worker time)`;
  if (cases > 0)
    return [
      `determinism: ${countOf(cases, 'case')} run twice in one process and once in another (${formatCount(runs)} runs), ${countOf(divergences.length, 'divergence')}; ${found} ${cost}`,
    ];
  if (findings.length === 0) return [];
  const hint = explore === 'exhaustive' ? '' : '; --check-determinism does that to every case';
  return [`determinism: ${found} ${cost}${hint}`];
}

/** New findings first: they are why somebody reads this. What is taken for the defect of another is told below it. */
function renderFindings(result: CampaignResult, { screen, launcher }: ReportContext): string[][] {
  const told = arrangeFindings(result.findings, result.issues);
  const ordered = (['new', 'known', 'expected'] as const).flatMap((state) =>
    told.filter(({ finding }) => stateOf(finding) === state),
  );
  const rest = ordered.slice(FINDINGS_IN_FULL);
  return [
    ...ordered.slice(0, FINDINGS_IN_FULL).map((each, index) =>
      renderFinding(each, {
        nth: index + 1,
        of: ordered.length,
        cases: casesOf(each.finding, result),
        screen,
        launcher,
      }),
    ),
    ...(rest.length > 0
      ? [
          [
            screen.paint('strong', `${countOf(rest.length, 'more finding')}; replay one to see it in full`),
            ...rest.flatMap(({ finding, also }) => [
              renderFindingLine(finding, screen),
              ...also.map((other) => `  also seen: ${renderFindingLine(other, screen)}`),
            ]),
          ],
        ]
      : []),
  ];
}

function casesOf(finding: FindingGroup, { variants }: CampaignResult): number {
  const own = variants.find(
    ({ scenario, name }) => scenario === finding.scenario && name === finding.variant,
  );
  return own?.cases ?? 0;
}
