// What tries of a saved failure on real sockets came to → the screen, and the same as JSON.
import { formatConfirmation, type Confirmation } from '../model/confirmation.ts';
import { EXIT_CODES, type ExitDecision } from '../model/exit-codes.ts';
import type { LoopbackOutcome } from '../model/replay-outcome.ts';
import { indentText, renderFindingDetails } from './finding-details.ts';
import { headlineOf } from './finding-section.ts';
import { describeTraces, listEndings } from './confirmation-lines.ts';
import type { Screen } from './screen.ts';
import { toJson } from './to-json.ts';
import { toPrintable } from './to-printable.ts';
import { renderVerdict } from './verdict-line.ts';

/** The exit code of `replay --loopback`: 1 confirmed at least once, 0 never, 125 when no try could be brought about. */
export function decideLoopbackExit(outcome: LoopbackOutcome): ExitDecision {
  const why = [formatConfirmation(outcome)];
  if (outcome.outcome === 'confirmed') return { code: EXIT_CODES.failed.code, why };
  if (outcome.outcome === 'not confirmed') return { code: EXIT_CODES.ok.code, why };
  return { code: EXIT_CODES.inconclusive.code, why };
}

/** The screen, ending with a line break. */
export function renderLoopbackScreen(raw: LoopbackOutcome, screen: Screen): string {
  const outcome = toPrintable(raw);
  const lines = [
    `${outcome.file}: ${headlineOf(outcome.repro)}`,
    ...indentText(outcome.repro.summary, screen),
    '',
    ...describeOutcome(outcome, screen),
    ...describeChanges(outcome, screen),
    '',
    renderVerdict(decideLoopbackExit(outcome), screen),
  ];
  return `${lines.join('\n')}\n`;
}

/** The outcome as JSON; `steps`, which only closecall reads, stays in the file. */
export function renderLoopbackJson(outcome: LoopbackOutcome): string {
  const { steps: _, ...repro } = outcome.repro;
  return toJson({ format: 'closecall-loopback', ...outcome, repro, exit: decideLoopbackExit(outcome) });
}

function describeOutcome(outcome: LoopbackOutcome, screen: Screen): string[] {
  const colour = ({ confirmed: 'bad', 'not confirmed': 'good', 'not confirmable': 'warning' } as const)[
    outcome.outcome
  ];
  return [
    `${screen.paint(colour, outcome.outcome)}: ${describeTally(outcome)}${describeTraces(outcome)}`,
    ...outcome.reasons.flatMap((reason) => indentText(`- ${reason}`, screen)),
    ...listEndings(outcome).flatMap((ending) => ['', ...renderFindingDetails(ending, screen)]),
  ];
}

function describeTally({ confirmed, tries, notConfirmable }: Confirmation): string {
  const missed = tries - confirmed - notConfirmable;
  return [
    `on real sockets ${confirmed} of ${tries === 1 ? '1 try' : `${tries} tries`} showed it`,
    ...(missed > 0 ? [`${missed} ran through without it`] : []),
    ...(notConfirmable > 0 ? [`${notConfirmable} could not be brought about`] : []),
  ].join(', ');
}

function describeChanges({ changes, repro }: LoopbackOutcome, screen: Screen): string[] {
  if (changes.length === 0) return [];
  const meaning = `Since it was recorded something has changed; any ${repro.oracle} ${repro.code} of this case counted:`;
  return ['', ...indentText(meaning, screen), ...changes.flatMap((each) => indentText(`- ${each}`, screen))];
}
