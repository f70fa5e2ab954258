// Rows of cells → a table in Markdown, aligned as the formatter leaves it.

/** The first row is the head; nothing without others. `numbers` puts all cells but the first of a row to the right. Ends with a line break. */
export function markdownTable(rows: readonly (readonly string[])[], { numbers = false } = {}): string {
  if (rows.length < 2) return '';
  const widths = rows[0]!.map((_, at) => Math.max(3, ...rows.map((row) => row[at]!.length)));
  const pad = (cell: string, at: number): string =>
    numbers && at > 0 ? cell.padStart(widths[at]!) : cell.padEnd(widths[at]!);
  const line = (cells: readonly string[]): string => `| ${cells.map(pad).join(' | ')} |\n`;
  const [head, ...rest] = rows;
  return [line(head!), line(widths.map((width) => '-'.repeat(width))), ...rest.map(line)].join('');
}
