// What is found on a page of Markdown.
import { expect, test } from 'vitest';
import { readPage } from './read-page.ts';

const TEXT = `# A title: \`code\`, and more

<!-- runs in a clone -->

See [one](other.md#part), [\`two\`](#a-title-code-and-more), \`not [a](link)\`.

## Twice
## Twice

    npm test

\`\`\`ts file=a.ts no-run="two words"
const a = 1;
\`\`\`

\`\`\`\`md
\`\`\`
inside
\`\`\`
\`\`\`\`
`;

test('a page has headings, links, code and comments', () => {
  const { anchors, links, codes, blocks, indented, comments } = readPage('a.md', TEXT);
  expect([...anchors]).toEqual(['a-title-code-and-more', 'twice', 'twice-1']);
  expect(links).toEqual([
    { text: 'other.md#part', line: 5 },
    { text: '#a-title-code-and-more', line: 5 },
  ]);
  expect(codes.map(({ text }) => text)).toEqual(['code', 'two', 'not [a](link)']);
  expect(indented).toEqual([{ text: 'npm test', line: 10 }]);
  expect(comments).toEqual([{ text: 'runs in a clone', line: 3 }]);
  expect(blocks).toEqual([
    { lang: 'ts', info: { file: 'a.ts', 'no-run': 'two words' }, text: 'const a = 1;', line: 12 },
    { lang: 'md', info: {}, text: '```\ninside\n```', line: 16 },
  ]);
});

test('a flag alone is told from one with a value', () => {
  const { blocks } = readPage('a.md', '```text output\nout\n```\n');
  expect(blocks[0]!.info).toEqual({ output: '' });
});

test('a block that nobody closes is an error', () => {
  expect(() => readPage('a.md', 'x\n```ts\n')).toThrow('a.md:2');
});
