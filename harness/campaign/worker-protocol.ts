// What the parent and a worker process say to each other. Batches cross the boundary, not single cases.
import type { Case } from '../model/case.ts';
import type { FindingGroup, PhaseCounts } from '../model/campaign-result.ts';
import type { Try } from '../model/confirmation.ts';
import type { Finding } from '../model/finding.ts';
import type { Interleaving } from '../model/campaign-result.ts';

/** Explore cases [from, to) of one scenario and variant. The index of each case is noted in `progressFile` first. */
export type ExploreJob = {
  kind: 'explore';
  file: string;
  variant: string;
  seed: number;
  from: number;
  to: number;
  progressFile: string;
  /** Fingerprints that are known already: counted, not shrunk again. */
  known: string[];
};

/** Run one case and say what it came to, in detail when it fails with `fingerprint`. */
export type ReplayJob = { kind: 'replay'; file: string; case: Case; fingerprint: string };

/** Run a case and then neighbours of it until one fails with `oracle` and `code`. */
export type RetryJob = {
  kind: 'retry';
  file: string;
  case: Case;
  oracle: string;
  code: string;
  neighbours: number;
  seed: number;
};

/** Run these cases, in this order, in one process: indexes of the run with `seed`, or cases as they are. */
export type HashJob = { kind: 'hash'; file: string; variant: string; seed: number; picks: (number | Case)[] };

/** One run of a hash job. */
export type HashedRun = { case: Case; traceHash: string; verdict: string; virtualMs: number };

/** Run a case once on real sockets, and look for the finding. Without its fingerprint any with `oracle` and `code` counts. */
export type ConfirmJob = {
  kind: 'confirm';
  file: string;
  case: Case;
  fingerprint: string;
  oracle: string;
  code: string;
};

export type WorkerJob = ExploreJob | ReplayJob | RetryJob | HashJob | ConfirmJob;

/** What one try on real sockets came to; what holds the process, if anything, follows later. */
export type TriedMessage = { kind: 'tried' } & Omit<Try, 'holders'>;

/** Numbers of a stretch of cases, to be added up. */
export type Tally = {
  cases: number;
  failed: number;
  limited: number;
  inconclusive: number;
  faults: Record<string, number>;
  cancellations: PhaseCounts;
};

/** A finding as the worker found it; the parent adds where it was saved. */
export type FoundGroup = Omit<FindingGroup, 'repro' | 'count' | 'isExpected'> & {
  steps: number;
  traceSteps: string[];
};

/** What a worker says. `next` is the index of the first case not run. */
export type WorkerMessage =
  | { kind: 'found'; group: FoundGroup }
  | { kind: 'batch'; next: number; tally: Tally; counts: Record<string, number> }
  | { kind: 'finished'; next: number; why: 'done' | 'recycle' | 'stopped' }
  | { kind: 'replayed'; traceHash: string; steps: string[]; finding?: Finding; interleaving?: Interleaving }
  | {
      kind: 'retried';
      reproducedBy: number | undefined;
      tried: number;
      inconclusive: number;
      finding?: Finding;
      interleaving?: Interleaving;
    }
  | { kind: 'hashed'; runs: HashedRun[] }
  | TriedMessage
  | { kind: 'held'; holders: Finding[] }
  /** `isOurs` false: the scenario's module could not be loaded. */
  | { kind: 'failed'; message: string; stack: string; isOurs: boolean };

/** An empty tally. */
export function emptyTally(): Tally {
  return {
    cases: 0,
    failed: 0,
    limited: 0,
    inconclusive: 0,
    faults: {},
    cancellations: { connect: 0, head: 0, hop: 0, body: 0, 'after the end': 0 },
  };
}

/** Adds `more` to `sum`. */
export function addTally(sum: Tally, more: Tally): void {
  sum.cases += more.cases;
  sum.failed += more.failed;
  sum.limited += more.limited;
  sum.inconclusive += more.inconclusive;
  for (const [kind, count] of Object.entries(more.faults)) sum.faults[kind] = (sum.faults[kind] ?? 0) + count;
  for (const phase of Object.keys(more.cancellations) as (keyof PhaseCounts)[])
    sum.cancellations[phase] += more.cancellations[phase];
}
