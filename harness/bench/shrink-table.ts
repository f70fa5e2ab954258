// Shrinks → a table for people, with medians and worst values, as Markdown.
import { markdownTable } from './markdown-table.ts';
import type { Shrink, ShrinkRow } from './measure-shrinks.ts';

const HEADS = ['found in', 'seeds', 'elements before', 'after', 'worst', 'runs', 'CPU ms', 'worst CPU ms'];

/** One row for each, and one for all of each kind; ends with a line break. */
export function renderShrinks(rows: readonly ShrinkRow[]): string {
  const kinds = [...new Set(rows.map(({ kind }) => kind))];
  const all = kinds.map((kind): ShrinkRow => {
    const own = rows.filter((row) => row.kind === kind);
    const seeds = own.reduce((sum, row) => sum + row.seeds, 0);
    return {
      name: `all ${own.length} of kind "${kind}"`,
      kind,
      seeds,
      shrinks: own.flatMap(({ shrinks }) => shrinks),
    };
  });
  const cells = [...rows, ...all].map(({ name, seeds, shrinks }) => [
    name,
    `${shrinks.length} of ${seeds}`,
    ...(shrinks.length === 0
      ? ['', '', '', '', '', '']
      : [
          median(shrinks, 'from'),
          median(shrinks, 'to'),
          worst(shrinks, 'to'),
          median(shrinks, 'runs'),
          median(shrinks, 'cpuMs'),
          worst(shrinks, 'cpuMs'),
        ].map((value) => value.toFixed(0))),
  ]);
  return markdownTable([HEADS, ...cells], { numbers: true });
}

function median(shrinks: readonly Shrink[], key: keyof Shrink): number {
  return shrinks.map((shrink) => shrink[key]).toSorted((left, right) => left - right)[
    (shrinks.length - 1) >> 1
  ]!;
}

function worst(shrinks: readonly Shrink[], key: keyof Shrink): number {
  return Math.max(...shrinks.map((shrink) => shrink[key]));
}
