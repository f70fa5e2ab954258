// Addresses within the page: what is written is read again, and anything else is the overview.
import { expect, test } from 'vitest';
import { formatPageRoute, parseRoute } from './page-route.ts';

const KEY = ['0123456789ab', 'btw/left-midway', 'a b?c#d%'];

test.each([
  { key: KEY, step: 0, isOriginal: false },
  { key: KEY, step: 12, isOriginal: true },
])('what is written is read again: %o', (route) => {
  expect(parseRoute(formatPageRoute(route))).toEqual({ view: 'finding', ...route });
});

test.each(['', '#/', '#main', '#/finding/a/b', '#/finding/a/b/c/d', '#/other/a/b/c'])(
  '%j is the overview',
  (hash) => {
    expect(parseRoute(hash)).toEqual({ view: 'overview' });
  },
);

test.each(['-1', 'x', '1.5', '1e99', ''])('step=%s is no step', (step) => {
  expect(parseRoute(`#/finding/a/b/c?step=${step}`)).toMatchObject({ step: 0 });
});

test('a part that is no address is taken as it is', () => {
  expect(parseRoute('#/finding/a/b/%E0%A4%A')).toMatchObject({ key: ['a', 'b', '%E0%A4%A'] });
});
