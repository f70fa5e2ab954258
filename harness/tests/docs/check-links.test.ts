// Links and paths that lead nowhere are seen.
import { expect, test } from 'vitest';
import { checkLinks, checkPaths } from './check-links.ts';
import { readPage } from './read-page.ts';

const FILES = new Set(['docs/a.md', 'docs/b.md', 'README.md', 'harness/cli/main.ts']);

function check(text: string): string[] {
  const page = readPage('docs/a.md', text);
  const other = readPage('docs/b.md', '## There\n');
  return [
    ...checkLinks(page, new Map([page, other].map((each) => [each.path, each])), FILES),
    ...checkPaths(page, FILES),
  ];
}

test('what is there is no mistake', () => {
  expect(
    check(
      '# Here\n[b](b.md#there) [up](../README.md) [folder](../harness/cli/) [here](#here) [web](https://example.org/x) `harness/cli/main.ts` `cli/main.ts` `reports/x.json` `some/other.ts`',
    ),
  ).toEqual([]);
});

test.each([
  ['[b](c.md)', 'c.md is not there'],
  ['[b](b.md#their)', 'docs/b.md has no heading #their'],
  ['[here](#hear)', 'docs/a.md has no heading #hear'],
  ['`harness/cli/mian.ts`', 'there is no harness/cli/mian.ts'],
  ['`cli/mian.ts`', 'there is no cli/mian.ts'],
])('%s leads nowhere', (text, what) => {
  expect(check(text)).toEqual([`docs/a.md:1: ${what}`]);
});
