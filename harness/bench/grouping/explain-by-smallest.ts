// Failures of one place, each with the smallest cases that were known when it was met → the same with the smallest that are known now:
// the order in which cases were drawn plays no part.
import { causeKey } from './cause-key.ts';
import type { Failure } from './collect-order.ts';
import type { SmallestCase } from './smallest-case.ts';

/** Explains each finding by the case that takes least, of those that show the same and take nothing that its own does not. */
export function explainBySmallest<T extends Failure>(failures: readonly T[]): T[] {
  const known = Map.groupBy(
    failures.flatMap(({ findings, smallest }) =>
      findings.map((finding, at) => ({ key: causeKey(finding), smallest: smallest[at]! })),
    ),
    ({ key }) => key,
  );
  return failures.map((failure) => ({
    ...failure,
    smallest: failure.findings.map((finding, at) => {
      const all = known.get(causeKey(finding))!.map(({ smallest }) => smallest);
      return leastWithin(failure.smallest[at]!, all);
    }),
  }));
}

/** The first of those that take least. */
function leastWithin(own: SmallestCase, all: readonly SmallestCase[]): SmallestCase {
  const within = all.filter(({ takes }) => takes.every((need) => own.takes.includes(need)));
  return within.toSorted((left, right) => left.takes.length - right.takes.length)[0] ?? own;
}
