// Text of any length → text of a size that a record or a report can hold, with a word on how much is missing.
import { formatCount } from './format-count.ts';

/**
 * The first `charsMax` UTF-16 units of `text`, no pair parted, and what was left out; `text` itself when it is no longer. What was cut
 * before says how much is missing of the whole.
 */
export function cutLongText(text: string, charsMax: number): string {
  if (text.length <= charsMax) return text;
  const isPairParted = /[\u{d800}-\u{dbff}]/u.test(text.charAt(charsMax - 1));
  const end = isPairParted ? charsMax - 1 : charsMax;
  return `${text.slice(0, end)}... (${formatCount(text.length - end + countCut(text))} more characters)`;
}

const NOTE = /\.\.\. \(([\d,]+) more characters\)$/;

/** What an earlier cut left out of it, its note not counted. */
function countCut(text: string): number {
  const [note = '', count = '0'] = NOTE.exec(text) ?? [];
  return Number(count.replaceAll(',', '')) - note.length;
}
