// Parts of a run: together they are the whole, and none is left without its share.
import { describe, expect, test } from 'vitest';
import { caseBefore, countTaken, formatShard, takesCase, WHOLE, type Shard } from './shard.ts';

const shardsOf = (of: number): Shard[] => Array.from({ length: of }, (_, index) => ({ nth: index + 1, of }));
const listCases = (shard: Shard, cases: number, together?: number): number[] =>
  Array.from({ length: cases }, (_, index) => index).filter((index) => takesCase(shard, index, together));

describe.each([
  [1, 1],
  [3, 1],
  [4, 10],
  [7, 3],
])('%i shards with %i cases that stay together', (of, together) => {
  const cases = 100;
  test('have every case once', () => {
    const taken = shardsOf(of).flatMap((shard) => listCases(shard, cases, together));
    expect(taken.toSorted((left, right) => left - right)).toEqual(listCases(WHOLE, cases));
  });

  test('know how many they have, and which came before', () => {
    for (const shard of shardsOf(of)) {
      const own = listCases(shard, cases, together);
      expect(countTaken(shard, cases, together)).toBe(own.length);
      for (const [nth, index] of own.entries()) expect(caseBefore(shard, index, together)).toBe(own[nth - 1]);
    }
  });

  test('leave what stays together together', () => {
    for (const shard of shardsOf(of))
      for (let index = 0; index < cases; index++)
        expect(takesCase(shard, index, together)).toBe(
          takesCase(shard, index - (index % together), together),
        );
  });
});

test('the natural run is of the first shard', () => {
  expect(shardsOf(5).map((shard) => takesCase(shard, 0, 8))).toEqual([true, false, false, false, false]);
});

test('a shard is written as --shard takes it', () => {
  expect(formatShard({ nth: 2, of: 5 })).toBe('2/5');
});
