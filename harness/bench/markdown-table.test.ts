// Tables in Markdown.
import { expect, it } from 'vitest';
import { markdownTable } from './markdown-table.ts';

const ROWS = [
  ['a', 'b'],
  ['longer', '1'],
];

it('is as wide as its widest cells', () => {
  expect(markdownTable(ROWS)).toBe('| a      | b   |\n| ------ | --- |\n| longer | 1   |\n');
});

it('has numbers to the right', () => {
  expect(markdownTable(ROWS, { numbers: true })).toBe(
    '| a      |   b |\n| ------ | --- |\n| longer |   1 |\n',
  );
});

it('is nothing without rows', () => {
  expect(markdownTable(ROWS.slice(0, 1))).toBe('');
});
