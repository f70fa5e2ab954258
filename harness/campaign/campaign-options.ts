// What a campaign is told: plain values from the command line or a caller, with the clock handed in.
import type { FindingIdentity } from '../model/baseline.ts';
import type { Certificate } from '../model/certificate.ts';
import type { PackageUnderTest } from '../model/package-spec.ts';
import type { Repro } from '../model/repro.ts';
import type { Shard } from '../model/shard.ts';
import type { StrategyName } from '../model/strategy.ts';
import type { WorkerBounds } from './worker-bounds.ts';
import type { Expectation } from '../simulate/scenario.ts';

/**
 * A scenario as it was found on disk. `file` is an absolute path; `path` is there when a search would not find it: its path from
 * the root, with forward slashes.
 */
export type ScenarioInfo = {
  name: string;
  description: string;
  file: string;
  path?: string;
  /** Cases in a row that are of one program; absent where none is drawn. */
  casesEach?: number;
  variants: { name: string; description: string; expect: Expectation[] }[];
};

/** How far a campaign is; sent a few times a second at most. */
export type CampaignProgress = {
  scenario: string;
  variant: string;
  /** Variants that are being explored besides that one. */
  beside: number;
  casesDone: number;
  casesPlanned: number;
  /** How many there are is only known at the end; so far, of the variants that were begun, it seems so many. */
  isEstimate?: true;
  findings: number;
  elapsedMs: number;
};

/** `root`: what paths of kept cases are told from. `onUnreadable` is told of files that are none, and why. */
export type CorpusOptions = { root: string; onUnreadable: (why: string) => void };

/** Options of one campaign. */
export type CampaignOptions = {
  /** Scenarios with the variants to run; none may be empty. */
  scenarios: ScenarioInfo[];
  /** Seed of the run; case i is a function of seed, strategy and i alone. */
  seed: number;
  /** How cases are drawn. Default: portfolio. */
  explore?: StrategyName;
  /** Cases per scenario and variant; of an exhaustive exploration, after how many it ends before its end. */
  cases: number;
  /** The part of them that is run here; all by default. An exhaustive exploration is not divided among machines. */
  shard?: Shard;
  /** End at the first finding that is not expected. */
  isUntilFirst?: boolean;
  /** Whether a finding is known already: then it is not the first. None is by default. */
  isKnown?: (finding: FindingIdentity) => boolean;
  /** Try what was kept before cases are drawn, in `outDir` and beside each scenario; not done without. */
  corpus?: CorpusOptions;
  /** Elements that a case of an exhaustive exploration may have. Default: 1. */
  bound?: number;
  /** Real milliseconds for the whole campaign, undefined for no bound. */
  timeBudgetMs?: number;
  /** Folder for repros and results, made when missing. */
  outDir: string;
  /** Worker processes at once. */
  workers: number;
  /** Pieces that drawn cases of a variant are divided into; by default as many as keep the workers busy. */
  pieces?: number;
  /** Tries on real sockets that the smallest case of each finding gets, after the last case; none without. */
  confirm?: number;
  /** Real time in milliseconds, from the caller: the rooms below the command never read a clock. */
  nowMs: () => number;
  /** Saves a repro and returns its path as `closecall replay` takes it. Throws a ClosecallError when it cannot. */
  writeRepro: (repro: Repro) => string;
  /** Saves a certificate and returns its path; certificates are not saved without. */
  writeCertificate?: (certificate: Certificate) => string;
  /** Packages to run on instead of what is installed, wherever they are imported. */
  packages?: readonly PackageUnderTest[];
  /** Run every case twice in its process and once in another, and compare the traces. */
  isAudited?: boolean;
  /** Go on with the campaign whose journal is in `outDir`. */
  isResumed?: boolean;
  /** How much a worker may take; by default as in model/limits.ts. */
  bounds?: WorkerBounds;
  onProgress?: (progress: CampaignProgress) => void;
  /** Told before the tries of each finding: which it is, from 1, of how many. */
  onConfirm?: (nth: number, of: number) => void;
  /** Aborting ends the campaign after the cases in flight; what was found is in the result. */
  signal?: AbortSignal;
};
