// Litmus programs × versions of Node → docs/litmus.md: where the simulated sockets agree with real ones, and why not elsewhere.
// Usage: node harness/simulate/litmus/make-table.ts [PATH OF A NODE…] > docs/litmus.md (by default this very Node alone)
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import type { Observation } from './program.ts';
import { listKnownDifferences, programs, type KnownDifference } from './programs.ts';
import { versionDifferences } from './programs-of-versions.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const CHILD_LIMIT_MS = 120_000;

type Seen = Record<string, Observation>;
type Column = {
  version: string;
  known: Readonly<Record<string, KnownDifference>>;
  simulated: Seen;
  loopback: Seen;
};

function run(node: string, ...args: string[]): string {
  return execFileSync(node, args, { encoding: 'utf8', timeout: CHILD_LIMIT_MS });
}

function observe(node: string): Column {
  const see = (transport: string): Seen =>
    JSON.parse(run(node, '--no-deprecation', MAIN, '--transport', transport)) as Seen;
  const version = run(node, '--version').trim().slice(1);
  const known = listKnownDifferences(run(node, '-p', 'process.versions.uv').trim());
  return { version, known, simulated: see('simulated'), loopback: see('loopback') };
}

const nodes = process.argv.length > 2 ? process.argv.slice(2) : [process.execPath];
const columns = nodes.map(observe);
const knownDifferences = Object.assign({}, ...columns.map(({ known }) => known)) as Column['known'];
const numbers = new Map(Object.keys(knownDifferences).map((name, index) => [name, index + 1]));

function compare(name: string, { known, simulated, loopback }: Column): string {
  if (isDeepStrictEqual(simulated[name], loopback[name])) return 'agrees';
  return known[name] === undefined ? 'DIFFERS' : `differs (${numbers.get(name)})`;
}
const rows = [
  ['program', ...columns.map(({ version }) => `Node ${version}`)],
  ...programs.map(({ name }) => [name, ...columns.map((column) => compare(name, column))]),
];
const widths = rows[0]!.map((_, index) => Math.max(...rows.map((row) => row[index]!.length)));
const lines = rows.map((row) => `| ${row.map((cell, index) => cell.padEnd(widths[index]!)).join(' | ')} |`);
lines.splice(1, 0, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`);

const counts = columns.map((column) => {
  const agreeing = programs.filter(({ name }) => compare(name, column) === 'agrees').length;
  return `${agreeing} of ${programs.length} on Node ${column.version}`;
});
const reasons = [...numbers].map(
  ([name, number]) => `${number}. **${name}** (seen by the ${knownDifferences[name]!.observer}).
   ${knownDifferences[name]!.reason}`,
);

/** Programs whose real sockets show a client something else under some of these versions. */
const varying = programs.filter(({ name }) =>
  columns.some(
    ({ loopback }) => !isDeepStrictEqual(loopback[name]?.client, columns[0]!.loopback[name]?.client),
  ),
);
const versions = varying.map(({ name }) => {
  const number = numbers.get(name);
  if (number !== undefined) return `- **${name}**: see ${number} above.`;
  const { reason, lines: said } = versionDifferences[name] ?? { reason: 'UNEXPLAINED' };
  if (said === undefined) return `- **${name}**. ${reason}`;
  const { since, before, after } = said;
  return `- **${name}**: \`${before}\`, since Node ${since.major}.${since.minor} \`${after}\`. ${reason}`;
});

process.stdout.write(`# The litmus table

Small programs about sockets, each run on simulated sockets and on real ones over 127.0.0.1; they agree when each end
observes the same, line by line. Agreeing: ${counts.join(', ')}.

What the programs are for is in [harness/simulate/README.md](../harness/simulate/README.md). This page was written by

    node harness/simulate/litmus/make-table.ts PATH_OF_NODE_22 PATH_OF_NODE_24 PATH_OF_NODE_26 > docs/litmus.md

## Programs

${lines.join('\n')}

## Where they differ on purpose

${reasons.join('\n')}

## Where versions of Node differ among themselves

On real sockets these show a client something else under one version than under another. But for what is explained above, the world follows
the version that it runs on, so a trace depends on the version where a client does such a thing.

${versions.length === 0 ? 'Nowhere, under these versions.' : versions.join('\n')}
`);
