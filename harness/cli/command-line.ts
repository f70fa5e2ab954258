// What a command line says once it is understood: one shape per command, every default filled in.
import type { ScriptForm } from '../model/eject-outcome.ts';
import type { BisectOptions } from '../campaign/bisect.ts';
import type { PackageSpec } from '../model/package-spec.ts';
import type { Shard } from '../model/shard.ts';
import type { StrategyName } from '../model/strategy.ts';

/** One `--reporter`. Without a file it goes to stdout. */
export type ReporterChoice = { name: string; file?: string };

/** `--baseline FILE`, and whether it is to be written. */
export type BaselineChoice = { file: string; isUpdated: boolean };

/** A seed as given; `random` is drawn when the run starts, and printed. */
export type SeedChoice = number | 'random';

/** `closecall run`. */
export type RunCommand = {
  command: 'run';
  /** Scenario names, prefixes up to a `/`, patterns with `*`, or paths of modules; empty for all. */
  patterns: string[];
  variants: string[];
  seed: SeedChoice;
  /** How cases are drawn. */
  explore: StrategyName;
  cases: number;
  /** Elements of a case at most, where all cases are run. */
  bound?: number;
  timeBudgetMs?: number;
  reporters: ReporterChoice[];
  out: string;
  /** At most; `host.parallelism` bounds it. */
  workers: number;
  /** The part to run, when it is named. */
  shard?: Shard;
  /** Try first what was kept. */
  corpus: boolean;
  /** Copy repros of what is new into the scenarios' folders. */
  save: boolean;
  untilFirst: boolean;
  /** The findings that are known. */
  baseline?: BaselineChoice;
  /** Packages to run on instead of what is installed. */
  with: PackageSpec[];
  /** Run every case twice in a process and once in another. */
  checkDeterminism: boolean;
  /** Go on with the run whose journal is in the folder `out`. */
  resume: boolean;
  /** Tries of each finding on real sockets; none without. */
  confirm?: number;
  /** How many findings are explained; none without. */
  explain?: number;
};

/** `closecall replay FILE`. */
export type ReplayCommand = {
  command: 'replay';
  file: string;
  with: PackageSpec[];
  /** Tries on real sockets, instead of a strict replay. */
  loopback?: number;
  json: boolean;
};

/** `closecall retry FILE`. */
export type RetryCommand = {
  command: 'retry';
  file: string;
  neighbours: number;
  seed: SeedChoice;
  with: PackageSpec[];
  json: boolean;
};

/** `closecall bisect FILE`. */
export type BisectCommand = {
  command: 'bisect';
  file: string;
  seed: SeedChoice;
  reporters: ReporterChoice[];
} & Pick<BisectOptions, 'name' | 'from' | 'to' | 'includePrereleases' | 'all' | 'workers' | 'neighbours'>;

/** `closecall lab score`. */
export type LabScoreCommand = {
  command: 'lab score';
  /** Known bugs, or clients for all of theirs; empty for all. */
  ids: string[];
  seed: SeedChoice;
  explore: StrategyName;
  /** Seeds in a row, each a hunt of its own. */
  seeds: number;
  /** The Node.js to hunt on, whatever a pair says. */
  node?: string;
  timeBudgetMs: number;
  out: string;
  json: boolean;
};

/** `closecall eject FILE`. */
export type EjectCommand = {
  command: 'eject';
  file: string;
  /** A file when it has an extension, else a folder. */
  out: string;
  form: ScriptForm;
  tries: number;
  with: PackageSpec[];
  json: boolean;
};

/** `closecall explain FILE`. */
export type ExplainCommand = { command: 'explain'; file: string; with: PackageSpec[]; json: boolean };

/** `closecall merge-reports DIR`. */
export type MergeCommand = {
  command: 'merge-reports';
  folder: string;
  out: string;
  /** The findings that are known. */
  baseline?: BaselineChoice;
  reporters: ReporterChoice[];
};

/** `closecall init [FILE[#NAME]]`. */
export type InitCommand = {
  command: 'init';
  /** The module of the client, and its export; what makes requests in the project without. */
  client?: string;
  /** Say what would be written. */
  isDryRun: boolean;
};

/** Any command line. */
export type CommandLine =
  | InitCommand
  | MergeCommand
  | RunCommand
  | ReplayCommand
  | RetryCommand
  | BisectCommand
  | LabScoreCommand
  | EjectCommand
  | ExplainCommand
  | { command: 'list'; json: boolean }
  | { command: 'help'; about?: CommandName }
  | { command: 'version' };

/** Names that may be typed after `closecall`. */
export type CommandName =
  | 'run'
  | 'replay'
  | 'retry'
  | 'bisect'
  | 'explain'
  | 'eject'
  | 'lab run'
  | 'lab score'
  | 'merge-reports'
  | 'init'
  | 'list'
  | 'help';
