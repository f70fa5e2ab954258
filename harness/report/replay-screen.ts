// What a strict replay came to → the screen, and the same as JSON.
import { EXIT_CODES, type ExitDecision } from '../model/exit-codes.ts';
import { formatOption, parsePackageSpecs } from '../model/package-spec.ts';
import { formatConfirmation } from '../model/confirmation.ts';
import type { Repro } from '../model/repro.ts';
import type { ReplayOutcome } from '../model/replay-outcome.ts';
import { indentText, renderFindingDetails, renderSteps } from './finding-details.ts';
import { headlineOf } from './finding-section.ts';
import { formatReplayCommand } from './replay-command.ts';
import type { Screen } from './screen.ts';
import { toJson } from './to-json.ts';
import { toPrintable } from './to-printable.ts';
import { renderVerdict } from './verdict-line.ts';

/** The exit code of `replay`: 1 reproduced, 0 not reproduced, 125 when it could not be told (diverged, stale). */
export function decideReplayExit({ outcome }: ReplayOutcome): ExitDecision {
  if (outcome === 'reproduced') return { code: EXIT_CODES.failed.code, why: ['reproduced'] };
  if (outcome === 'not reproduced') return { code: EXIT_CODES.ok.code, why: ['not reproduced'] };
  return { code: EXIT_CODES.inconclusive.code, why: [`${outcome}: no verdict`] };
}

/** The screen, ending with a line break. */
export function renderReplayScreen(raw: ReplayOutcome, screen: Screen, launcher: string): string {
  const outcome = toPrintable(raw);
  const { repro } = outcome;
  const lines = [
    `${outcome.file}: ${headlineOf(repro)}`,
    ...indentText(repro.summary, screen),
    ...renderPackages(outcome, screen),
    ...renderSavedConfirmation(repro, screen),
    '',
    ...EXPLANATIONS[outcome.outcome](outcome, screen, launcher),
    '',
    renderVerdict(decideReplayExit(outcome), screen),
  ];
  return `${lines.join('\n')}\n`;
}

/** The outcome as JSON; `steps`, which only closecall reads, stays in the file. */
export function renderReplayJson(outcome: ReplayOutcome): string {
  const { steps: _, ...repro } = outcome.repro;
  return toJson({ format: 'closecall-replay', ...outcome, repro, exit: decideReplayExit(outcome) });
}

type Explain = (outcome: ReplayOutcome, screen: Screen, launcher: string) => string[];

const EXPLANATIONS: Readonly<Record<ReplayOutcome['outcome'], Explain>> = {
  reproduced: (outcome, screen) => [
    outcome.traceHash === ''
      ? `${screen.paint('bad', 'reproduced')}: the process died again, in the same way`
      : `${screen.paint('bad', 'reproduced')}, bit for bit: trace ${outcome.traceHash}`,
    ...(outcome.finding === undefined ? [] : ['', ...renderFindingDetails(outcome.finding, screen)]),
    ...renderSteps(outcome.interleaving, screen),
  ],
  'not reproduced': (outcome, screen, launcher) => [
    `${screen.paint('good', 'not reproduced')}: the same case no longer breaks this promise`,
    ...indentList(outcome.reasons, screen),
    '',
    '  A changed client may only have moved the race. Retry tries the neighbours of this case too.',
    adviseRetry(outcome, launcher),
  ],
  diverged: (outcome, screen) => [
    `${screen.paint('warning', 'diverged')}: versions and source are the same, the run is not`,
    ...indentList(outcome.reasons, screen),
    ...describeDifference(outcome, screen),
    '',
    '  Something in the client or the scenario escapes the simulated world: a real timer, a file, a random number.',
  ],
  stale: (outcome, screen, launcher) => [
    `${screen.paint('warning', 'stale')}: what the repro was recorded with has changed, so a strict replay says nothing`,
    ...indentList(outcome.reasons, screen),
    '',
    '  Retry runs the case against what is there now.',
    adviseRetry(outcome, launcher),
  ],
};

/** What it came to on real sockets when it was saved. */
function renderSavedConfirmation({ confirmation }: Repro, screen: Screen): string[] {
  if (confirmation === undefined) return [];
  const { node, platform } = confirmation;
  return indentText(
    `saved as ${formatConfirmation(confirmation)}, on Node ${node.replace(/^v/, '')}, ${platform}`,
    screen,
  );
}

/** What it ran on, where that is not what is installed. */
export function renderPackages({ with: packages }: Pick<ReplayOutcome, 'with'>, screen: Screen): string[] {
  return packages === undefined ? [] : indentText(`with ${packages.join(', ')}`, screen);
}

/** Packages that the file names are retried with anyway. */
function adviseRetry({ file, repro, with: packages = [] }: ReplayOutcome, launcher: string): string {
  const others = packages.filter((each) => repro.with?.includes(each) !== true);
  const options = parsePackageSpecs(others)
    .map((each) => ` ${formatOption(each)}`)
    .join('');
  return `  Retry: ${formatReplayCommand(file, launcher, 'retry')}${options}`;
}

function indentList(reasons: readonly string[], screen: Screen): string[] {
  return reasons.flatMap((reason) => indentText(`- ${reason}`, screen));
}

function describeDifference({ difference }: ReplayOutcome, screen: Screen): string[] {
  if (difference === undefined) return [];
  return [
    '',
    `  first different step: ${difference.step}`,
    ...indentText(`recorded: ${difference.expected}`, screen, 4),
    ...indentText(`now:      ${difference.actual}`, screen, 4),
  ];
}
