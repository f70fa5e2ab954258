// What explaining a saved failure came to → the screen, and the same as JSON.
import type { ExplainOutcome } from '../model/explanation.ts';
import { EXIT_CODES, type ExitDecision } from '../model/exit-codes.ts';
import { renderExplanation } from './explanation-section.ts';
import { indentText } from './finding-details.ts';
import { headlineOf } from './finding-section.ts';
import { countOf } from '../model/format-count.ts';
import { formatReplayCommand } from './replay-command.ts';
import { renderPackages } from './replay-screen.ts';
import type { Screen } from './screen.ts';
import { toJson } from './to-json.ts';
import { toPrintable } from './to-printable.ts';
import { renderVerdict } from './verdict-line.ts';

/** The exit code of `explain`: 0 when there is an explanation, 125 when the case does not fail as it did. */
export function decideExplainExit({ outcome, explanation }: ExplainOutcome): ExitDecision {
  if (outcome === 'not reproduced')
    return { code: EXIT_CODES.inconclusive.code, why: ['not reproduced: nothing to explain'] };
  return { code: EXIT_CODES.ok.code, why: [`explained with ${countOf(explanation?.runs ?? 0, 'run')}`] };
}

/** The screen, ending with a line break. */
export function renderExplainScreen(raw: ExplainOutcome, screen: Screen, launcher: string): string {
  const outcome = toPrintable(raw);
  const { repro, changes, finding, explanation, file } = outcome;
  const lines = [
    `${file}: ${headlineOf(repro)}`,
    ...indentText(repro.summary, screen),
    ...renderPackages(outcome, screen),
    ...(finding === undefined ? [] : indentText(finding.message, screen)),
    ...(changes.length === 0
      ? []
      : [
          '',
          screen.paint('warning', 'changed since it was saved; what is told is how it is now'),
          ...changes.flatMap((change) => indentText(`- ${change}`, screen)),
        ]),
    ...(explanation === undefined
      ? [
          '',
          'The case does not fail as it did, so there is nothing to explain.',
          `  Retry: ${formatReplayCommand(file, launcher, 'retry')}`,
        ]
      : renderExplanation(explanation, screen)),
    '',
    renderVerdict(decideExplainExit(outcome), screen),
  ];
  return `${lines.join('\n')}\n`;
}

/** The outcome as JSON; `steps`, which only closecall reads, stays in the file. */
export function renderExplainJson(outcome: ExplainOutcome): string {
  const { steps: _, ...repro } = outcome.repro;
  return toJson({ format: 'closecall-explain', ...outcome, repro, exit: decideExplainExit(outcome) });
}
