// A campaign's findings → what the page shows of them, in words where words can be made here. Texts are printable already.
import type { CampaignResult, FindingGroup } from '../../model/campaign-result.ts';
import { formatCase, type Case } from '../../model/case.ts';
import { formatConfirmation } from '../../model/confirmation.ts';
import type { Issue } from '../../model/issue.ts';
import { describeAge } from '../baseline-section.ts';
import { stateOf } from '../../model/finding-state.ts';
import { describeTraces } from '../confirmation-lines.ts';
import { describeCase } from '../describe-case.ts';
import { describeOutcome } from '../differential-table.ts';
import { countOf, formatCount } from '../../model/format-count.ts';
import { formatReplayCommand } from '../replay-command.ts';
import { scrubSecrets } from '../../model/scrub.ts';
import { tellFailure } from '../tell-failure.ts';
import { tellRace } from '../tell-race.ts';
import { makePageExplanation } from './make-page-explanation.ts';
import type { PageFinding, PageRun } from './page-data.ts';
import { HEADLINES } from './promises.ts';

/** The finding as the page has it. `launcher` starts closecall where the report was made. */
export function makePageFinding(
  finding: FindingGroup,
  { variants, findings, issues = [] }: CampaignResult,
  launcher: string,
): PageFinding {
  const { fingerprint, scenario, variant, oracle, code, places, confirmation, differential } = finding;
  const own = variants.find((each) => each.scenario === scenario && each.name === variant);
  const { timeline, timelineBefore, interleaving, shrunk, original } = finding;
  const race = tellRace(places, timeline);
  const failure = race === undefined && timeline !== undefined ? tellFailure(timeline) : undefined;
  return {
    key: [fingerprint, scenario, variant],
    oracle,
    code,
    headline: HEADLINES[oracle],
    message: finding.message,
    state: nameState(finding),
    facts: [
      ['expected', finding.isExpected ? 'yes, of this variant' : 'no'],
      ...tellKnown(finding),
      ['seen', describeSights(finding, own?.cases ?? 0)],
      [
        'on real sockets',
        confirmation === undefined
          ? 'not tried'
          : `${formatConfirmation(confirmation)}${describeTraces(confirmation)}`,
      ],
      ['evidence', EVIDENCE[finding.evidence]],
      ['about', finding.subject],
      ...tellIssues(finding, findings, issues),
      ['fingerprint', fingerprint],
      ['trace', finding.traceHash === '' ? 'none: the process died' : finding.traceHash],
      ['smallest case', `${countOf(finding.steps, 'element')}, ${describeShrinking(finding)}`],
    ],
    confirmationReasons: confirmation?.reasons ?? [],
    ...(race !== undefined && { race }),
    ...(failure !== undefined && { failure }),
    ...(differential !== undefined &&
      differential.variants.length > 1 && {
        differential: {
          headline: differential.headline,
          variants: differential.variants.map(
            (one) => [one.variant, describeOutcome(one.outcome, one.finding)] as [string, string],
          ),
        },
      }),
    ...(finding.explanation !== undefined && { explanation: makePageExplanation(finding.explanation) }),
    places,
    replay: finding.repro === '' ? '' : formatReplayCommand(finding.repro, launcher),
    shrunk: { ...makeRun(shrunk, timeline), ...(timeline === undefined && { interleaving }) },
    ...(timelineBefore !== undefined && { original: makeRun(original, timelineBefore) }),
  };
}

/** Unexpected, known or expected: what it is to the reader. */
export function nameState(finding: FindingGroup): PageFinding['state'] {
  const state = stateOf(finding);
  return state === 'new' ? 'unexpected' : state;
}

/** What else was seen of its defect. */
function tellIssues(
  finding: FindingGroup,
  findings: readonly FindingGroup[],
  issues: readonly Issue[],
): PageFinding['facts'] {
  const { scenario, variant, fingerprint } = finding;
  const own = issues
    .filter((issue) => issue.scenario === scenario && issue.variant === variant)
    .map(({ cause, also }) => [cause, ...also])
    .filter((ids) => ids.includes(fingerprint));
  const others = findings.filter(
    (other) =>
      other.scenario === scenario &&
      other.variant === variant &&
      other.fingerprint !== fingerprint &&
      own.some((ids) => ids.includes(other.fingerprint)),
  );
  if (others.length === 0) return [];
  return [['taken for one defect with', others.map(({ oracle, code }) => `${oracle} ${code}`).join(', ')]];
}

function tellKnown({ knownSince }: FindingGroup): PageFinding['facts'] {
  if (knownSince === undefined) return [];
  const { note, firstSeenIn } = knownSince;
  const versions = Object.entries({ closecall: firstSeenIn.closecall, ...firstSeenIn.packages });
  return [
    ['age', describeAge(knownSince)],
    ['first seen in', versions.map((pair) => pair.join(' ')).join(', ')],
    ...(note === undefined ? [] : [['note', note] satisfies PageFinding['facts'][number]]),
  ];
}

/** A case as such is never scrubbed, since a repro rests on it; its words are. */
function makeRun(kase: Case, timeline: FindingGroup['timeline']): PageRun {
  const words = scrubSecrets({ line: formatCase(kase), decisions: describeCase(kase, timeline) });
  return { ...words, ...(timeline !== undefined && { timeline }) };
}

/** `in 87 of 2,000 cases, first in case 12`; `cases` 0 where it is not known how many the variant ran. */
export function describeSights(
  { count, firstCase, lastCase = firstCase }: FindingGroup,
  cases: number,
): string {
  if (count === 0) return `in none of ${countOf(cases, 'new case')}; a kept case showed it`;
  const of = cases === 0 ? countOf(count, 'case') : `${formatCount(count)} of ${countOf(cases, 'case')}`;
  const last = lastCase === firstCase ? '' : `, last in case ${formatCount(lastCase)}`;
  return `in ${of}, first in case ${formatCount(firstCase)}${last}`;
}

const EVIDENCE: Readonly<Record<FindingGroup['evidence'], string>> = {
  native: 'native: an error of the runtime or of the client itself',
  model: 'model: raised by the client under test where the original would have crashed',
};

function describeShrinking({ kept, shrinkRuns }: FindingGroup): string {
  return kept !== undefined && shrinkRuns === 0
    ? 'kept from an earlier run'
    : `found in ${countOf(shrinkRuns, 'run')}`;
}
