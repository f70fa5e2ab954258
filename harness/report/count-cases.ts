// Findings of one scenario and variant → the cases that show any of them: a case with two of them is one case.
import type { FindingGroup, VariantResult } from '../model/campaign-result.ts';

/** Exact for what was seen in drawn cases; deaths and the runs of a tree are not seen together with others, and are added up. */
export function countCases(
  groups: readonly Pick<FindingGroup, 'fingerprint' | 'count'>[],
  { sights = [] }: Pick<VariantResult, 'sights'>,
): number {
  const ids = new Set(groups.map(({ fingerprint }) => fingerprint));
  const seen = sum(sights.filter(({ findings }) => findings.some((id) => ids.has(id))));
  const alone = groups.map(({ fingerprint, count }) =>
    Math.max(0, count - sum(sights.filter(({ findings }) => findings.includes(fingerprint)))),
  );
  return alone.reduce((all, each) => all + each, seen);
}

function sum(counted: readonly { count: number }[]): number {
  return counted.reduce((all, { count }) => all + count, 0);
}
