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
  seed: number;
  outcome: 'found' | 'missed' | 'reported on the good side' | 'not run';
  /** Why it was not run. */
  why?: string;
  /** Until it was found, or until the search was given up; and the cases of that time. */
  elapsedMs: number;
  cases: number;
  finding?: { oracle: OracleName; code: string; fingerprint: string; summary: string; repro: string };
};

/** All of them; `interrupted`: those that were over by then. */
export type Score = {
  version: 1;
  node: string;
  budgetMs: number;
  pairs: PairScore[];
  interrupted: boolean;
};
