// One campaign of two workers, and two campaigns of one worker each at the same time: the same cells, so the same work. What the first
// has less is what workers cost each other and their parent. Real time, since that is what workers are for.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../tests/explore-for-test.ts';

/** Rounds, each with both ways, in turns as to which is first. */
const ROUNDS = 3;
/** Cases of each cell: some seconds, so that the start of processes counts little. */
const CASES = 2_000;
/** Two times two cells in which nothing is found, so that nothing is shrunk. */
const HALVES = [
  ['btw/left-midway', 'btw/unauthorized'],
  ['btw/read-slowly', 'btw/renders'],
] as const;
const VARIANT = 'per-call';

/** Cases per second of one way, in one round. */
export type WorkerRates = { together: number; apart: number };

/** Measures every round. */
export async function measureWorkers(onRound: (text: string) => void): Promise<WorkerRates[]> {
  const rounds: WorkerRates[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const rates = { together: 0, apart: 0 };
    const ways = ['together', 'apart'] as const;
    for (const way of round % 2 === 0 ? ways : ways.toReversed())
      rates[way] = way === 'together' ? await runCells(HALVES.flat(), 2) : await runApart();
    rounds.push(rates);
    onRound(`workers: round ${round + 1} of ${ROUNDS}`);
  }
  return rounds;
}

async function runApart(): Promise<number> {
  const rates = await Promise.all(HALVES.map((cells) => runCells(cells, 1)));
  return rates.reduce((sum, rate) => sum + rate, 0);
}

/** Explores the cells in a campaign of its own; gives its cases per second. */
async function runCells(cells: readonly string[], workers: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'closecall-bench-'));
  const command = join(ROOT, 'bin/closecall.mjs');
  const options = { variant: VARIANT, cases: CASES, workers, out: folder };
  const flags = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const since = performance.now();
  const child = spawn(process.execPath, [command, 'run', ...cells, ...flags], {
    stdio: ['ignore', 'ignore', 'ignore'],
    cwd: ROOT,
  });
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const seconds = (performance.now() - since) / 1_000;
  rmSync(folder, { recursive: true });
  if (code !== 0)
    throw new Error(`the campaign of ${cells.join(', ')} ended with ${String(code)}, expected 0`);
  return (cells.length * CASES) / seconds;
}
