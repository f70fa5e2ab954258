// A page is run, and what comes out otherwise is told.
import { expect, test } from 'vitest';
import { changeText } from './page-project.ts';
import { readPage } from './read-page.ts';
import { runPage, shows } from './run-page.ts';

const run = (text: string): string | undefined => runPage(readPage('a.md', text))?.what;

test('files are written and changed, commands run, outputs compared', () => {
  const text = `
\`\`\`js file=deep/a.mjs
console.log('one');
console.log('two');
\`\`\`
\`\`\`sh exit=3
node deep/a.mjs && exit 3
\`\`\`
\`\`\`text output
one
two
\`\`\`
\`\`\`diff file=deep/a.mjs
-console.log('two');
+console.log('three');
\`\`\`
\`\`\`sh
node deep/a.mjs
\`\`\`
\`\`\`text output
t…ee
\`\`\`
`;
  expect(run(text)).toBeUndefined();
  expect(run(text.replace('exit=3', 'exit=4'))).toContain('ends with 3 instead of 4');
  expect(run(text.replace('t…ee', 'two'))).toContain('this was not said:\ntwo');
});

test('packages are there, closecall among them', () => {
  expect(
    run(
      '```js file=a.mjs\nimport { defineScenario } from "closecall";\nimport "undici";\nconsole.log(typeof defineScenario);\n```\n```sh\nnode a.mjs\n```\n```text output\nfunction\n```\n',
    ),
  ).toBeUndefined();
});

test.each([
  ['a\nb\nc', 'a\nb', true],
  ['a\nb\nc', 'b\nc', true],
  ['a\nb\nc', 'a\nc', false],
  ['a\nb\nc', 'a\n…\nc', true],
  ['a\nb\nc', 'c\n…\na', false],
  ['at 3.2 s.', 'at … s.', true],
  ['at 3x2', 'at 3.2', false],
  ['abc', 'b', false],
  ['a   \nb', 'a\nb', true],
])('%j shows %j: %s', (said, shown, isShown) => {
  expect(shows(said, shown)).toBe(isShown);
});

test('a change that has no place, or two, is an error', () => {
  expect(changeText('a\nb\n', ' a\n-b\n+c', 'x')).toBe('a\nc\n');
  expect(() => changeText('a\n', '-b\n+c', 'x')).toThrow('is 0 times');
  expect(() => changeText('a\nb\na\n', '-a\n+c', 'x')).toThrow('is 2 times');
});
