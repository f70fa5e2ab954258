// Times as people read them.
import { expect, test } from 'vitest';
import { formatDuration } from './format-duration.ts';

test('durations are short', () => {
  const durationsMs = [0, 850.4, 1000, 12_345, 59_940, 59_999, 60_000, 125_000, 3_600_000, 3_720_000];
  expect(durationsMs.map(formatDuration)).toEqual([
    '0 ms',
    '850 ms',
    '1 s',
    '12.3 s',
    '59.9 s',
    '1 min',
    '1 min',
    '2 min 5 s',
    '1 h',
    '1 h 2 min',
  ]);
});
