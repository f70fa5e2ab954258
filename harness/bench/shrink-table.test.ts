// The table of shrinks: medians and worst values, by hand.
import { expect, test } from 'vitest';
import { renderShrinks } from './shrink-table.ts';

test('each row has the median and the worst of its seeds, each kind a row of its own, and what was not found no numbers', () => {
  const shrink = (from: number, to: number, runs: number, cpuMs: number) => ({ from, to, runs, cpuMs });
  expect(
    renderShrinks([
      {
        name: 'a',
        kind: 'generation',
        seeds: 3,
        shrinks: [shrink(5, 1, 4, 10), shrink(7, 3, 9, 30), shrink(6, 2, 6, 20)],
      },
      { name: 'b', kind: 'planted', seeds: 3, shrinks: [] },
      { name: 'c', kind: 'planted', seeds: 3, shrinks: [shrink(2, 1, 3, 4)] },
    ]),
  ).toMatchInlineSnapshot(`
    "| found in                   |  seeds | elements before | after | worst | runs | CPU ms | worst CPU ms |
    | -------------------------- | ------ | --------------- | ----- | ----- | ---- | ------ | ------------ |
    | a                          | 3 of 3 |               6 |     2 |     3 |    6 |     20 |           30 |
    | b                          | 0 of 3 |                 |       |       |      |        |              |
    | c                          | 1 of 3 |               2 |     1 |     1 |    3 |      4 |            4 |
    | all 1 of kind "generation" | 3 of 3 |               6 |     2 |     3 |    6 |     20 |           30 |
    | all 2 of kind "planted"    | 1 of 6 |               2 |     1 |     1 |    3 |      4 |            4 |
    "
  `);
});
