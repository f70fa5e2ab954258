// An interleaving → a table with a column per actor and a row per step, as Lincheck prints it. The row that breaks the
// promise is marked by a sign, not by colour alone; of a long run it shows what led to that row, and rows that say the same over and
// over are one.
import type { Interleaving, InterleavingRow } from '../model/campaign-result.ts';
import { ROWS_AFTER_VIOLATION, ROWS_ALIKE, ROWS_BEFORE_VIOLATION } from '../model/limits.ts';
import { countOf, formatCount } from '../model/format-count.ts';
import type { Screen } from './screen.ts';
import { renderTable, type Cell, type Column } from './text-table.ts';

/** The lines of the table; none when nothing was recorded. Text in it must be printable already. */
export function renderInterleaving(interleaving: Interleaving, screen: Screen): string[] {
  const { columns } = interleaving;
  const rows = foldRepeats(interleaving.rows);
  if (rows.length === 0) return [];
  const { first, end } = findWindow(rows);
  const head: Column[] = [
    { title: ' ' },
    { title: 'step', align: 'right' },
    { title: 'ms', align: 'right' },
    ...columns.map((title) => ({ title })),
  ];
  const shown = rows.slice(first, end).map((row) => renderRow(row, columns));
  return [
    ...noteMissing(first, 'before'),
    ...renderTable(head, shown, screen, ' | '),
    ...noteMissing(rows.length - end, 'after'),
  ];
}

/** Of more than ROWS_ALIKE rows in a row that say the same, the first, and one for the others, at the place of the last. */
function foldRepeats(rows: readonly InterleavingRow[]): InterleavingRow[] {
  const folded: InterleavingRow[] = [];
  for (let first = 0; first < rows.length;) {
    const row = rows[first]!;
    const said = JSON.stringify(row.cells);
    let end = first + 1;
    while (end < rows.length && !rows[end]!.isViolation && JSON.stringify(rows[end]!.cells) === said) end++;
    if (row.isViolation || end - first <= ROWS_ALIKE) {
      folded.push(...rows.slice(first, end));
    } else {
      const { step, ms, isViolation } = rows[end - 1]!;
      const others = `(${formatCount(end - first - 1)} more like this)`;
      const cells = Object.fromEntries(Object.keys(row.cells).map((column) => [column, others]));
      folded.push(row, { step, ms, cells, isViolation });
    }
    first = end;
  }
  return folded;
}

function renderRow(row: InterleavingRow, columns: readonly string[]): Cell[] {
  const style = row.isViolation ? 'bad' : 'plain';
  return [
    row.isViolation ? '>' : '',
    String(row.step),
    String(row.ms),
    ...columns.map((column) => row.cells[column] ?? ''),
  ].map((text) => ({ text, style }));
}

/** The rows to show: those that lead to the violation (or to the end), and a few after it. */
function findWindow(rows: readonly InterleavingRow[]): { first: number; end: number } {
  const violation = rows.findIndex((row) => row.isViolation);
  const last = violation === -1 ? rows.length - 1 : violation;
  return {
    first: Math.max(0, last - ROWS_BEFORE_VIOLATION),
    end: Math.min(rows.length, last + 1 + ROWS_AFTER_VIOLATION),
  };
}

function noteMissing(count: number, where: string): string[] {
  return count > 0 ? [`(${countOf(count, 'row')} ${where} not shown)`] : [];
}
