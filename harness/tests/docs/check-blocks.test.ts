// A block of code that nobody runs is seen.
import { expect, test } from 'vitest';
import { checkBlocks } from './check-blocks.ts';
import { readPage } from './read-page.ts';

const check = (text: string): string[] => checkBlocks(readPage('a.md', text));

test('blocks that say what they are, are none to complain of', () => {
  expect(
    check(
      '<!-- runs in a clone -->\n```ts file=a.ts\n```\n```sh exit=1\nls\n```\n```text output\nx\n```\n```js no-run="a part"\n```\n```\nanything\n```',
    ),
  ).toEqual([]);
});

test.each([
  ['```ts\nlet a;\n```', 'say which file it is'],
  ['```ts no-run\n```', 'needs a reason'],
  ['```ts fiel=a.ts\n```', '"fiel" is nothing'],
  ['```sh file=a.sh\n```', '"file" is nothing'],
  ['```text output\nx\n```\n```sh\nls\n```', 'an output before anything was run'],
  ['<!-- with a.ts -->', 'is nothing that a page can say'],
  ['<!-- runs in a clon -->', 'is nothing that a page can say'],
])('%s', (text, what) => {
  expect(check(text)).toEqual([expect.stringContaining(what)]);
});
