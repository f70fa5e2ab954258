// What a variant ran → whether that is enough to judge it by.
import type { VariantResult } from './campaign-result.ts';
import { NO_VERDICT_SHARE_MAX } from './limits.ts';

/** False when nothing ran, or too many cases ended without a verdict. */
export function hasVerdicts({
  cases,
  limited,
  inconclusive,
}: Pick<VariantResult, 'cases' | 'limited' | 'inconclusive'>): boolean {
  return cases > 0 && (limited + inconclusive) / cases <= NO_VERDICT_SHARE_MAX;
}
