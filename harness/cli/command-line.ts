// What a command line says once it is understood: one shape per command, every default filled in.

/** One `--reporter`. Without a file it goes to stdout. */
export type ReporterChoice = { name: string; file?: string };

/** A seed as given; `random` is drawn when the run starts, and printed. */
export type SeedChoice = number | 'random';

/** `closecall run`. */
export type RunCommand = {
  command: 'run';
  /** Scenario names, prefixes up to a `/`, patterns with `*`, or paths of modules; empty for all. */
  patterns: string[];
  variants: string[];
  seed: SeedChoice;
  cases: number;
  timeBudgetMs?: number;
  reporters: ReporterChoice[];
  out: string;
  workers: number;
};

/** `closecall replay FILE`. */
export type ReplayCommand = { command: 'replay'; file: string; json: boolean };

/** `closecall retry FILE`. */
export type RetryCommand = {
  command: 'retry';
  file: string;
  neighbours: number;
  seed: SeedChoice;
  json: boolean;
};

/** Any command line. */
export type CommandLine =
  | RunCommand
  | ReplayCommand
  | RetryCommand
  | { command: 'list'; json: boolean }
  | { command: 'help'; about?: CommandName }
  | { command: 'version' };

/** Names that may be typed after `closecall`. */
export type CommandName = 'run' | 'replay' | 'retry' | 'list' | 'help';
