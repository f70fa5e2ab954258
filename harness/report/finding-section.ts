// One group of failures → its part of the report: what broke, where, how often, the smallest case, and how to see it again.
import { formatCase } from '../model/case.ts';
import { formatConfirmation } from '../model/confirmation.ts';
import type { FindingGroup } from '../model/campaign-result.ts';
import type { ToldFinding } from '../model/arrange-findings.ts';
import { describeAge } from './baseline-section.ts';
import { stateOf } from '../model/finding-state.ts';
import { renderConfirmation } from './confirmation-lines.ts';
import { tellWhy } from './explanation-words.ts';
import { indentText, renderFindingDetails, renderSteps } from './finding-details.ts';
import { countOf, formatCount } from '../model/format-count.ts';
import { renderIssue } from './issue-lines.ts';
import { formatReplayCommand } from './replay-command.ts';
import type { Screen } from './screen.ts';
import { tellRace } from './tell-race.ts';

/** How a finding is introduced: `use-after-close ERR_X (native evidence)`. */
export function headlineOf({
  oracle,
  code,
  evidence,
}: Pick<FindingGroup, 'oracle' | 'code' | 'evidence'>): string {
  return `${oracle} ${code} (${evidence} evidence)`;
}

/** The finding in full; text in it must be printable already. `nth` counts from 1; `cases` is what its variant ran. */
export function renderFinding(
  { finding, ...issue }: ToldFinding,
  context: { nth: number; of: number; cases: number; screen: Screen; launcher: string },
): string[] {
  const { screen } = context;
  const { paint } = screen;
  return [
    `${markState(finding, screen)} finding ${context.nth} of ${context.of}: ${paint('strong', headlineOf(finding))}`,
    `  ${finding.scenario}/${finding.variant}: ${describeSights(finding, context.cases)}, fingerprint ${finding.fingerprint}`,
    ...renderKnown(finding, screen),
    '',
    ...renderFindingDetails(finding, screen),
    ...renderRace(finding, screen),
    ...renderWhy(finding, screen),
    '',
    `  ${paint('strong', 'smallest case')} (${countOf(finding.steps, 'element')}, ${describeShrinking(finding)})`,
    ...indentText(formatCase(finding.shrunk), screen, 4),
    ...renderSteps(finding.interleaving, screen),
    ...renderDifferentialLine(finding, screen),
    ...renderConfirmation(finding.confirmation, screen),
    ...renderIssue(issue, screen, (other) => renderFindingLine(other, screen)),
    '',
    ...renderReplay(finding, context.launcher),
  ];
}

/** What the smallest case does on the other variants. */
function renderDifferentialLine({ differential }: FindingGroup, screen: Screen): string[] {
  if (differential === undefined) return [];
  return [
    '',
    ...indentText(`${screen.paint('strong', 'on every variant')}: ${differential.headline}`, screen),
  ];
}

/** Who raced with whom, where the places and the timeline tell. */
function renderRace({ places, timeline }: FindingGroup, screen: Screen): string[] {
  const race = tellRace(places, timeline);
  if (race === undefined) return [];
  return ['', `  ${screen.paint('strong', 'what raced')}`, ...indentText(race.text, screen, 4)];
}

/** What would have made it pass, and from where on nothing does; `explain` has the rest. */
function renderWhy({ explanation }: FindingGroup, screen: Screen): string[] {
  const told = explanation === undefined ? [] : tellWhy(explanation);
  if (told.length === 0) return [];
  return ['', `  ${screen.paint('strong', 'why')}`, ...told.flatMap((line) => indentText(line, screen, 4))];
}

/** The finding on one line, for those after the first few. */
export function renderFindingLine(finding: FindingGroup, screen: Screen): string {
  const place = `${finding.scenario}/${finding.variant}`;
  const repro = finding.repro === '' ? 'not saved' : finding.repro;
  const { confirmation } = finding;
  const real = confirmation === undefined ? '' : `, ${formatConfirmation(confirmation)}`;
  const seen = finding.count === 0 ? 'kept' : `at #${finding.firstCase}, in ${formatCount(finding.count)}`;
  const age = finding.knownSince === undefined ? '' : `, ${describeAge(finding.knownSince)}`;
  return `${markState(finding, screen)} ${headlineOf(finding)} in ${place}, ${seen}${real}${age}: ${repro}`;
}

function describeSights({ count, firstCase, lastCase = firstCase }: FindingGroup, cases: number): string {
  if (count === 0) return `in none of ${countOf(cases, 'case')}, shown by a kept case`;
  const last = lastCase === firstCase ? '' : `, last #${lastCase}`;
  return `in ${formatCount(count)} of ${countOf(cases, 'case')}, first #${firstCase}${last}`;
}

function describeShrinking({ kept, shrinkRuns }: FindingGroup): string {
  return kept !== undefined && shrinkRuns === 0 ? 'kept' : `found in ${countOf(shrinkRuns, 'run')}`;
}

function markState(finding: FindingGroup, screen: Screen): string {
  const state = stateOf(finding);
  if (state === 'new') return screen.paint('bad', 'UNEXPECTED');
  return state === 'known' ? screen.paint('warning', 'Known') : screen.paint('good', 'Expected');
}

/** Since when it is known, in which versions it was seen then, and what people say of it. */
function renderKnown({ knownSince }: FindingGroup, screen: Screen): string[] {
  if (knownSince === undefined) return [];
  const { closecall, node, packages } = knownSince.firstSeenIn;
  const all = { closecall, Node: node.replace(/^v/, ''), ...packages };
  const versions = Object.entries(all).map((pair) => pair.join(' '));
  return [
    ...indentText(`${describeAge(knownSince)}, first seen in ${versions.join(', ')}`, screen),
    ...(knownSince.note === undefined ? [] : indentText(`note: ${knownSince.note}`, screen)),
  ];
}

/** A command is never wrapped: it has to survive being copied. */
function renderReplay(finding: FindingGroup, launcher: string): string[] {
  if (finding.repro === '')
    return ['  The repro could not be saved; run again with an --out that can be written.'];
  return [`  Replay: ${formatReplayCommand(finding.repro, launcher)}`];
}
