// Labelled failures → how well their groups are the labels: over pairs of failures, so that no group has to be matched with a label.

/** A failing case: the defect that is known to be in its client, and the group that closecall puts it in. */
export type Labelled = { label: string; group: string };

/** Shares from 0 to 1. Without a pair to judge by they are 1: nothing was merged, nothing was split. */
export type GroupingScore = {
  failures: number;
  labels: number;
  groups: number;
  /** Of the pairs in one group, how many have one label. */
  precision: number;
  /** Of the pairs of one label, how many are in one group. */
  recall: number;
  /** The recall of each label, averaged: a label with few failures counts as much as one with many. */
  recallPerLabel: number;
};

/** Scores them. */
export function scoreGrouping(failures: readonly Labelled[]): GroupingScore {
  const byLabel = Map.groupBy(failures, ({ label }) => label);
  const byGroup = Map.groupBy(failures, ({ group }) => group);
  const together = [...byLabel.values()].map((own) => pairsInOneGroup(own));
  const [ofLabel, ofGroup] = [countPairs(byLabel), countPairs(byGroup)];
  const sum = together.reduce((total, count) => total + count, 0);
  const recalls = [...byLabel.values()].map(recallOf);
  return {
    failures: failures.length,
    labels: byLabel.size,
    groups: byGroup.size,
    precision: ofGroup === 0 ? 1 : sum / ofGroup,
    recall: ofLabel === 0 ? 1 : sum / ofLabel,
    recallPerLabel:
      recalls.length === 0 ? 1 : recalls.reduce((total, own) => total + own, 0) / recalls.length,
  };
}

/** The share of pairs that are in one group, of failures that all have one label. */
export function recallOf(own: readonly Labelled[]): number {
  const all = pairs(own.length);
  return all === 0 ? 1 : pairsInOneGroup(own) / all;
}

function pairsInOneGroup(own: readonly Labelled[]): number {
  return countPairs(Map.groupBy(own, ({ group }) => group));
}

function countPairs(parts: ReadonlyMap<string, readonly Labelled[]>): number {
  return [...parts.values()].reduce((sum, part) => sum + pairs(part.length), 0);
}

function pairs(count: number): number {
  return (count * (count - 1)) / 2;
}
