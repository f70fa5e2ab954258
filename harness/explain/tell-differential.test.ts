// The sentence about all variants.
import { expect, test } from 'vitest';
import type { RunOutcome } from '../model/differential.ts';
import { tellDifferential } from './tell-differential.ts';

const headlineOf = (outcomes: Record<string, RunOutcome>): string =>
  tellDifferential(Object.entries(outcomes).map(([variant, outcome]) => ({ variant, outcome }))).headline;

test.each<[string, Record<string, RunOutcome>]>([
  ['there is no other variant', { a: 'same' }],
  ['fails only with a', { a: 'same', b: 'pass', c: 'gone' }],
  ['fails with every variant', { a: 'same', b: 'alike' }],
  ['fails with a and b; passes with c', { a: 'same', b: 'alike', c: 'pass' }],
  ['fails with a; does not apply to b', { a: 'same', b: 'not applied' }],
  [
    'fails with a; passes with e; something else fails with b; has no verdict with c; the process dies with d',
    { a: 'same', b: 'other', c: 'no verdict', d: 'died', e: 'pass' },
  ],
])('%s', (headline, outcomes) => {
  expect(headlineOf(outcomes)).toBe(headline);
});
