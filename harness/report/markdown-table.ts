// Titles and rows → tables of Markdown that fit a number of bytes together: whole rows, in their order, and how many had to go.

/** One table: a title per column, and its rows as lines. */
export type MarkdownTable = { titles: readonly string[]; rows: readonly string[] };

/** The tables with a row at least, each as one text, and the rows that there was no room for. */
export function fitTables(
  tables: readonly MarkdownTable[],
  bytesMax: number,
): { texts: string[]; missing: number } {
  let left = bytesMax;
  let missing = 0;
  const fit = (line: string): boolean => {
    left -= Buffer.byteLength(line) + 1;
    return left >= 0;
  };
  const texts = tables.flatMap(({ titles, rows }) => {
    const head = [titles, titles.map(() => '---')].map(renderRow);
    const hasRoom = fit(head.join('\n'));
    const kept = rows.filter((row) => hasRoom && fit(row));
    missing += rows.length - kept.length;
    return kept.length === 0 ? [] : [[...head, ...kept].join('\n')];
  });
  return { texts, missing };
}

/** A row; its cells must have no bar in them. */
export function renderRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
