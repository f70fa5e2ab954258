// What the command line needs of the process and the machine, so that tests can run it without either.
import type { Screen } from '../report/screen.ts';

/**
 * A stream for text. `isLive` when lines can be rewritten in place: a terminal that a person looks at. Where a CI obeys what is written,
 * it obeys nothing but what is written with `areCommands`.
 */
export type Output = {
  write: (text: string, areCommands?: boolean) => void;
  isLive: boolean;
  screen: Screen;
};

/** The surroundings of one run of closecall. */
export type Host = {
  stdout: Output;
  stderr: Output;
  /** The folder that scenarios are looked for in, and that relative paths start from. */
  root: string;
  /** How closecall is started here, for commands to paste: `npm run closecall --` or `npx closecall`. */
  launcher: string;
  /** Versions of closecall and Node.js. */
  version: string;
  nodeVersion: string;
  /** A variable of the environment. */
  variable: (name: string) => string | undefined;
  /** Processors that may be used. */
  parallelism: number;
  /** Real time in milliseconds. */
  nowMs: () => number;
  /** The day in UTC, as `2026-11-28`. */
  today: () => string;
  /** A new seed, really random. */
  drawSeed: () => number;
  /** Calls `listener` for every SIGINT and SIGTERM until the returned function is called. */
  onInterrupt: (listener: () => void) => () => void;
  /** Ends the process at once. */
  exit: (code: number) => void;
};
