// Kept cases that were tried again → their lines: how many came to what, and which are worth a look, each by its file.
import type { KeptAnswer, KeptOutcome } from '../model/kept-case.ts';
import { CORPUS_SHOWN } from '../model/limits.ts';
import { countOf, formatCount } from '../model/format-count.ts';
import type { Screen, Style } from './screen.ts';

/**
 * The lines of the section; text must be printable already. What fails and is expected to is only counted. `saved` are the files of this
 * run's repros: a new one of the same fingerprint has the name of the old one.
 */
export function renderCorpus(
  corpus: readonly KeptOutcome[],
  saved: readonly string[],
  screen: Screen,
): string[] {
  const told = corpus.filter((kept) => !isUsual(kept) && kept.answer !== 'not tried');
  const more = told.length - CORPUS_SHOWN;
  return [
    screen.paint('strong', `Kept cases: ${summarizeCorpus(corpus)}`),
    ...told.slice(0, CORPUS_SHOWN).map((kept) => renderKept(kept, saved, screen)),
    ...(more > 0 ? [`  (${countOf(more, 'more kept case')}, all in the JSON report)`] : []),
  ];
}

/** `12 still fail (10 as expected), 1 no longer fails`. */
export function summarizeCorpus(corpus: readonly KeptOutcome[]): string {
  const count = (answer: KeptAnswer): number => corpus.filter((kept) => kept.answer === answer).length;
  const expected = corpus.filter(isUsual).length;
  const parts = ANSWERS.flatMap(([answer, one, many]) => {
    const number = count(answer);
    if (number === 0) return [];
    const usual = answer === 'still fails' && expected > 0 ? ` (${formatCount(expected)} as expected)` : '';
    return [`${formatCount(number)} ${number === 1 ? one : many}${usual}`];
  });
  return parts.join(', ');
}

const ANSWERS: readonly [answer: KeptAnswer, one: string, many: string][] = [
  ['still fails', 'still fails', 'still fail'],
  ['no longer fails', 'no longer fails', 'no longer fail'],
  ['diverged', 'diverged', 'diverged'],
  ['inconclusive', 'is inconclusive', 'are inconclusive'],
  ['not tried', 'was not tried', 'were not tried'],
];

/** It fails as it is expected to, on what it was kept from. */
function isUsual({ answer, isExpected, changes }: KeptOutcome): boolean {
  return answer === 'still fails' && isExpected && changes.length === 0;
}

/** What the answer of one kept case is, with what has changed since it was kept. */
function describeKept({ answer, isExpected, isKnown, changes, end, neighbour = 0 }: KeptOutcome): string {
  const by = neighbour === 0 ? '' : `, by its neighbour ${neighbour}`;
  const whose = isKnown === true ? ', which is known' : ', which is not expected';
  const surprise = answer === 'still fails' && !isExpected ? whose : '';
  const reasons = [...changes, ...(end === undefined ? [] : [end])];
  const since = reasons.length === 0 ? '' : ` (${reasons.join('; ')})`;
  return `${answer}${by}${surprise}${since}`;
}

function renderKept(kept: KeptOutcome, saved: readonly string[], screen: Screen): string {
  const { oracle, code, scenario, variant, file } = kept;
  const text = describeKept(kept);
  const now = kept.answer === 'no longer fails' && saved.includes(file) ? ', which has the new case now' : '';
  return `  ${screen.paint(styleOf(kept), text)}: ${oracle} ${code} in ${scenario}/${variant}, ${file}${now}`;
}

function styleOf({ answer, isExpected, isKnown }: KeptOutcome): Style {
  if (answer === 'still fails') return isExpected || isKnown === true ? 'plain' : 'bad';
  return answer === 'no longer fails' ? 'good' : 'warning';
}
