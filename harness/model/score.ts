// What the battery made of the known bugs: the one structure that `lab score` shows and writes.
import type { OracleName } from './finding.ts';

/**
 * One pair of releases. `found`: a finding of the right kind on the bad one, whose smallest case does not break the same promise on the good
 * one; `reported`: so was it, but the same finding turned up on the good one as well. Times are of the machine, in milliseconds.
 */
export type PairScore = {
  id: string;
  client: string;
  bad: string;
  good: string;
  /** The Node.js that it was hunted on, where it was not that of the command. */
  node?: string;
  seed: number;
  outcome: 'found' | 'missed' | 'reported on the good side' | 'not run';
  /** Why it was not run. */
  why?: string;
  /** Until it was found, or until the search was given up; and the cases of that time. */
  elapsedMs: number;
  cases: number;
  finding?: { oracle: OracleName; code: string; fingerprint: string; summary: string; repro: string };
};

/**
 * A pair over all its seeds: found from `found` of the `hunts` that were run, after `medianMs` and at worst `worstMs`, which are
 * there when it was found at all.
 */
export type PairSummary = Pick<PairScore, 'id' | 'bad' | 'good' | 'node'> & {
  found: number;
  hunts: number;
  medianMs?: number;
  worstMs?: number;
};

/** Sums up each pair, in the order in which they were hunted. */
export function summarizePairs(pairs: readonly PairScore[]): PairSummary[] {
  const groups = Map.groupBy(pairs, ({ id, bad, good, node }) => [id, bad, good, node].join(' '));
  return [...groups.values()].map((hunts) => {
    const { id, bad, good, node } = hunts[0]!;
    const times = hunts
      .filter(({ outcome }) => outcome === 'found')
      .map(({ elapsedMs }) => elapsedMs)
      .toSorted((left, right) => left - right);
    const [low, high] = [times[(times.length - 1) >> 1], times[times.length >> 1]];
    return {
      id,
      bad,
      good,
      ...(node === undefined ? {} : { node }),
      found: times.length,
      hunts: hunts.filter(({ outcome }) => outcome !== 'not run').length,
      ...(low === undefined || high === undefined
        ? {}
        : { medianMs: (low + high) / 2, worstMs: times.at(-1)! }),
    };
  });
}

/** All of them; `interrupted`: those that were over by then. */
export type Score = {
  version: 1;
  node: string;
  budgetMs: number;
  pairs: PairScore[];
  interrupted: boolean;
};
