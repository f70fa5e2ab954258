// A run, and the same run in parts on several machines: together they run the same cases, and what is made of their blobs is
// what the whole run tells, byte for byte but for the time that it took.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { JOURNAL_FILE } from '../campaign/journal.ts';
import { VariantState, type VariantEntry } from '../campaign/variant-state.ts';
import { campaignFunctions } from '../cli/campaign-functions.ts';
import { runCommandLine } from '../cli/run-command-line.ts';
import { fakeHost } from '../cli/tests/fake-host.ts';
import { makeFolder, ROOT } from './explore-for-test.ts';

const SHARDS = 3;
const ENDS = join(ROOT, 'harness/campaign/tests/ends/scenario.ts');
const PROGRAMS = join(ROOT, 'scenarios/lab/ky/battery.ts');

/** Runs the command in the repository; its exit code. */
async function command(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const host = { ...fakeHost(), root: ROOT };
  const code = await runCommandLine(argv, host, campaignFunctions);
  return { code, out: host.out(), err: host.err() };
}

/** The JSON report without what a clock says. */
function readReport(file: string): string {
  return readFileSync(file, 'utf8').replaceAll(/"elapsedMs": [\d.]+/g, '"elapsedMs": 0');
}

/** The trace hashes of an audited run by variant and case, from its journal; '' for what it did not run, or what died. */
function readHashes(folder: string): Record<string, readonly string[]> {
  const [header, ...lines] = readFileSync(join(folder, JOURNAL_FILE), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { jobs: string[]; job: number; entry: VariantEntry });
  const states = header!.jobs.map((job) => ({ job, state: new VariantState() }));
  for (const { job, entry } of lines) states[job]!.state.apply(entry);
  return Object.fromEntries(states.map(({ job, state }) => [job, state.hashes]));
}

/** Runs the whole, its shards, and merges these: both reports, both exit codes, and the folders. */
async function compare(...asked: string[]): Promise<{
  whole: { report: string; code: number; folder: string };
  merged: { report: string; code: number };
  shards: { code: number; out: string; folder: string }[];
}> {
  const [folder, blobs] = [makeFolder(), makeFolder()];
  const [report, other] = [join(folder, 'whole.json'), join(folder, 'merged.json')];
  const argv = [...asked, '--no-corpus', '--workers=2'];
  const whole = await command('run', ...argv, '--out', folder, `--reporter=json=${report}`);
  const shards = [];
  for (let nth = 1; nth <= SHARDS; nth++) {
    const own = makeFolder();
    const blob = `--reporter=blob=${join(blobs, `${nth}.json`)}`;
    const { code, out } = await command('run', ...argv, '--out', own, `--shard=${nth}/${SHARDS}`, blob);
    shards.push({ code, out, folder: own });
  }
  const merged = await command('merge-reports', blobs, '--out', folder, `--reporter=json=${other}`);
  return {
    whole: { report: readReport(report), code: whole.code, folder },
    merged: { report: readReport(other), code: merged.code },
    shards,
  };
}

describe('three shards of clients that fail, die and are calm', () => {
  let runs: Awaited<ReturnType<typeof compare>>;
  beforeAll(async () => {
    const variants = 'has three faults,dies now and then,is calm';
    runs = await compare(ENDS, '--variant', variants, '--cases=90', '--check-determinism');
  }, 300_000);

  test('run the cases of the whole, each once', () => {
    const parts = runs.shards.map(({ folder }) => readHashes(folder));
    for (const [job, hashes] of Object.entries(readHashes(runs.whole.folder))) {
      const together = hashes.map((_, index) => parts.map((part) => part[job]?.[index] ?? '').join(''));
      expect(together).toEqual(hashes);
    }
  });

  test('merge into its report and its exit code', () => {
    expect(runs.whole.report).toContain('"code": "signal:SIGKILL"');
    expect(runs.merged.report).toBe(runs.whole.report);
    expect([runs.merged.code, runs.whole.code]).toEqual([1, 1]);
  });
});

test('three shards of a scenario with programs have whole programs, and merge into the report of the whole', async () => {
  const { whole, merged, shards } = await compare(PROGRAMS, '--cases=32', '--check-determinism');
  const casesOf = (folder: string): number[] =>
    Object.values(readHashes(folder))
      .flat()
      .flatMap((hash, index) => (hash === '' ? [] : [index]));
  expect(casesOf(whole.folder)).toHaveLength(32);
  expect(shards.flatMap(({ folder }) => casesOf(folder)).toSorted((left, right) => left - right)).toEqual(
    casesOf(whole.folder),
  );
  expect(merged.report).toBe(whole.report);
  expect(merged.code).toBe(whole.code);
}, 300_000);

test('shards that lack what is expected are judged together only', async () => {
  const { whole, merged, shards } = await compare(
    'event-stream/boot',
    '--variant=owned-by-client',
    '--cases=6',
  );
  expect(shards.map(({ code }) => code)).toEqual([0, 0, 0]);
  expect(merged.report).toBe(whole.report);
  expect(merged.code).toBe(whole.code);
}, 300_000);
