// Rows of cells → lines of an aligned table in plain ASCII that fits the screen: the widest columns give way first, and
// their cells are wrapped, or cut where they would take more than a few lines.
import type { Screen, Style } from './screen.ts';
import { textWidth } from './text-width.ts';
import { cutText, wrapText } from './wrap-text.ts';

/** A cell; one that is a list has a line for each item. */
export type Cell = string | Line | readonly Line[];
export type Line = { text: string; style: Style };

/** A column; the numbers of a right-aligned one stand in line. */
export type Column = { title: string; align?: 'right' };

const NARROWEST_CHARS = 6;
const CELL_LINES_MAX = 6;

/** The lines of a table with a head and a rule below it; `gap` goes between columns. */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  screen: Screen,
  gap = '  ',
): string[] {
  const table = rows.map((row) => row.map(toLines));
  const widths = fitWidths(
    columns.map(({ title }, index) =>
      Math.max(textWidth(title), ...table.flatMap((row) => row[index]!.map(({ text }) => textWidth(text)))),
    ),
    screen.columns - gap.length * (columns.length - 1),
  );
  const renderRow = (row: readonly (readonly Line[])[]): string[] => {
    const cells = row.map((lines, index) => wrapLines(lines, widths[index]!));
    const height = Math.max(...cells.map((lines) => lines.length));
    return Array.from({ length: height }, (_, at) =>
      cells
        .map((lines, index) => pad(lines[at], widths[index]!, columns[index]!, screen))
        .join(gap)
        .trimEnd(),
    );
  };
  const head = renderRow(columns.map(({ title }) => [{ text: title, style: 'strong' as const }]));
  // Under ` | ` the rule is unbroken (`-+-`), under spaces it is one piece per column.
  const joint = gap.trim() === '' ? gap : gap.replaceAll(' ', '-').replaceAll('|', '+');
  const rule = widths.map((width) => '-'.repeat(width)).join(joint);
  return [...head, rule, ...table.flatMap(renderRow)];
}

function toLines(cell: Cell): readonly Line[] {
  if (typeof cell === 'string') return [{ text: cell, style: 'plain' }];
  return Array.isArray(cell) ? (cell as readonly Line[]) : [cell as Line];
}

/** Takes one column after the other from the widest until the table fits, or all are as narrow as they may be. */
function fitWidths(natural: readonly number[], available: number): number[] {
  const widths = [...natural];
  let excess = widths.reduce((sum, width) => sum + width, 0) - available;
  while (excess > 0) {
    const widest = Math.max(...widths);
    if (widest <= NARROWEST_CHARS) break;
    widths[widths.indexOf(widest)] = widest - 1;
    excess -= 1;
  }
  return widths;
}

function wrapLines(lines: readonly Line[], width: number): Line[] {
  return lines.flatMap(({ text, style }) => {
    const wrapped = wrapText(text, width);
    if (wrapped.length <= CELL_LINES_MAX) return wrapped.map((part) => ({ text: part, style }));
    const rest = wrapped.slice(CELL_LINES_MAX - 1).join(' ');
    return [...wrapped.slice(0, CELL_LINES_MAX - 1), cutText(rest, width)].map((part) => ({
      text: part,
      style,
    }));
  });
}

function pad(line: Line | undefined, width: number, column: Column, screen: Screen): string {
  if (line === undefined || line.text === '') return ' '.repeat(width);
  const space = ' '.repeat(Math.max(0, width - textWidth(line.text)));
  const text = screen.paint(line.style, line.text);
  return column.align === 'right' ? space + text : text + space;
}
