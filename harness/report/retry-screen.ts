// What a lenient retry came to → the screen, and the same as JSON.
import { EXIT_CODES, type ExitDecision } from '../model/exit-codes.ts';
import type { RetryOutcome } from '../model/replay-outcome.ts';
import { indentText, renderFindingDetails, renderSteps } from './finding-details.ts';
import { headlineOf } from './finding-section.ts';
import { countOf, formatCount } from './format-count.ts';
import type { Screen } from './screen.ts';
import { toJson } from './to-json.ts';
import { toPrintable } from './to-printable.ts';
import { renderVerdict } from './verdict-line.ts';

/** The exit code of `retry`: 1 reproduced, 0 not reproduced, 125 inconclusive. */
export function decideRetryExit({ outcome, neighbours }: RetryOutcome): ExitDecision {
  if (outcome === 'reproduced') return { code: EXIT_CODES.failed.code, why: ['reproduced'] };
  if (outcome === 'not reproduced')
    return { code: EXIT_CODES.ok.code, why: [`not reproduced in ${formatCount(neighbours)} neighbours`] };
  return { code: EXIT_CODES.inconclusive.code, why: ['inconclusive: no verdict'] };
}

/** The screen, ending with a line break. */
export function renderRetryScreen(raw: RetryOutcome, screen: Screen): string {
  const outcome = toPrintable(raw);
  const lines = [
    `${outcome.file}: ${headlineOf(outcome.repro)}`,
    ...indentText(outcome.repro.summary, screen),
    '',
    ...explainOutcome(outcome, screen),
    '',
    renderVerdict(decideRetryExit(outcome), screen),
  ];
  return `${lines.join('\n')}\n`;
}

/** The outcome as JSON; `steps`, which only closecall reads, stays in the file. */
export function renderRetryJson(outcome: RetryOutcome): string {
  const { steps: _, ...repro } = outcome.repro;
  return toJson({ format: 'closecall-retry', ...outcome, repro, exit: decideRetryExit(outcome) });
}

function explainOutcome(outcome: RetryOutcome, screen: Screen): string[] {
  const { paint } = screen;
  const tried = `the case and ${countOf(outcome.neighbours, 'neighbour')}`;
  switch (outcome.outcome) {
    case 'reproduced': {
      const by =
        outcome.reproducedBy === undefined || outcome.reproducedBy.neighbour === 0
          ? 'by the case itself'
          : `by neighbour ${formatCount(outcome.reproducedBy.neighbour)} of ${formatCount(outcome.neighbours)}`;
      return [
        `${paint('bad', 'reproduced')} ${by}`,
        ...(outcome.finding === undefined ? [] : ['', ...renderFindingDetails(outcome.finding, screen)]),
        ...renderSteps(outcome.interleaving, screen),
      ];
    }
    case 'not reproduced':
      return [`${paint('good', 'not reproduced')}: ${tried} kept the promise${withoutVerdict(outcome)}`];
    case 'inconclusive':
      return [
        `${paint('warning', 'inconclusive')}: of ${tried} too few had a verdict${withoutVerdict(outcome)}`,
        '  Try more neighbours (--neighbours), or another seed (--seed).',
      ];
  }
}

function withoutVerdict({ inconclusive }: RetryOutcome): string {
  return inconclusive === 0 ? '' : ` (${countOf(inconclusive, 'run')} without a verdict)`;
}
