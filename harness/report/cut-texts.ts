// Data of any size → the same data printable and with no text longer than a page has room for. A client decides how long its messages
// are.
import { cutLongText } from '../model/cut-long-text.ts';
import { toPrintable } from './to-printable.ts';

/** How much longer than the limit a text may be when it is scrubbed: what is cut off later need not be. */
const ROOM = 4;

/** A deep copy fit for a page: scrubbed, printable, every text at most `charsMax` long but for a note that says how long it was. */
export function toShortPrintable<T>(value: T, charsMax: number): T {
  return cut(toPrintable(cut(value, charsMax * ROOM)), charsMax) as T;
}

function cut(value: unknown, charsMax: number): unknown {
  if (typeof value === 'string') return cutLongText(value, charsMax);
  if (Array.isArray(value)) return value.map((each) => cut(each, charsMax));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, cut(part, charsMax)]));
}
