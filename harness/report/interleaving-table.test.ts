// The interleaving as a table: columns for actors, a sign at the violation, a window for long runs.
import { expect, test } from 'vitest';
import { renderInterleaving } from './interleaving-table.ts';
import { plainScreen } from './screen.ts';
import { sampleInterleaving } from './tests/sample-result.ts';
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

test('nothing recorded is no table', () => {
  expect(renderInterleaving({ columns: ['a'], rows: [] }, plainScreen(80))).toEqual([]);
});
