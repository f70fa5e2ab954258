// Asking a worker one thing, and what is said when no answer comes.
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { naturalCase } from '../model/case.ts';
import { ClosecallError } from '../model/closecall-error.ts';
import { askWorker } from './worker-process.ts';
import type { HashJob } from './worker-protocol.ts';

const job = (name: string, variant: string): HashJob => ({
  kind: 'hash',
  file: fileURLToPath(new URL(`./tests/${name}/scenario.ts`, import.meta.url)),
  variant,
  draw: { seed: 1, explore: 'portfolio' },
  picks: [0, naturalCase('ends', variant)],
});

test('an answer has one run for every case that was picked, by index or as it is', async () => {
  const { runs } = await askWorker(job('ends', 'is calm'), 'hashed');
  expect(runs.map((run) => run.case)).toEqual([
    naturalCase('ends', 'is calm'),
    naturalCase('ends', 'is calm'),
  ]);
  expect(runs[0]!.traceHash).toBe(runs[1]!.traceHash);
});

test('a scenario that does not load is an expected error, which names the module and why', async () => {
  const failure = await askWorker(job('unloadable', 'default'), 'hashed').catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ClosecallError);
  expect(failure).toMatchObject({
    code: 'ERR_SCENARIO_LOAD',
    message: expect.stringContaining('has no actors') as unknown,
  });
});

test('a worker that ends without an answer is told of with how it ended', async () => {
  await expect(askWorker(job('ends', 'dies at once'), 'hashed')).rejects.toThrow(
    "ended before it answered: the client's process died by SIGKILL",
  );
});

test('what goes wrong in the harness itself is told with its message', async () => {
  await expect(askWorker(job('ends', 'nothing'), 'hashed')).rejects.toThrow(
    'scenario ends has no variant nothing',
  );
});
