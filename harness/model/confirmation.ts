// What trying a case again on real sockets came to, try by try and summed up.
import type { Finding } from './finding.ts';

/**
 * One try. `confirmed`: the finding showed. `not confirmed`: the case ran through and it did not. `not confirmable`: real
 * sockets could not be brought through the case, or the process ended before it could tell (`why`).
 */
export type Try = {
  outcome: 'confirmed' | 'not confirmed' | 'not confirmable';
  /** The run on real sockets had the trace of the simulation, hash for hash. */
  hasSameTrace: boolean;
  why: string;
  /** What kept the process alive when nothing was left to happen in it. */
  holders: Finding[];
  /** Calls that were still waiting when the process exited by itself. */
  unsettled: Finding[];
};

/** All tries of one case. Those that are neither confirmed nor not confirmable ran through without the finding. */
export type Confirmation = {
  confirmed: number;
  tries: number;
  notConfirmable: number;
  /** Tries whose trace was that of the simulation. */
  sameTrace: number;
  /** Why tries were not confirmed or not confirmable: each reason once, in the order they came. */
  reasons: string[];
  /** What kept those processes alive, each holder once. */
  holders: Finding[];
  /** Calls that were still waiting when those processes exited by themselves, each once. */
  unsettled: Finding[];
};

/** Adds up tries. */
export function sumTries(tries: readonly Try[]): Confirmation {
  const count = (isCounted: (each: Try) => boolean): number => tries.filter(isCounted).length;
  return {
    confirmed: count(({ outcome }) => outcome === 'confirmed'),
    tries: tries.length,
    notConfirmable: count(({ outcome }) => outcome === 'not confirmable'),
    sameTrace: count(({ hasSameTrace }) => hasSameTrace),
    reasons: [...new Set(tries.map(({ why }) => why))].filter((why) => why !== ''),
    holders: once(tries.flatMap(({ holders }) => holders)),
    unsettled: once(tries.flatMap(({ unsettled }) => unsettled)),
  };
}

function once(findings: readonly Finding[]): Finding[] {
  const byKey = new Map(findings.map((each) => [JSON.stringify([each.subject, each.places]), each]));
  return [...byKey.values()];
}

/** `confirmed 9 of 10 on real sockets`, and how many of the others could not be brought about. */
export function formatConfirmation({
  confirmed,
  tries,
  notConfirmable,
}: Pick<Confirmation, 'confirmed' | 'tries' | 'notConfirmable'>): string {
  const apart = notConfirmable === 0 ? '' : ` (${notConfirmable} not confirmable)`;
  return `confirmed ${confirmed} of ${tries} on real sockets${apart}`;
}
