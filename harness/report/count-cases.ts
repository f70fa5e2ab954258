// Findings of one scenario and variant → the cases that show any of them: a case with two of them is one case.
import type { FindingGroup, VariantResult } from '../model/campaign-result.ts';

/** So many cases, or so many at most: which were seen together is known of drawn cases alone, not of deaths, trees and older reports. */
export type CaseCount = { count: number; isExact: boolean };

/** Counts them; never more than the variant had. */
export function countCases(
  groups: readonly Pick<FindingGroup, 'fingerprint' | 'count'>[],
  { sights = [], cases }: Pick<VariantResult, 'sights' | 'cases'>,
): CaseCount {
  const ids = new Set(groups.map(({ fingerprint }) => fingerprint));
  const seen = sum(sights.filter(({ findings }) => findings.some((id) => ids.has(id))));
  const alone = groups
    .map(({ fingerprint, count }) =>
      Math.max(0, count - sum(sights.filter(({ findings }) => findings.includes(fingerprint)))),
    )
    .filter((count) => count > 0);
  const count = Math.min(
    alone.reduce((all, each) => all + each, seen),
    cases,
  );
  return { count, isExact: alone.length === 0 || (alone.length === 1 && seen === 0) };
}

function sum(counted: readonly { count: number }[]): number {
  return counted.reduce((all, { count }) => all + count, 0);
}
