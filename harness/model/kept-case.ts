// A case that was kept from an earlier run → what trying it again came to.
import type { OracleName } from './finding.ts';

/**
 * `still fails`: as it did, or, where something has changed, it or a case near to it breaks the same promise with the same code.
 * `diverged`: nothing has changed, and its trace is another all the same. `inconclusive`: most tries had no verdict.
 * `not tried`: there were too many, or the run ended before.
 */
export type KeptAnswer = 'still fails' | 'no longer fails' | 'diverged' | 'inconclusive' | 'not tried';

/** One kept case. What is kept today are failures; a case that is kept for another reason will have no oracle to break. */
export type KeptOutcome = {
  file: string;
  scenario: string;
  variant: string;
  oracle: OracleName;
  code: string;
  fingerprint: string;
  answer: KeptAnswer;
  isExpected: boolean;
  /** A baseline has it. */
  isKnown?: true;
  /** What a strict replay depends on and has changed since: then the case was retried. */
  changes: string[];
  /** How its process ended, where that is another failure than the one that was kept. */
  end?: string;
  /** Of a retry that failed: 0 for the case itself, n for its n-th neighbour. */
  neighbour?: number;
};
