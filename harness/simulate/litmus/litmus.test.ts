// Each litmus program, on simulated and on real sockets: what either end observes must be the same, line by line, but for
// the differences that are meant. Each transport runs in a child process: the world is put in place for good.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Observation } from './program.ts';
import { listKnownDifferences, programs } from './programs.ts';
import { versionDifferences } from './programs-of-versions.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const TABLE = join(import.meta.dirname, '../../../docs/litmus.md');
const knownDifferences = listKnownDifferences(process.versions.uv);
const CHILD_LIMIT_MS = 30_000;
/** The world is modelled on Linux; other kernels differ from it in errors and buffers. */
const isModelled = process.platform === 'linux';

type Seen = Record<string, Observation>;

async function observe(transport: 'simulated' | 'loopback'): Promise<Seen> {
  const { stdout } = await promisify(execFile)(process.execPath, [MAIN, '--transport', transport], {
    timeout: CHILD_LIMIT_MS,
  });
  return JSON.parse(stdout) as Seen;
}

let simulated: Seen;
let loopback: Seen;

beforeAll(async () => {
  if (!isModelled) return;
  [simulated, loopback] = await Promise.all([observe('simulated'), observe('loopback')]);
}, 2 * CHILD_LIMIT_MS);

describe.runIf(isModelled)('on simulated sockets as on real ones', () => {
  for (const { name } of programs.filter((program) => knownDifferences[program.name] === undefined))
    it(name, () => {
      expect(loopback[name]?.client).not.toHaveLength(0);
      expect(simulated[name]).toEqual(loopback[name]);
    });
});

describe.runIf(isModelled)('on simulated sockets otherwise than on loopback, on purpose', () => {
  for (const [name, { observer, reason }] of Object.entries(knownDifferences))
    it(name, () => {
      const other = observer === 'client' ? 'server' : 'client';
      expect(simulated[name]?.[other]).toEqual(loopback[name]?.[other]);
      expect(simulated[name]?.[observer], reason).not.toEqual(loopback[name]?.[observer]);
    });
});

describe.runIf(isModelled)('on real sockets as this version of Node is said to do it', () => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const withLines = Object.entries(versionDifferences).flatMap(([name, { lines }]) =>
    lines === undefined ? [] : [[name, lines] as const],
  );
  it.each(withLines)('%s', (name, { since, before, after }) => {
    const isSince = major > since.major || (major === since.major && minor >= since.minor);
    const [said, other] = isSince ? [after, before] : [before, after];
    expect(loopback[name]?.client).toContain(said);
    expect(loopback[name]?.client).not.toContain(other);
  });
});

it('no two programs have the same name, and every difference that is told of names a program', () => {
  const names = programs.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(
    expect.arrayContaining([...Object.keys(knownDifferences), ...Object.keys(versionDifferences)]),
  );
});

it('docs/litmus.md has every program, in order, and none that differs without a reason', () => {
  const table = readFileSync(TABLE, 'utf8');
  const rows = table.match(/^\| .*\|$/gm)!.slice(2);
  expect(rows.map((row) => row.split('|')[1]!.trim())).toEqual(programs.map(({ name }) => name));
  expect(table).not.toMatch(/DIFFERS|UNEXPLAINED/);
});
