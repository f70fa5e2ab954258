// `30s`, `2m`, `500ms`, `1.5h` → milliseconds.
import { ClosecallError } from '../model/closecall-error.ts';

const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds, more than 0. Throws a ClosecallError that names `option` when `text` is no duration. */
export function parseDuration(text: string, option: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? [];
  const durationMs = Number(amount) * (UNITS_MS[unit ?? ''] ?? Number.NaN);
  if (durationMs > 0) return Math.ceil(durationMs);
  const hint = /^\d+$/.test(text) ? ` "${text}" has no unit: did you mean ${text}s?` : '';
  throw new ClosecallError(
    'ERR_BAD_DURATION',
    `${option} ${text}: expected a time above zero with its unit, such as 500ms, 30s, 2m or 1h.${hint}`,
  );
}
