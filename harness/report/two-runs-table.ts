// The rows of a failing and of a passing run → one table with a side for each, what is the same in both on one line; below
// each other where the screen is narrow. Text must be printable already.
import type { Interleaving, InterleavingRow } from '../model/campaign-result.ts';
import { alignRows } from './align-rows.ts';
import { renderInterleaving } from './interleaving-table.ts';
import type { Screen } from './screen.ts';
import { renderTable, type Cell } from './text-table.ts';

/** Characters that two runs beside each other need. */
const SIDE_BY_SIDE_COLUMNS = 96;

/** The lines of both. */
export function renderTwoRuns(failing: Interleaving, passing: Interleaving, screen: Screen): string[] {
  if (screen.columns < SIDE_BY_SIDE_COLUMNS)
    return [
      'fails:',
      ...renderInterleaving(failing, screen),
      '',
      'passes:',
      ...renderInterleaving(passing, screen),
    ];
  const [left, right] = [failing, passing].map(({ rows, columns }) =>
    rows.map((row) => tellRow(row, columns)),
  ) as [string[], string[]];
  const rows = alignRows(left, right).map(([at, to]): Cell[] => {
    const [failed, passed] = [failing.rows[at ?? -1], passing.rows[to ?? -1]];
    const style =
      failed?.isViolation === true ? 'bad' : at === undefined || to === undefined ? 'plain' : 'faint';
    return [
      { text: failed?.isViolation === true ? '>' : '', style },
      { text: failed === undefined ? '' : String(failed.step), style },
      { text: left[at ?? -1] ?? '', style },
      { text: passed === undefined ? '' : String(passed.step), style: 'plain' },
      { text: right[to ?? -1] ?? '', style: 'plain' },
    ];
  });
  const head = [
    { title: ' ' },
    { title: 'step', align: 'right' as const },
    { title: 'fails' },
    { title: 'step', align: 'right' as const },
    { title: 'passes' },
  ];
  return renderTable(head, rows, screen, ' | ');
}

/** What happened in a step, without when: `client: c0<#5 gets 5 bytes; reader: done`. */
function tellRow({ cells }: InterleavingRow, columns: readonly string[]): string {
  return columns
    .flatMap((column) => (cells[column] === undefined ? [] : [`${column}: ${cells[column]}`]))
    .join('; ');
}
