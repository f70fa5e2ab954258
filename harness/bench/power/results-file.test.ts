// Measurements on disk: what is added is there again for the next process, with what told of it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { CLEAN_RUNS } from './limits.ts';
import { listMuted } from './muted-oracles.ts';
import { readMeasurements, ResultsFile } from './results-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'closecall-results-'));
afterAll(() => rmSync(folder, { recursive: true }));

const about = { target: 'planted/x', contender: 'loopback', cap: 3_000, startCpuMs: 300 } as const;
const found = { runs: 2, cpuMs: 4, isFound: true };

it('keeps attempts with the runs in which each oracle told', () => {
  const path = join(folder, 'alarms.json');
  const results = new ResultsFile(path);
  results.add(about, found, { pending: 1 });
  results.add(about, found, { pending: 1, crash: 1 });
  results.add({ ...about, contender: 'pct' }, found);
  expect(readMeasurements(path)).toEqual([
    { ...about, attempts: [found, found], alarms: { crash: 1, pending: 2 } },
    { ...about, contender: 'pct', attempts: [found] },
  ]);
  expect(new ResultsFile(path).alarmsOf('planted/x', 'loopback', 3_000)).toEqual({ crash: 1, pending: 2 });
});

it('keeps that a contender cannot look for something', () => {
  const path = join(folder, 'unfit.json');
  const results = new ResultsFile(path);
  expect(results.has('planted/x', 'scheduler', 2_000)).toBe(false);
  results.addUnfit({ ...about, contender: 'scheduler', cap: 2_000 });
  expect(new ResultsFile(path).has('planted/x', 'scheduler', 2_000)).toBe(true);
  expect(new ResultsFile(path).has('planted/x', 'scheduler', 1_000)).toBe(false);
  expect(new ResultsFile(path).attemptsOf('planted/x', 'scheduler', 2_000)).toEqual([]);
});

it('a false alarm of one loop is one of all loops, and none of the scheduler', () => {
  const results = new ResultsFile(join(folder, 'muted.json'));
  const missed = { runs: 300, cpuMs: 900, isFound: false };
  const clean = { ...about, target: 'clean/a/b', cap: CLEAN_RUNS };
  results.add(clean, missed, {});
  results.add({ ...clean, contender: 'injection' }, missed, { 'left-open': 1 });
  expect(listMuted('loopback', 'clean/a/b', results)).toEqual(['left-open']);
  expect(listMuted('loopback', 'clean/a/other', results)).toEqual([]);
  expect(listMuted('scheduler', 'clean/a/b', results)).toEqual([]);
});
