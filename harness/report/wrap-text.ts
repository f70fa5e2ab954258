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
  return `${breakWord(text, Math.max(2, columns - 3))[0] ?? ''}...`;
}

function breakWord(word: string, columns: number): string[] {
  const pieces = [''];
  let width = 0;
  for (const character of word) {
    const extra = textWidth(character);
    if (width + extra > columns) {
      pieces.push('');
      width = 0;
    }
    pieces[pieces.length - 1] += character;
    width += extra;
  }
  return pieces;
}
