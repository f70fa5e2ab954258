// The delays of failures in a row, and what begins them again.

import { expect, test } from 'vitest';

import { Backoff } from './backoff.ts';

test('the delays double from 1 s to 30 s, and begin again after reset()', () => {
  const backoff = new Backoff();
  const take = (count: number): number[] => Array.from({ length: count }, () => backoff.take());
  expect(take(7)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  backoff.reset();
  expect(take(2)).toEqual([1_000, 2_000]);
});
