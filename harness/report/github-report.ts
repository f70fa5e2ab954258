// A campaign's result → workflow commands, which GitHub shows as annotations at the lines of a change. Whatever a payload holds, each
// command is one line, and no other command can be made of it.
// https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#setting-an-error-message
import type { CampaignResult, FindingGroup } from '../model/campaign-result.ts';
import { GITHUB_ANNOTATIONS_MAX, GITHUB_MESSAGE_CHARS, GITHUB_TITLE_CHARS } from '../model/limits.ts';
import { formatCase } from '../model/case.ts';
import { arrangeFindings, type ToldFinding } from '../model/arrange-findings.ts';
import { describeGone } from './baseline-section.ts';
import { stateOf } from '../model/finding-state.ts';
import { cutLongText } from '../model/cut-long-text.ts';
import { headlineOf } from './finding-section.ts';
import { countOf } from '../model/format-count.ts';
import { PROBLEM_TITLES } from './problem-section.ts';
import { findProjectPlace, type SourcePlace } from '../model/source-place.ts';
import { formatReplayCommand } from './replay-command.ts';
import type { ReportContext } from './reporter.ts';
import { toPrintable } from './to-printable.ts';

type Level = 'error' | 'warning' | 'notice';

/** One annotation; `lines` are what is shown below its title. */
type Annotation = { level: Level; title: string; lines: string[]; place?: SourcePlace | undefined };

type Context = Pick<ReportContext, 'launcher' | 'folder'>;

/**
 * The commands, a line each: new findings first, one for each defect by its fingerprint, then what was missed, problems, and what has no verdict.
 * Nothing for what is expected or known; '' when there is nothing to say. GitHub shows ten of a level for a step: where there are more, the
 * tenth says how many. Paths are below `folder`, that of the project in its repository.
 */
export function renderGithubReport(raw: CampaignResult, { launcher, folder = '' }: Context): string {
  const result = toPrintable(raw);
  const all = [
    ...listFindings(result, launcher),
    ...listMissed(result),
    ...listProblems(result),
    ...listDivergences(result),
    ...listGone(result),
  ];
  const kept = (['error', 'warning', 'notice'] as const).flatMap((level) =>
    limit(all.filter((annotation) => annotation.level === level)),
  );
  return kept.map((annotation) => `${toCommand(annotation, folder)}\n`).join('');
}

function listFindings({ findings, issues }: CampaignResult, launcher: string): Annotation[] {
  const surprises = arrangeFindings(findings, issues).filter(({ finding }) => stateOf(finding) === 'new');
  return [...Map.groupBy(surprises, ({ finding }) => finding.fingerprint).values()].map((same) => {
    const first = same[0]!.finding;
    return {
      level: 'error',
      title: `closecall: ${first.oracle} ${first.code}`,
      lines: describeFinding(same, launcher),
      place: findProjectPlace(first.places),
    };
  });
}

function describeFinding([told, ...others]: readonly ToldFinding[], launcher: string): string[] {
  const { finding, also } = told!;
  const seen = [...also, ...others.flatMap((other) => other.also)];
  const { message, places, repro, shrunk, fingerprint } = finding;
  return [
    message,
    `${headlineOf(finding)} in ${describeSight(finding)}, fingerprint ${fingerprint}`,
    ...others.map((other) => `also in ${describeSight(other.finding)}`),
    ...listUnique(seen.map(headlineOf)).map((headline) => `also seen of it: ${headline}`),
    ...places.flatMap(({ label, frames }) => (frames.length === 0 ? [] : [`${label}: ${frames[0]}`])),
    `smallest case: ${formatCase(shrunk)}`,
    ...(repro === '' ? [] : [`replay: ${formatReplayCommand(repro, launcher)}`]),
  ];
}

function listUnique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

function describeSight({ scenario, variant, count }: FindingGroup): string {
  return `${scenario}/${variant} (${count === 0 ? 'a kept case' : countOf(count, 'case')})`;
}

function listMissed({ variants }: CampaignResult): Annotation[] {
  return variants.flatMap(({ scenario, name, cases, expected }) =>
    expected
      .filter(({ outcome }) => outcome === 'missed')
      .map(({ oracle, code }): Annotation => ({
        level: 'error',
        title: `closecall: missed ${oracle} ${code}`,
        lines: [`${scenario}/${name} is expected to show it, and did not in ${countOf(cases, 'case')}`],
      })),
  );
}

function listProblems({ problems }: CampaignResult): Annotation[] {
  return problems.map(({ kind, scenario, variant, caseIndex, what }) => ({
    level: 'error',
    title: `closecall: ${PROBLEM_TITLES[kind].toLowerCase()}`,
    lines: [`${scenario}/${variant} at #${caseIndex}: ${what}`],
  }));
}

function listDivergences({ divergences }: CampaignResult): Annotation[] {
  return divergences.map(({ scenario, variant, caseIndex, between, step, expected, actual }) => ({
    level: 'warning',
    title: 'closecall: a case ran differently when run again',
    lines: [
      `${scenario}/${variant} at #${caseIndex}, between ${between}, at step ${step}`,
      `first: ${expected}`,
      `second: ${actual}`,
    ],
  }));
}

/** One for all of them: that something is mended needs no more. */
function listGone({ baseline }: CampaignResult): Annotation[] {
  if (baseline === undefined || baseline.gone.length === 0) return [];
  const title = `closecall: ${countOf(baseline.gone.length, 'finding')} of the baseline gone`;
  const way = `--update-baseline takes out of ${baseline.file}:`;
  return [{ level: 'notice', title, lines: [way, ...baseline.gone.map(describeGone)] }];
}

/** No more than GitHub shows: what is left out would be left out without a word. */
function limit(annotations: readonly Annotation[]): Annotation[] {
  const more = annotations.length - GITHUB_ANNOTATIONS_MAX;
  const [first] = annotations;
  if (first === undefined || more <= 0) return [...annotations];
  const rest = annotations.slice(GITHUB_ANNOTATIONS_MAX - 1);
  const told: Annotation = {
    level: first.level,
    title: `closecall: ${rest.length} more`,
    lines: [
      `GitHub shows ${GITHUB_ANNOTATIONS_MAX} of a kind for a step. The others, all in the report:`,
      ...rest.map(({ title, lines }) => `${title.replace(/^closecall: /, '')}: ${lines[0]}`),
    ],
  };
  return [...annotations.slice(0, GITHUB_ANNOTATIONS_MAX - 1), told];
}

function toCommand({ level, title, lines, place }: Annotation, folder: string): string {
  const properties = {
    ...(place === undefined
      ? {}
      : {
          file: folder === '' ? place.file : `${folder}/${place.file}`,
          line: place.line,
          col: place.column,
        }),
    title: cutLongText(title, GITHUB_TITLE_CHARS),
  };
  const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  return `::${level} ${list.join(',')}::${escapeData(cutLongText(lines.join('\n'), GITHUB_MESSAGE_CHARS))}`;
}

/** As the runner takes them back. The percent sign first: it begins what the others become. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
