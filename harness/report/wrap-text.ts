// One line of text → lines that fit a width, broken at spaces where there are any, else anywhere.
import { textWidth } from './text-width.ts';

/** Lines of at most `columns` columns (at least 2, for wide characters). Text that fits is one line; '' is one empty line. */
export function wrapText(text: string, columns: number): string[] {
  const width = Math.max(2, columns);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (textWidth(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = breakWord(word, width);
    line = pieces.pop() ?? '';
    lines.push(...pieces);
  }
  return [...lines, line];
}

/** The start of `text` that fits `columns`, with `...` when something is missing. */
export function cutText(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text;
  return `${startOf(text, Math.max(2, columns - 3))}...`;
}

/** Pieces of at most `columns`, broken after a sign that parts names where there is one late enough. */
function breakWord(word: string, columns: number): string[] {
  const pieces: string[] = [];
  let rest = word;
  while (textWidth(rest) > columns) {
    const start = startOf(rest, columns);
    const sign = Math.max(...BREAK_AFTER.map((character) => start.lastIndexOf(character))) + 1;
    const piece = sign > start.length / 2 ? start.slice(0, sign) : start;
    pieces.push(piece);
    rest = rest.slice(piece.length);
  }
  return [...pieces, rest];
}

const BREAK_AFTER = ['/', '-', ',', ';', ':', '&', '_'];

/** As much of the beginning of `text` as fits. */
function startOf(text: string, columns: number): string {
  let width = 0;
  let start = '';
  for (const character of text) {
    width += textWidth(character);
    if (width > columns) break;
    start += character;
  }
  return start;
}
