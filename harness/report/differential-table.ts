// What one case came to on every variant → a table, and words for each outcome.
import type { Differential, RunOutcome, VariantOutcome } from '../model/differential.ts';
import type { Screen, Style } from './screen.ts';
import { renderTable } from './text-table.ts';

const WORDS: Readonly<Record<RunOutcome, string>> = {
  same: 'fails the same',
  alike: 'fails the same way, at another place',
  other: 'fails otherwise',
  gone: 'this finding is gone, others stay',
  pass: 'passes',
  'not applied': 'passes, but not all that the case injects happened',
  'no verdict': 'no verdict',
  died: 'the process dies',
};

/** An outcome in words; `finding` is added where it says more, as `format` writes it. */
export function describeOutcome(
  outcome: RunOutcome,
  finding?: string,
  format = (text: string): string => text,
): string {
  const isTold = finding !== undefined && outcome !== 'same';
  return isTold ? `${WORDS[outcome]}: ${format(finding)}` : WORDS[outcome];
}

/** The table; text in it must be printable already. */
export function renderDifferential({ variants }: Differential, screen: Screen): string[] {
  const rows = variants.map((one) => [
    { text: one.variant, style: 'plain' as const },
    { text: describeOutcome(one.outcome, one.finding), style: styleOf(one) },
  ]);
  return renderTable([{ title: 'variant' }, { title: 'the same case' }], rows, screen);
}

function styleOf({ outcome }: VariantOutcome): Style {
  if (outcome === 'pass') return 'good';
  return outcome === 'same' || outcome === 'alike' || outcome === 'died' ? 'bad' : 'warning';
}
