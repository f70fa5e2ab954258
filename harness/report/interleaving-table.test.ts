// The interleaving as a table: columns for actors, a sign at the violation, a window for long runs.
import { expect, test } from 'vitest';
import { renderInterleaving } from './interleaving-table.ts';
import { plainScreen } from './screen.ts';
import { sampleInterleaving } from '../model/tests/sample-result.ts';
import { textWidth } from './text-width.ts';

const show = (lines: string[]): string => `\n${lines.join('\n')}\n`;

test('every actor has a column, and the violation a sign', () => {
  expect(show(renderInterleaving(sampleInterleaving, plainScreen(110)))).toMatchInlineSnapshot(`
    "
      | step |  ms | reader                               | gateway                               | probe
    --+------+-----+--------------------------------------+---------------------------------------+---------------
      |    1 |   0 | sendMessage                          |                                       |
      |    9 |   0 |                                      | 200 text/event-stream                 |
      |   14 | 250 |                                      | data:                                 |
      |      |     |                                      | {"type":"btw_text_delta","text":"t0:  |
      |      |     |                                      | one"}                                 |
      |   14 | 250 | cancel: releases the state of task 1 |                                       |
    > |   15 | 250 | next() touches released state        |                                       |
      |   16 | 250 |                                      |                                       | GET /v1/health
    "
  `);
});

test('a narrow screen wraps the cells', () => {
  const lines = renderInterleaving(sampleInterleaving, plainScreen(60));
  expect(show(lines)).toMatchInlineSnapshot(`
    "
      | step |  ms | reader       | gateway      | probe
    --+------+-----+--------------+--------------+--------------
      |    1 |   0 | sendMessage  |              |
      |    9 |   0 |              | 200          |
      |      |     |              | text/event-  |
      |      |     |              | stream       |
      |   14 | 250 |              | data:        |
      |      |     |              | {"type":     |
      |      |     |              | "btw_text_   |
      |      |     |              | delta",      |
      |      |     |              | "text":"t0:  |
      |      |     |              | one"}        |
      |   14 | 250 | cancel:      |              |
      |      |     | releases the |              |
      |      |     | state of     |              |
      |      |     | task 1       |              |
    > |   15 | 250 | next()       |              |
      |      |     | touches      |              |
      |      |     | released     |              |
      |      |     | state        |              |
      |   16 | 250 |              |              | GET
      |      |     |              |              | /v1/health
    "
  `);
  expect(Math.max(...lines.map(textWidth))).toBeLessThanOrEqual(60);
});

test('a long run shows what led to the violation, and says what is missing', () => {
  const rows = Array.from({ length: 1000 }, (_, index) => ({
    step: index,
    ms: index * 10,
    cells: { a: `step ${index}` },
    isViolation: index === 500,
  }));
  const lines = renderInterleaving({ columns: ['a'], rows }, plainScreen(80));
  expect(lines).toHaveLength(1 + 2 + 36 + 1);
  expect([lines[0], lines[3], lines[33], lines.at(-1)]).toEqual([
    '(470 rows before not shown)',
    '  |  470 | 4700 | step 470',
    '> |  500 | 5000 | step 500',
    '(494 rows after not shown)',
  ]);
  const hang = rows.map((row) => ({ ...row, isViolation: false }));
  expect(renderInterleaving({ columns: ['a'], rows: hang }, plainScreen(80)).at(-1)).toBe(
    '  |  999 | 9990 | step 999',
  );
});

test('rows that say the same over and over are one, up to the violation', () => {
  const row = (step: number, text: string, isViolation = false) => ({
    step,
    ms: step * 10,
    cells: { a: text },
    isViolation,
  });
  const rows = [row(1, 'asks'), ...Array.from({ length: 600 }, (_, index) => row(index + 2, 'timer onTick'))];
  rows.push(row(602, 'timer onTick', true), row(603, 'twice'), row(604, 'twice'));
  expect(show(renderInterleaving({ columns: ['a'], rows }, plainScreen(80)))).toMatchInlineSnapshot(`
    "
      | step |   ms | a
    --+------+------+---------------------
      |    1 |   10 | asks
      |    2 |   20 | timer onTick
      |  601 | 6010 | (599 more like this)
    > |  602 | 6020 | timer onTick
      |  603 | 6030 | twice
      |  604 | 6040 | twice
    "
  `);
});

test('nothing recorded is no table', () => {
  expect(renderInterleaving({ columns: ['a'], rows: [] }, plainScreen(80))).toEqual([]);
});
