// A failing case → another that differs from it in one decision, and which of those that pass is the nearest.
import type { Case } from '../model/case.ts';
import { isPassing, type RunOutcome } from '../model/differential.ts';
import type { ChangeKind, PassingChange } from '../model/explanation.ts';

/**
 * A decision taken differently. `size` orders changes of a kind that part at the same step: how far something is moved. `at`
 * is the step that `words` name, where they do.
 */
export type Change = { kind: ChangeKind; words: string; case: Case; size: number; at?: number };

/** What became of one. `partsAt` is undefined where its run is the failing one. */
export type TriedChange = { change: Change; outcome: RunOutcome; partsAt: number | undefined };

/** The changes that make it pass, the nearest first: it parts last, then what is moved before what is removed, then the smallest. */
export function orderPassing(tried: readonly TriedChange[]): (PassingChange & { case: Case })[] {
  const passing = tried.filter(
    ({ change: { at }, outcome, partsAt }) =>
      isPassing(outcome) && partsAt !== undefined && (at === undefined || at === partsAt),
  );
  return passing
    .toSorted(
      (left, right) =>
        rankOutcome(left) - rankOutcome(right) ||
        right.partsAt! - left.partsAt! ||
        rankKind(left) - rankKind(right) ||
        left.change.size - right.change.size,
    )
    .map(({ change: { kind, words, case: kase }, outcome, partsAt }) => ({
      kind,
      words,
      outcome: outcome as 'pass' | 'gone',
      partsAt: partsAt!,
      case: kase,
    }));
}

/** What passes says more than what only has lost this finding. */
function rankOutcome({ outcome }: TriedChange): number {
  return outcome === 'pass' ? 0 : 1;
}

function rankKind({ change: { kind } }: TriedChange): number {
  return kind === 'removed' ? 1 : 0;
}
