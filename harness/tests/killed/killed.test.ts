// The command itself, killed without warning in the middle of a campaign: nothing that was found is lost, no worker is left
// behind, and the run that takes it up again comes to the result of one that was never killed. What is waited for are
// facts on disk and in the table of processes; how long they take decides nothing.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { JOURNAL_FILE } from '../../campaign/journal.ts';
import { WORKER_SPIN_LIMIT_CPU_MS } from '../../model/limits.ts';
import type { Repro } from '../../model/repro.ts';
import { makeFolder, ROOT } from '../explore-for-test.ts';
import { SPIN_FILE } from './scenario.ts';

const SCENARIO = fileURLToPath(new URL('./scenario.ts', import.meta.url));
const CASES = 600;
const TIMEOUT_MS = 180_000;
const LOOK_MS = 10;
/** Linux counts processor time in hundredths of a second, whatever the kernel's own clock. */
const TICK_MS = 10;

const argumentsFor = (variants: string, ...more: string[]): string[] => [
  join(ROOT, 'bin/closecall.mjs'),
  'run',
  SCENARIO,
  `--variant=${variants}`,
  `--cases=${CASES}`,
  '--out=out',
  '--reporter=json',
  ...more,
];

type Line = { entry?: { kind: string; repro?: string; found?: { fingerprint: string } } };

/** Lines of a folder's journal that are whole. */
function readJournal(folder: string): string[] {
  const path = join(folder, 'out', JOURNAL_FILE);
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8').split('\n').slice(0, -1);
}

/** A process as the kernel tells of it; undefined when it has ended. */
function lookUp(pid: number): { parent: number; cpuMs: number } | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  // The name before them may hold anything.
  const [state, parent, ...rest] = text.slice(text.lastIndexOf(')') + 2).split(' ');
  if (state === 'Z' || state === 'X') return undefined;
  const [userTicks, systemTicks] = [rest[9], rest[10]].map(Number);
  return { parent: Number(parent), cpuMs: (userTicks! + systemTicks!) * TICK_MS };
}

function listChildren(parent: number): number[] {
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return pids.filter((pid) => lookUp(pid)?.parent === parent);
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(LOOK_MS);
}

/** The result as JSON, without what a clock says of it. */
function run(folder: string, variants: string, ...more: string[]): Record<string, unknown> {
  const { status, stdout, stderr } = spawnSync(process.execPath, argumentsFor(variants, ...more), {
    cwd: folder,
    encoding: 'utf8',
  });
  expect({ status, stderr: status === 1 || status === 0 ? '' : stderr }).toEqual({ status, stderr: '' });
  const { elapsedMs: _, audit, ...result } = JSON.parse(stdout) as Record<string, unknown>;
  const { elapsedMs: __, ...checked } = audit as Record<string, unknown>;
  return { ...result, audit: checked };
}

let command: ChildProcess | undefined;

/** Begins a run, kills it once `isTime`, and returns the workers that it had. */
async function killWhen(
  folder: string,
  variants: string,
  isTime: () => boolean,
  env = {},
): Promise<number[]> {
  command = spawn(process.execPath, argumentsFor(variants), {
    cwd: folder,
    stdio: 'ignore',
    env: { ...process.env, ...env },
  });
  const ended = once(command, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  await until(() => isTime() || command?.exitCode !== null);
  // Stopped first, so that no worker is begun between the look and the end.
  command.kill('SIGSTOP');
  const workers = listChildren(command.pid!);
  command.kill('SIGKILL');
  expect(await ended).toEqual([null, 'SIGKILL']);
  return workers;
}

/** What a killed run has left: every finding of its journal is a file, whole, and there is more to do. */
function checkRemains(folder: string): string[] {
  const lines = readJournal(folder);
  const entries = lines.map((line) => (JSON.parse(line) as Line).entry);
  expect(entries.filter((entry) => entry?.kind === 'closed').length).toBeLessThan(2);
  for (const entry of entries) {
    if (entry?.kind !== 'found') continue;
    const repro = JSON.parse(readFileSync(join(folder, entry.repro!), 'utf8')) as Repro;
    expect(repro.fingerprint).toBe(entry.found!.fingerprint);
  }
  return lines;
}

afterEach(() => {
  command?.kill('SIGKILL');
});

describe.runIf(process.platform === 'linux')('a run of the command that is killed', () => {
  let uninterrupted: Record<string, unknown>;
  beforeAll(() => {
    uninterrupted = run(makeFolder(), 'faulty,calm');
  }, TIMEOUT_MS);

  it('has findings to lose, of either invariant', () => {
    const { cases, findings } = uninterrupted as { cases: number; findings: { code: string }[] };
    expect(cases).toBe(2 * CASES);
    expect(findings.map(({ code }) => code).toSorted()).toEqual(['hardly ever', 'seldom']);
  });

  it.each([2, 6])(
    'as its journal has %i lines leaves all it has found, no worker, and is completed by --resume',
    async (count) => {
      const folder = makeFolder();
      const workers = await killWhen(folder, 'faulty,calm', () => readJournal(folder).length >= count);
      expect(workers.length).toBeGreaterThan(0);
      const lines = checkRemains(folder);
      expect(lines.length).toBeGreaterThanOrEqual(count);
      await until(() => workers.every((pid) => lookUp(pid) === undefined));
      expect(run(folder, 'faulty,calm', '--resume')).toEqual(uninterrupted);
      // It went on where that one was: what was known is not in it twice.
      expect(readJournal(folder).slice(0, lines.length)).toEqual(lines);
    },
    TIMEOUT_MS,
  );

  it(
    'while its worker spins leaves none that spins on, and is completed by --resume',
    async () => {
      const folder = makeFolder();
      const file = join(folder, 'spins');
      const isSpinning = (): boolean => existsSync(file) && readFileSync(file, 'utf8') !== '';
      const workers = await killWhen(folder, 'spins', isSpinning, { [SPIN_FILE]: file });
      const pid = Number(readFileSync(file, 'utf8'));
      expect(workers).toContain(pid);
      const before = lookUp(pid)?.cpuMs ?? 0;
      let after = before;
      await until(() => {
        const seen = lookUp(pid);
        after = seen?.cpuMs ?? after;
        return seen === undefined;
      });
      // It ended since nobody was left to report to, long before it would have counted as spinning.
      expect(after - before).toBeLessThan(WORKER_SPIN_LIMIT_CPU_MS / 2);
      await until(() => workers.every((each) => lookUp(each) === undefined));
      expect(run(folder, 'spins', '--resume')).toEqual(run(makeFolder(), 'spins'));
    },
    TIMEOUT_MS,
  );
});
