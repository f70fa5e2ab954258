// The process and the machine → a Host.
import { randomInt } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { styleText } from 'node:util';
import { PLAIN_COLUMNS, type Screen, type Style } from '../report/screen.ts';
import { hideCommands } from './hide-commands.ts';
import type { Host, Output } from './host.ts';
import { SEED_MAX } from './parse-command-line.ts';
import { readVersion } from './read-version.ts';

/** The surroundings of this process. */
export function processHost(): Host {
  return {
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    root: process.cwd(),
    // Source is never published: where closecall runs from source, this is its own repository.
    launcher: import.meta.filename.endsWith('.ts') ? 'npm run closecall --' : 'npx closecall',
    version: readVersion(),
    nodeVersion: process.versions.node,
    variable: (name) => process.env[name],
    parallelism: availableParallelism(),
    nowMs: () => performance.now(),
    today: () => new Date().toISOString().slice(0, 10),
    drawSeed: () => randomInt(SEED_MAX + 1),
    onInterrupt,
    exit: (code) => process.exit(code),
  };
}

const FORMATS: Readonly<Record<Exclude<Style, 'plain'>, 'green' | 'red' | 'yellow' | 'bold' | 'dim'>> = {
  good: 'green',
  bad: 'red',
  warning: 'yellow',
  strong: 'bold',
  faint: 'dim',
};

/** Below this tables are no longer readable, and a terminal's own wrapping does no more harm. */
const NARROWEST_COLUMNS = 40;

function outputOf(stream: NodeJS.WriteStream): Output {
  // The types call it a boolean; on a pipe it is undefined.
  const isTerminal = (stream.isTTY as boolean | undefined) === true;
  const isRunnerThere = process.env['GITHUB_ACTIONS'] === 'true';
  const screen: Screen = {
    // A terminal that does not know its width says 0.
    columns: isTerminal && stream.columns > 0 ? Math.max(NARROWEST_COLUMNS, stream.columns) : PLAIN_COLUMNS,
    // styleText looks at the stream, NO_COLOR and FORCE_COLOR, each time.
    paint: (style, text) => (style === 'plain' ? text : styleText(FORMATS[style], text, { stream })),
  };
  return {
    write: (text, areCommands = false) =>
      void stream.write(isRunnerThere && !areCommands ? hideCommands(text) : text),
    isLive: isTerminal && process.env['TERM'] !== 'dumb' && process.env['CI'] === undefined,
    screen,
  };
}

function onInterrupt(listener: () => void): () => void {
  process.on('SIGINT', listener);
  process.on('SIGTERM', listener);
  return () => {
    process.off('SIGINT', listener);
    process.off('SIGTERM', listener);
  };
}
