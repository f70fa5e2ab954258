// Verdicts → ranges: where one begins and ends, and what is said of an edge that nobody could look at.
import { expect, test } from 'vitest';
import type { Probe } from '../model/bisect-result.ts';
import { findRanges } from './find-ranges.ts';

const WORDS: Readonly<Record<string, Probe['verdict']>> = { g: 'good', b: 'bad', i: 'inconclusive' };

/** Ranges of a line in letters, releases by their place; a dot was not tried. */
function rangesOf(line: string): unknown[] {
  const releases = line.split('').map((_, index) => String(index));
  const probes = line.split('').flatMap((letter, index) => {
    const verdict = WORDS[letter];
    return verdict === undefined ? [] : [{ version: String(index), verdict }];
  });
  return findRanges(releases, probes).map(({ firstBad, lastBad, before, after }) => [
    before.good ?? '-',
    before.unknown.join(' '),
    `${firstBad}..${lastBad}`,
    after.unknown.join(' '),
    after.good ?? '-',
  ]);
}

test.each([
  ['ggg', []],
  ['', []],
  ['iii', []],
  ['bbb', [['-', '', '0..2', '', '-']]],
  ['gbbg', [['0', '', '1..2', '', '3']]],
  ['gibig', [['0', '1', '2..2', '3', '4']]],
  ['i.bi', [['-', '0 1', '2..2', '3', '-']]],
  ['gbibg', [['0', '', '1..3', '', '4']]],
  ['gb..bg', [['0', '', '1..4', '', '5']]],
  [
    'gbggb',
    [
      ['0', '', '1..1', '', '2'],
      ['3', '', '4..4', '', '-'],
    ],
  ],
  [
    'bigib',
    [
      ['-', '', '0..0', '1', '2'],
      ['2', '3', '4..4', '', '-'],
    ],
  ],
])('%s', (line, expected) => {
  expect(rangesOf(line)).toEqual(expected);
});
