// Which of the cases that pass is the nearest.
import { expect, test } from 'vitest';
import { naturalCase } from '../model/case.ts';
import type { RunOutcome } from '../model/differential.ts';
import type { ChangeKind } from '../model/explanation.ts';
import { orderPassing, type TriedChange } from './change.ts';

function tried(
  words: string,
  kind: ChangeKind,
  partsAt: number | undefined,
  { outcome = 'pass', size = 1, at }: { outcome?: RunOutcome; size?: number; at?: number } = {},
): TriedChange {
  const change = { kind, words, case: naturalCase('toy', 'default'), size };
  return { change: at === undefined ? change : { ...change, at }, outcome, partsAt };
}

const wordsOf = (list: TriedChange[]): string[] => orderPassing(list).map(({ words }) => words);

test('the run that parts last is the nearest, then what is moved, then the smallest', () => {
  const list = [
    tried('early', 'schedule', 3),
    tried('removed', 'removed', 9),
    tried('far', 'moved', 9, { size: 4 }),
    tried('near', 'schedule', 9, { size: 2 }),
  ];
  expect(wordsOf(list)).toEqual(['near', 'far', 'removed', 'early']);
});

test('a run that passes is nearer than one that has only lost the finding, wherever they part', () => {
  const list = [tried('lost', 'moved', 9, { outcome: 'gone' }), tried('passes', 'removed', 1)];
  expect(wordsOf(list)).toEqual(['passes', 'lost']);
});

test('what fails, is the same run, or parts elsewhere than it says is no passing run', () => {
  const list = [
    tried('fails', 'moved', 4, { outcome: 'same' }),
    tried('fails otherwise', 'moved', 4, { outcome: 'other' }),
    tried('the same run', 'schedule', undefined),
    tried('elsewhere', 'schedule', 2, { at: 4 }),
  ];
  expect(wordsOf(list)).toEqual([]);
});
