// Counts as people read them.
import { expect, test } from 'vitest';
import { countOf, formatCount } from './format-count.ts';

test('counts have commas, and nouns agree', () => {
  expect([0, 999, 1000, 1_234_567].map(formatCount)).toEqual(['0', '999', '1,000', '1,234,567']);
  expect([0, 1, 2000].map((count) => countOf(count, 'case'))).toEqual(['0 cases', '1 case', '2,000 cases']);
});
