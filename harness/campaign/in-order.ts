// Things in a fixed order, whoever came first: findings by the first case that showed them, counts by their names.
import type { FindingGroup } from '../model/campaign-result.ts';

/** Findings by their first case; those that only kept cases show come last. Of one case, in the order that they came. */
export function orderFindings(findings: readonly FindingGroup[]): FindingGroup[] {
  return findings.toSorted(compareFindings);
}

/** Which of two findings comes first; 0 when one case shows both, or no new case any. */
export function compareFindings(left: FindingGroup, right: FindingGroup): number {
  if (left.count === 0 || right.count === 0) return Number(left.count === 0) - Number(right.count === 0);
  return left.firstCase - right.firstCase;
}

/** Things that tell at which case they showed, by that. */
export function orderByCase<T extends { caseIndex: number }>(things: readonly T[]): T[] {
  return things.toSorted((left, right) => left.caseIndex - right.caseIndex);
}

/** Counts by name, sorted by name. */
export function orderCounts(counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).toSorted(([left], [right]) => (left < right ? -1 : 1)));
}
