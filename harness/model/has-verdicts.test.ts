// When a variant can be judged by what it ran.
import { expect, test } from 'vitest';
import { hasVerdicts } from './has-verdicts.ts';

test.each([
  ['nothing that ran', 0, 0, 0, false],
  ['all cases judged', 1000, 0, 0, true],
  ['one in a hundred without a verdict', 1000, 4, 6, true],
  ['more than that', 1000, 5, 6, false],
])('%s', (_, cases, limited, inconclusive, isEnough) => {
  expect(hasVerdicts({ cases, limited, inconclusive })).toBe(isEnough);
});
