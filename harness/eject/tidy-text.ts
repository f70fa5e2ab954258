// A stretch of code from which types were taken out → the same without the holes that they left. Only white space
// between tokens is changed, and only where the original has something else.
import type { ModuleSource } from './read-module.ts';

/** The text of `module` from `start` to `end`. */
export function tidyText(module: ModuleSource, start: number, end: number): string {
  const { code, original } = module;
  const pieces = listPieces(module, start, end);
  let text = '';
  let at = start;
  for (const piece of [...pieces, { start: end, end }]) {
    const gap = code.slice(at, piece.start);
    const wasGap = original.slice(at, piece.start);
    const next = code[piece.start] ?? '';
    text += gap === wasGap ? gap : mend(gap, wasGap, code[at - 1] ?? '', next);
    text += code.slice(piece.start, piece.end);
    at = piece.end;
  }
  return text.replace(/[ \t]+$/gm, '').replace(/\n{3,}/g, '\n\n');
}

/** Tokens and comments in order. */
function listPieces(
  { tokens, comments }: ModuleSource,
  start: number,
  end: number,
): { start: number; end: number }[] {
  const isInside = (piece: { start: number; end: number }): boolean =>
    piece.start >= start && piece.end <= end;
  return [...tokens.filter(isInside), ...comments.filter(isInside)].toSorted(
    (left, right) => left.start - right.start,
  );
}

function mend(gap: string, wasGap: string, before: string, next: string): string {
  const lineEnd = gap.lastIndexOf('\n');
  if (lineEnd >= 0) {
    const blankLines = /\n\s*\n/.test(gap) && /^[ \t]*\n[ \t]*\n/.test(wasGap) ? '\n\n' : '\n';
    const indent = /^[ \t]*/.exec(wasGap.slice(lineEnd + 1))![0];
    return before === '' ? '' : blankLines + indent;
  }
  if (/[),;.\]:]/.test(next) || /[([.]/.test(before)) return '';
  if (next === '(' && /[\w$]/.test(before)) return '';
  return ' ';
}
