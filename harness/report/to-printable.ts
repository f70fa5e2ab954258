// Data of any shape → the same data fit for a screen: secrets scrubbed, huge texts cut, control characters escaped. Reports for
// people do this once, to everything, before they look at anything, so that no line of theirs can forget it.
import { PRINTED_TEXT_CHARS } from '../model/limits.ts';
import { cutLongText } from '../model/cut-long-text.ts';
import { escapeControl } from './escape-control.ts';
import { scrubSecrets } from '../model/scrub.ts';

/** A deep copy of plain data in which every string, names of properties included, is safe to print. */
export function toPrintable<T>(value: T): T {
  return escapeDeep(scrubSecrets(value)) as T;
}

function escapeDeep(value: unknown): unknown {
  if (typeof value === 'string') return escapeControl(cutLongText(value, PRINTED_TEXT_CHARS));
  if (Array.isArray(value)) return value.map(escapeDeep);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [escapeControl(key), escapeDeep(part)]),
  );
}
