// Digits → a whole number within bounds. Separators as in code (`20_000`) are allowed.
import { ClosecallError } from '../model/closecall-error.ts';

/** The number. Throws a ClosecallError that names `option` and the bounds. */
export function parseNumber(text: string, option: string, least: number, most: number): number {
  const value = /^\d+(?:_\d+)*$/.test(text) ? Number(text.replaceAll('_', '')) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new ClosecallError(
    'ERR_BAD_NUMBER',
    `${option} ${text}: expected a whole number from ${least} to ${most}.`,
  );
}
