// Where a scenario was defined, from the stacks of those that load modules.
import { describe, expect, test } from 'vitest';
import { noteSite, readSite, siteOf } from './definition-site.ts';

describe('the file of a definition', () => {
  test('is that of the caller', () => {
    const scenario = {};
    const define = (): void => noteSite(scenario, define);
    define();
    expect(siteOf(scenario)).toBe(import.meta.filename);
    expect(siteOf({})).toBeUndefined();
  });

  test.each([
    [
      'Node.js',
      'Error\n    at file:///projects/my%20app/a.scenario.ts:3:16',
      '/projects/my app/a.scenario.ts',
    ],
    ['a bundler that loads anew', 'Error\n    at /app/a.ts?t=17:3:16\n    at b', '/app/a.ts'],
    ['a function', 'Error\n    at make (/app/a.ts:3:16)\n    at b (/c.ts:1:1)', '/app/a.ts'],
  ])('is read from the stack of %s', (_, stack, path) => {
    expect(readSite(stack)).toBe(path);
  });

  test.each([['Error\n    at node:internal/main:1:1'], ['Error\n    at eval (<anonymous>)'], ['Error']])(
    'is not known where %j says nothing',
    (stack) => {
      expect(readSite(stack)).toBeUndefined();
    },
  );
});
