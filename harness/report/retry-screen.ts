// What a lenient retry came to → the screen, and the same as JSON.
import { EXIT_CODES, type ExitDecision } from '../model/exit-codes.ts';
import type { RetryOutcome } from '../model/replay-outcome.ts';
import { indentText, renderFindingDetails, renderSteps } from './finding-details.ts';
import { headlineOf } from './finding-section.ts';
import { countOf, formatCount } from '../model/format-count.ts';
import { renderPackages } from './replay-screen.ts';
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
    ...renderPackages(outcome, screen),
    '',
    ...EXPLANATIONS[outcome.outcome](outcome, screen),
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

const EXPLANATIONS: Readonly<
  Record<RetryOutcome['outcome'], (outcome: RetryOutcome, screen: Screen) => string[]>
> = {
  reproduced: (outcome, screen) => [
    `${screen.paint('bad', 'reproduced')} ${describeCulprit(outcome)}`,
    ...(outcome.finding === undefined ? [] : ['', ...renderFindingDetails(outcome.finding, screen)]),
    ...renderSteps(outcome.interleaving, screen),
  ],
  'not reproduced': (outcome, screen) => [
    `${screen.paint('good', 'not reproduced')}: ${describeTries(outcome)} kept the promise${withoutVerdict(outcome)}`,
  ],
  inconclusive: (outcome, screen) => [
    `${screen.paint('warning', 'inconclusive')}: of ${describeTries(outcome)} too few had a verdict${withoutVerdict(outcome)}`,
    '  Try more neighbours (--neighbours), or another seed (--seed).',
  ],
};

function describeCulprit({ reproducedBy, neighbours }: RetryOutcome): string {
  if (reproducedBy === undefined || reproducedBy.neighbour === 0) return 'by the case itself';
  return `by neighbour ${formatCount(reproducedBy.neighbour)} of ${formatCount(neighbours)}`;
}

function describeTries({ neighbours }: RetryOutcome): string {
  return `the case and ${countOf(neighbours, 'neighbour')}`;
}

function withoutVerdict({ inconclusive }: RetryOutcome): string {
  return inconclusive === 0 ? '' : ` (${countOf(inconclusive, 'run')} without a verdict)`;
}
