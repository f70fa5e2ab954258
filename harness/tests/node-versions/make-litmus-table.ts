// Litmus programs × versions of Node → docs/litmus.md: where the simulated sockets agree with real ones, and why not elsewhere.
// Usage: node harness/tests/node-versions/make-litmus-table.ts [VERSION…] > docs/litmus.md (by default this very Node alone)
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { preparePackages } from '../../campaign/package-cache.ts';
import { workerRuntime, type WorkerRuntime } from '../../campaign/worker-runtime.ts';
import { parseNodeSpec } from '../../model/package-spec.ts';
import { versionDifferences } from '../../simulate/litmus/programs-of-versions.ts';
import type { Observation } from '../../simulate/litmus/program.ts';
import { listKnownDifferences, programs } from '../../simulate/litmus/programs.ts';

const MAIN = fileURLToPath(new URL('../../simulate/litmus/main.ts', import.meta.url));
const CHILD_LIMIT_MS = 120_000;

type Seen = Record<string, Observation>;
type Column = { version: string; uv: string; simulated: Seen; loopback: Seen };

function run({ execPath, execArgv }: WorkerRuntime, ...args: string[]): string {
  return execFileSync(execPath, [...execArgv, '--no-deprecation', ...args], {
    encoding: 'utf8',
    timeout: CHILD_LIMIT_MS,
  });
}

async function observe(wanted: string): Promise<Column> {
  const source = { root: process.cwd(), onInstall: () => {} };
  const runtime = workerRuntime(await preparePackages([parseNodeSpec(wanted)], source), [MAIN]);
  const see = (transport: string): Seen => JSON.parse(run(runtime, MAIN, '--transport', transport)) as Seen;
  const { node, uv } = JSON.parse(run(runtime, '--print', 'JSON.stringify(process.versions)')) as {
    node: string;
    uv: string;
  };
  return { version: node, uv, simulated: see('simulated'), loopback: see('loopback') };
}

const wanted = process.argv.length > 2 ? process.argv.slice(2) : [process.versions.node];
const columns: Column[] = [];
// One after the other: what takes its time here is real.
for (const version of wanted) columns.push(await observe(version));

/** Every difference of some column, in the order of the first that has it. */
const differences = Object.assign({}, ...columns.map(({ uv }) => listKnownDifferences(uv))) as ReturnType<
  typeof listKnownDifferences
>;
const numbers = new Map(Object.keys(differences).map((name, index) => [name, index + 1]));

function compare(name: string, { uv, simulated, loopback }: Column): string {
  if (isDeepStrictEqual(simulated[name], loopback[name])) return 'agrees';
  return Object.hasOwn(listKnownDifferences(uv), name) ? `differs (${numbers.get(name)})` : 'DIFFERS';
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
  ([name, number]) => `${number}. **${name}** (seen by the ${differences[name]!.observer}).
   ${differences[name]!.reason}`,
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

    node harness/tests/node-versions/make-litmus-table.ts ${wanted.join(' ')} > docs/litmus.md

## Programs

${lines.join('\n')}

## Where they differ on purpose

${reasons.join('\n')}

## Where versions of Node differ among themselves

On real sockets these show a client something else under one version than under another. But for what is explained above, the world follows
the version that it runs on, so a trace depends on the version where a client does such a thing.

${versions.length === 0 ? 'Nowhere, under these versions.' : versions.join('\n')}
`);
