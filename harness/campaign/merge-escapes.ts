// Escapes of many variants → what a campaign tells. Apart from the log, which runs cases: a campaign's own process must
// stay out of the world.
import type { EscapeReport } from '../model/campaign-result.ts';
import type { Escape } from '../model/trace.ts';

/** True for two that are told as one. */
export function isSameEscape(left: Escape, right: Escape): boolean {
  return left.kind === right.kind && left.what === right.what;
}

/** Adds `more` to what a campaign tells: each kind of activity once, with all variants that have it. */
export function addEscapes(all: EscapeReport[], more: readonly EscapeReport[]): void {
  for (const escape of more) {
    const known = all.find((other) => isSameEscape(other, escape));
    if (known === undefined) all.push({ ...escape, variants: [...escape.variants] });
    else known.variants = [...new Set([...known.variants, ...escape.variants])];
  }
}
