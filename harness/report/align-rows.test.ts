// Two lists beside each other.
import { expect, test } from 'vitest';
import { alignRows } from './align-rows.ts';

test('what is the same stands on one line, in order, and what differs beside what differs', () => {
  expect(alignRows(['a', 'b', 'c', 'd'], ['a', 'x', 'y', 'd', 'e'])).toEqual([
    [0, 0],
    [1, 1],
    [2, 2],
    [3, 3],
    [undefined, 4],
  ]);
  expect(alignRows(['a', 'b'], ['b'])).toEqual([
    [0, undefined],
    [1, 0],
  ]);
  expect(alignRows([], ['a'])).toEqual([[undefined, 0]]);
});

test('every row of both is there once, in its order', () => {
  const [left, right] = ['abcabba'.split(''), 'cbabac'.split('')];
  const pairs = alignRows(left, right);
  const side = (nth: 0 | 1): number[] =>
    pairs.flatMap((pair) => (pair[nth] === undefined ? [] : [pair[nth]]));
  expect(side(0)).toEqual([...left.keys()]);
  expect(side(1)).toEqual([...right.keys()]);
});
