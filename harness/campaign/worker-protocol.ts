// What the parent and a worker process say to each other. Batches cross the boundary, not single cases.
import type { Case } from '../model/case.ts';
import type { Divergence, FindingGroup, PhaseCounts } from '../model/campaign-result.ts';
import type { Try } from '../model/confirmation.ts';
import type { Differential } from '../model/differential.ts';
import type { Explanation } from '../model/explanation.ts';
import type { Finding } from '../model/finding.ts';
import type { Sign } from '../model/issue.ts';
import type { Recording } from '../model/recording.ts';
import type { Escape } from '../model/trace.ts';
import type { PackageUnderTest } from '../model/package-spec.ts';
import type { Shard } from '../model/shard.ts';
import type { CaseDraw } from '../model/strategy.ts';
import type { SweepPlan } from '../model/sweep-plan.ts';
import type { Comparison } from './compare-variants.ts';
import type { ExamineJob, SurveyJob, TreeMessage, WalkJob } from './exhaustive/tree-protocol.ts';
import type { ShownFinding } from './show-finding.ts';
import type { KnownFinding } from './known-findings.ts';
import type { WorkerBounds } from './worker-bounds.ts';

/** What a worker process is told first: its job, how much it may take, and what every import of some packages leads to. */
export type WorkerOrder = {
  job: WorkerJob;
  bounds: WorkerBounds;
  packages: readonly PackageUnderTest[];
};

/**
 * Explore cases [from, to) of one scenario and variant, as far as `shard` takes them (all by default). The index of each case
 * is noted in `progressFile` first.
 */
export type ExploreJob = {
  kind: 'explore';
  file: string;
  variant: string;
  draw: CaseDraw;
  from: number;
  to: number;
  shard?: Shard;
  progressFile: string;
  /** What is known already: counted, not shrunk again. */
  known: KnownFinding[];
  /** Every case is run a second time, recorded in another detail, and the hashes of all are reported. */
  isAudited: boolean;
  /** Case `from`, which leaves its process unfit for another: it is run once, and is the last. */
  breaker?: Case;
};

/** Run one case and say what it came to, in detail when it fails with `fingerprint`. */
export type ReplayJob = { kind: 'replay'; file: string; case: Case; fingerprint: string };

/**
 * Say why a case fails with `fingerprint`. All that is random is drawn from `seed`. The number of each run is noted in
 * `progressFile` first; those in `barred` are not made, since the process died of them.
 */
export type ExplainJob = {
  kind: 'explain';
  file: string;
  case: Case;
  fingerprint: string;
  seed: number;
  barred: number[];
  progressFile: string;
};

/** Run a case and then neighbours of it until one fails with `oracle` and `code`, and about `subject` where that is given. */
export type RetryJob = {
  kind: 'retry';
  file: string;
  case: Case;
  oracle: string;
  code: string;
  subject?: string;
  neighbours: number;
  seed: number;
};

/** Run these cases, in this order, in one process: indexes of the run with that `draw`, or cases as they are. */
export type HashJob = {
  kind: 'hash';
  file: string;
  variant: string;
  draw: CaseDraw;
  picks: (number | Case)[];
  /** Trace hashes that the picks should have: of a run that has another, the steps are told. */
  expected?: string[];
  /** What is run on several variants when the picks are done. */
  comparison?: Comparison;
};

/** One run of a hash job. */
export type HashedRun = {
  case: Case;
  traceHash: string;
  verdict: string;
  virtualMs: number;
  steps?: string[];
};

/** Run one case in this process and nothing else, to see whether the process survives it. */
export type TrialJob = { kind: 'trial'; file: string; variant: string; draw: CaseDraw; pick: number | Case };

/** Run a case once on real sockets, and look for the finding. Without its fingerprint any with `oracle` and `code` counts. */
export type ConfirmJob = {
  kind: 'confirm';
  file: string;
  case: Case;
  fingerprint: string;
  oracle: string;
  code: string;
};

/** Run a case and record what the gateway writes in it; with any finding of `oracle` and `code` when `fingerprint` is not there. */
export type RecordJob = Omit<ConfirmJob, 'kind'> & { kind: 'record' };

/**
 * A kept case. `isChanged`: what a strict replay depends on is no longer as it was, and neighbours are tried as well. `isExpected`:
 * new cases will show it, and it is not shrunk.
 */
export type CorpusItem = {
  case: Case;
  oracle: string;
  code: string;
  fingerprint: string;
  traceHash: string;
  caseIndex: number;
  isChanged: boolean;
  isExpected: boolean;
};

/** Try kept cases, in this order. */
export type CorpusJob = {
  kind: 'corpus';
  file: string;
  items: CorpusItem[];
  neighbours: number;
  seed: number;
};

/** What trying a kept case came to: as it was, or, where things have changed, what fails now and by which neighbour. */
export type TriedKept = {
  replayed?: { isSame: boolean } & Partial<ShownFinding>;
  failed?: { neighbour: number; group?: FoundGroup };
  isInconclusive?: boolean;
};

export type WorkerJob =
  | ExploreJob
  | SurveyJob
  | WalkJob
  | ExamineJob
  | ReplayJob
  | ExplainJob
  | RetryJob
  | CorpusJob
  | HashJob
  | TrialJob
  | ConfirmJob
  | RecordJob;

/** What one try on real sockets came to; how the process ended, where that is a finding, follows later. */
export type TriedMessage = { kind: 'tried' } & Omit<Try, 'holders' | 'unsettled'>;

/** Numbers of a stretch of cases, to be added up. */
export type Tally = {
  cases: number;
  failed: number;
  limited: number;
  inconclusive: number;
  faults: Record<string, number>;
  cancellations: PhaseCounts;
};

/** An escape as the worker saw it first. */
export type SeenEscape = Escape & { firstCase: number };

/** A finding as the worker found it; the parent adds where it was saved. */
export type FoundGroup = Omit<FindingGroup, 'repro' | 'count' | 'lastCase' | 'isExpected'> & {
  steps: number;
  traceSteps: string[];
};

/** What a worker says. `next` is the index of the first case not run. */
export type WorkerMessage =
  | { kind: 'found'; group: FoundGroup }
  /** The first case that showed what only a kept case had shown. */
  | { kind: 'seen'; fingerprint: string; index: number; case: Case }
  /** The smallest case of a known finding, of those that were given other kinds of elements than any before. */
  | { kind: 'sign'; fingerprint: string; sign: Sign }
  /** Cases from the last batch up to `next`. `sights` are counted by the keys of their kinds. `hashes` are theirs, when the job is audited. */
  | {
      kind: 'batch';
      next: number;
      tally: Tally;
      counts: Record<string, number>;
      sights: Record<string, number>;
      /** The last case that showed each of them. */
      last: Record<string, number>;
      escapes: SeenEscape[];
      hashes?: string[];
    }
  /** How many cases a sweep has of what; sent before the first of them. */
  | { kind: 'planned'; plan: SweepPlan }
  | { kind: 'diverged'; divergence: Divergence }
  /** What the client keeps of every case has grown beyond its bound. */
  | { kind: 'leaky'; index: number; what: string }
  /** The process is not what it was, for what this case threw: what it comes to is to be seen in another. */
  | { kind: 'broke'; index: number; case: Case }
  | { kind: 'finished'; next: number; why: 'done' | 'recycle' | 'stopped' }
  | ({ kind: 'replayed'; traceHash: string; steps: string[] } & Partial<ShownFinding>)
  | ({
      kind: 'retried';
      reproducedBy: number | undefined;
      tried: number;
      inconclusive: number;
      /** Runs in which all faults and actions of their case happened. */
      applied: number;
    } & Partial<ShownFinding>)
  /** With neither when the case does not fail as it did. */
  | { kind: 'explained'; finding?: Finding; explanation?: Explanation }
  /** A retry is about to run its n-th neighbour, or a worker its n-th kept case. */
  | { kind: 'trying'; nth: number }
  | { kind: 'kept'; nth: number; tried: TriedKept }
  /** The kept cases up to `next` were tried; the process is not fit for another when there are more. */
  | { kind: 'corpus'; next: number }
  | TreeMessage
  /** Fewer runs than picks: the last of them has left the process unfit for the next. */
  | { kind: 'hashed'; runs: HashedRun[]; differentials: (Differential | undefined)[] }
  | { kind: 'recorded'; recording: Recording }
  | TriedMessage
  | { kind: 'held'; holders: Finding[] }
  | { kind: 'unsettled'; unsettled: Finding[] }
  | { kind: 'drawn'; case: Case }
  | { kind: 'survived' }
  /** Packages under test that some module asked for; sent before the message that ends a job. */
  | { kind: 'redirected'; names: string[] }
  /** `isOurs` false: the scenario's own code failed, or does not load; `code` says which. */
  | { kind: 'failed'; code: string; message: string; stack: string; isOurs: boolean };

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
