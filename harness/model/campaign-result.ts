// What a run of many cases found: the one structure that every reporter reads and `--reporter json` writes.
import type { BaselineEntry } from './baseline.ts';
import type { Case } from './case.ts';
import type { Certificate } from './certificate.ts';
import type { Escape } from './trace.ts';
import type { Confirmation } from './confirmation.ts';
import type { Differential } from './differential.ts';
import type { SweepCoverage } from './sweep-plan.ts';
import type { KeptOutcome } from './kept-case.ts';
import type { Shard } from './shard.ts';
import type { StrategyName } from './strategy.ts';
import type { Explanation } from './explanation.ts';
import type { Timeline } from './timeline.ts';
import type { Evidence, OracleName, Place } from './finding.ts';
import type { Issue, Sight, Sign } from './issue.ts';
import type { Versions } from './versions.ts';

/** Number of cancellations that landed in each phase of the call they hit: what "clean" was tried against. */
export type PhaseCounts = Record<CancelPhase, number>;

/** Where in a call's life a cancellation landed. `hop`: bytes had arrived that the consumer had not been given yet. */
export const CANCEL_PHASES = ['connect', 'head', 'hop', 'body', 'after the end'] as const;
export type CancelPhase = (typeof CANCEL_PHASES)[number];

/**
 * Whether an expectation of a variant was met. `not judged`: the budget was below `fromCases`, or there is none and the
 * finding may, but need not, show, or it ran on other packages than those that the expectation is about.
 */
export type ExpectedOutcome = {
  oracle: OracleName;
  code: string;
  fromCases?: number;
  outcome: 'found' | 'missed' | 'not judged';
};

/** One scenario in one variant. */
export type VariantResult = {
  scenario: string;
  name: string;
  cases: number;
  /** Index of the first case that nothing is known of: everything before it was run, or is another shard's. */
  reached: number;
  /** There is no case left that this run, or part of one, would have run. */
  isRunToEnd?: true;
  expected: ExpectedOutcome[];
  /** Cases that failed, by any finding. */
  failed: number;
  /** Cases that ended at a step or time limit, and cases without a verdict. */
  limited: number;
  inconclusive: number;
  /** Cases in which each fault kind really struck, by kind. */
  faults: Record<string, number>;
  cancellations: PhaseCounts;
  /** What was covered, where cases were not drawn but swept. */
  sweep?: SweepCoverage;
  /** Names of packages under test that its modules asked for; absent where there are none. */
  redirected?: string[];
  /** Which findings its failing cases showed together; absent where there are none. */
  sights?: Sight[];
};

/** One row of the interleaving table: what happened in one step, by column. */
export type InterleavingRow = {
  step: number;
  ms: number;
  cells: Record<string, string>;
  isViolation: boolean;
};

/** The interleaving of one run: columns in order, and its rows. */
export type Interleaving = { columns: string[]; rows: InterleavingRow[] };

/** Failures with one fingerprint. */
export type FindingGroup = {
  fingerprint: string;
  /** What it has in common with others of its cause; absent in older reports. */
  symptom?: string;
  /** Its smallest cases, of those that were given the same kinds of elements; absent in older reports, and of what ends a process. */
  signs?: Sign[];
  oracle: OracleName;
  code: string;
  evidence: Evidence;
  message: string;
  subject: string;
  places: Place[];
  scenario: string;
  variant: string;
  isExpected: boolean;
  /** Since when it is known, where a baseline has it; then it fails no run. */
  knownSince?: KnownSince;
  /** Cases of this run it was seen in: 0 when only a case that was kept showed it. */
  count: number;
  /** Lowest index of such a case, from 0. Where there is none, the index in the run that kept the case. */
  firstCase: number;
  /** Highest index of such a case; absent where there is none, and of an exhaustive exploration, which is in no order of cases. */
  lastCase?: number | undefined;
  /** The file of the kept case that showed it before any case of this run: it was not shrunk again. */
  kept?: string;
  /** Elements of the shrunk case (faults, actions and deviations) and runs that shrinking took. */
  steps: number;
  shrinkRuns: number;
  shrunk: Case;
  original: Case;
  /** Path of the saved repro, as given to `closecall replay`; '' when it could not be written. */
  repro: string;
  traceHash: string;
  interleaving: Interleaving;
  /** The run of the smallest case, and that of the case as it was drawn; a process that died left neither. */
  timeline?: Timeline;
  /** Why its smallest case fails, where that was asked for. */
  explanation?: Explanation;
  timelineBefore?: Timeline;
  /**
   * The smallest case on every variant; absent where there is one variant, or where the case or one of the others takes its
   * process down.
   */
  differential?: Differential;
  /** What trying the smallest case on real sockets came to, when that was asked for. */
  confirmation?: Confirmation;
};

/** Since when a finding is known: the day in UTC, how many days ago that was, what it was seen in, and what people say of it. */
export type KnownSince = { firstSeen: string; days: number; firstSeenIn: Versions; note?: string };

/** A finding of the baseline that a run to the end did not show. */
export type GoneFinding = BaselineEntry & { days: number };

/**
 * What a run says of the findings that are known. `known` and `new` add up to those that are not expected. `notJudged` did not show,
 * and their variants were not run to the end, or not by this part. `update`: the file was written, with so many changes.
 */
export type BaselineOutcome = {
  file: string;
  known: number;
  new: number;
  gone: GoneFinding[];
  notJudged: number;
  update?: { added: number; removed: number };
};

/**
 * What is wrong besides findings. `scenario`: its own code failed or does not load, and says nothing about the client;
 * `not-repeated`: the client took its process down, and did not do so again in a process of its own; `leaky`: what it keeps of
 * every case fills the memory; `given-up`: too many deaths in a row; `bug`: of closecall itself.
 */
export type ProblemKind = 'scenario' | 'not-repeated' | 'leaky' | 'given-up' | 'bug';

/** A problem, and the case at which it showed. */
export type WorkerProblem = {
  kind: ProblemKind;
  scenario: string;
  variant: string;
  caseIndex: number;
  what: string;
};

/** A package that the campaign ran on instead of the installed one. `isImported` false: no scenario asked for it. */
type TestedPackage = { name: string; version: string; isImported: boolean };
/**
 * One case that ran differently twice. `expected` and `actual` are the first step that differs, as a trace lists them; `runs`
 * tells how each of the two was made. A verdict on such a case means nothing.
 */
export type Divergence = {
  scenario: string;
  variant: string;
  caseIndex: number;
  case: Case;
  between: 'two runs in one process' | 'two processes';
  step: number;
  expected: string;
  actual: string;
  runs: [AuditedRun, AuditedRun];
};

/** One run of an audited case: where, as which run of its process, in what detail, and what came of it. */
export type AuditedRun = { process: string; nth: number; detail: string; traceHash: string };

/** What was done to find divergences. `cases` were run `runs` times in all, in two processes; findings were checked always. */
export type Audit = { cases: number; runs: number; findingsChecked: number; elapsedMs: number };
/**
 * Real activity that left the world, told once for a campaign. `variants` are the scenario/variant pairs that have it;
 * `origin` and `firstCase` are of the first of them.
 */
export type EscapeReport = Escape & { variants: string[]; firstCase: number };

/** The whole campaign. */
export type CampaignResult = {
  version: 1;
  seed: number;
  /** How cases were drawn. */
  explore: StrategyName;
  /** The part of the run that this is; absent where it is the whole. */
  shard?: Shard;
  versions: Versions;
  /** Absent where every package was the installed one. */
  with?: TestedPackage[];
  sourceHash: string;
  variants: VariantResult[];
  /** What was to be run, and not begun; absent where everything was. */
  notRun?: { scenario: string; variant: string }[];
  findings: FindingGroup[];
  /** What the findings come down to, each scenario and variant by itself; absent in older reports. */
  issues?: Issue[];
  /** Cases that were kept from earlier runs, and what trying them again came to. */
  corpus: KeptOutcome[];
  /** What was held against the findings that are known; absent where nobody asked. */
  baseline?: BaselineOutcome;
  problems: WorkerProblem[];
  divergences: Divergence[];
  audit: Audit;
  escapes: EscapeReport[];
  /** What was covered of each variant, where all cases up to a bound were run. `file` is '' when it was not written. */
  certificates?: { certificate: Certificate; file: string }[];
  interrupted: boolean;
  /** It ended at its first unexpected finding, as it was asked to. */
  isUntilFirst?: true;
  elapsedMs: number;
  cases: number;
};
