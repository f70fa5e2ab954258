// Tables in plain text: aligned, and never wider than the screen as long as that is possible at all.
import { expect, test } from 'vitest';
import { plainScreen } from './screen.ts';
import { renderTable } from './text-table.ts';
import { textWidth } from './text-width.ts';
import { cutText, wrapText } from './wrap-text.ts';

const columns = [{ title: 'name' }, { title: 'count', align: 'right' as const }, { title: 'remark' }];

test('a table is aligned', () => {
  const rows = [
    ['one', '1', 'short'],
    [
      'twenty',
      '20,000',
      [
        { text: 'first line', style: 'good' as const },
        { text: 'second', style: 'bad' as const },
      ],
    ],
    ['世界', '3', ''],
  ];
  expect(`\n${renderTable(columns, rows, plainScreen(60)).join('\n')}\n`).toMatchInlineSnapshot(`
    "
    name     count  remark
    ------  ------  ----------
    one          1  short
    twenty  20,000  first line
                    second
    世界         3
    "
  `);
});

test('a table that is too wide wraps its widest column, and cuts a cell of many lines', () => {
  const rows = [
    ['one', '1', 'a remark of many words '.repeat(12)],
    ['averyveryverylongnamewithoutanyspace', '2', 'x'],
  ];
  const lines = renderTable(columns, rows, plainScreen(40));
  expect(`\n${lines.join('\n')}\n`).toMatchInlineSnapshot(`
    "
    name             count  remark
    ---------------  -----  ----------------
    one                  1  a remark of many
                            words a remark
                            of many words a
                            remark of many
                            words a remark
                            of many words...
    averyveryverylo      2  x
    ngnamewithoutan
    yspace
    "
  `);
  expect(Math.max(...lines.map(textWidth))).toBeLessThanOrEqual(40);
});

test('marks are around the words only, and padding is not marked', () => {
  const screen = {
    columns: 80,
    paint: (style: string, text: string) => (style === 'plain' ? text : `<${text}>`),
  };
  expect(
    renderTable([{ title: 'a' }, { title: 'b' }], [[{ text: 'x', style: 'bad' }, 'long']], screen),
  ).toEqual(['<a>  <b>', '-  ----', '<x>  long']);
});

test('text wraps at spaces, else anywhere', () => {
  expect(wrapText('to be or not', 5)).toEqual(['to be', 'or', 'not']);
  expect(wrapText('abcdefgh ij', 3)).toEqual(['abc', 'def', 'gh', 'ij']);
  expect(wrapText('世界世界', 5)).toEqual(['世界', '世界']);
  expect(wrapText('', 5)).toEqual(['']);
});

test('a cut is marked', () => {
  expect(cutText('short', 5)).toBe('short');
  expect(cutText('much too long', 8)).toBe('much ...');
});

test('the width of text is what a terminal gives it', () => {
  expect([textWidth('abc'), textWidth('世界'), textWidth('e\u0301'), textWidth('🎉')]).toEqual([3, 4, 1, 2]);
});
