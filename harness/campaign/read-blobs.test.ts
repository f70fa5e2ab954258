// A folder of blobs: what is read, what is passed over, and what is refused, each with the reason.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { BlobPlan } from '../model/blob.ts';
import type { CampaignResult } from '../model/campaign-result.ts';
import { ClosecallError } from '../model/closecall-error.ts';
import { readBlobs } from './read-blobs.ts';

const plan: BlobPlan = { cases: 10, isUntilFirst: false, isAudited: false, jobs: ['a/b'] };
const result: CampaignResult = {
  version: 1,
  seed: 1,
  explore: 'portfolio',
  versions: { closecall: '0.1.0', node: 'v24.0.0', packages: { undici: '8.12.4' } },
  sourceHash: 'ab',
  variants: [],
  findings: [],
  corpus: [],
  problems: [],
  divergences: [],
  audit: { cases: 0, runs: 0, findingsChecked: 0, elapsedMs: 0 },
  escapes: [],
  interrupted: false,
  elapsedMs: 1,
  cases: 0,
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'closecall-blobs-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

function write(name: string, nth: number, of: number, change: Record<string, unknown> = {}): void {
  const { plan: ownPlan = {}, result: ownResult = {}, ...rest } = change as Record<string, object>;
  const blob = {
    format: 'closecall-blob',
    version: 1,
    plan: { ...plan, ...ownPlan },
    result: { ...result, shard: { nth, of }, ...ownResult },
    repros: [],
    ...rest,
  };
  writeFileSync(join(folder, name), JSON.stringify(blob));
}

const refusal = (): string => {
  try {
    readBlobs(folder);
  } catch (error) {
    if (error instanceof ClosecallError)
      return `${error.exitCode} ${error.code}: ${error.message}`.replaceAll(folder, 'DIR');
  }
  throw new Error('nothing was refused');
};

test('blobs are read in the order of their shards, wherever they lie; other JSON is passed over', () => {
  mkdirSync(join(folder, 'one/deep'), { recursive: true });
  write('a.json', 3, 3);
  write('one/deep/b.json', 1, 3);
  write('c.json', 2, 3);
  writeFileSync(join(folder, 'result.json'), JSON.stringify({ format: 'closecall-result' }));
  writeFileSync(join(folder, 'matrix.md'), 'no blob');
  expect(readBlobs(folder).map((blob) => blob.result.shard?.nth)).toEqual([1, 2, 3]);
});

test('one blob of a run that was not divided is a whole', () => {
  write('a.json', 1, 1, { result: { shard: undefined } });
  expect(readBlobs(folder)).toHaveLength(1);
});

describe('blobs are refused', () => {
  test('when there is none', () => {
    expect(refusal()).toMatchInlineSnapshot(
      `"2 ERR_NO_BLOBS: DIR: there is no blob in it. Run every shard with --reporter blob, and bring the files together."`,
    );
    folder = join(folder, 'missing');
    expect(refusal()).toMatchInlineSnapshot(
      `"2 ERR_NO_BLOBS: DIR: there is no such folder. Name the folder with the blobs of all shards."`,
    );
    folder = join(folder, '..');
  });

  test('when shards are missing', () => {
    write('a.json', 2, 9);
    expect(refusal()).toMatchInlineSnapshot(
      `"2 ERR_SHARD_MISSING: DIR: of 9 shards 1, 3, 4, 5, 6 and 3 more are missing. Run them (--shard 1/9) and merge again."`,
    );
    for (const nth of [1, 3, 4, 5, 6, 7, 9]) write(`${nth}.json`, nth, 9);
    expect(refusal()).toMatchInlineSnapshot(
      `"2 ERR_SHARD_MISSING: DIR: of 9 shards 8 is missing. Run it (--shard 8/9) and merge again."`,
    );
  });

  test('when one is there twice', () => {
    for (const name of ['a', 'b', 'c']) write(`${name}.json`, name === 'c' ? 2 : 1, 2);
    expect(refusal()).toMatchInlineSnapshot(
      `"2 ERR_SHARD_TWICE: shard 1 of 2 is there 2 times: DIR/a.json, DIR/b.json. Keep one."`,
    );
  });

  test.each([
    ['seed', { result: { seed: 2 } }],
    ['strategy', { result: { explore: 'pct' } }],
    ['number of cases', { plan: { cases: 11 } }],
    ['time budget', { plan: { timeBudgetMs: 1000 } }],
    ['--until-first', { plan: { isUntilFirst: true } }],
    ['--check-determinism', { plan: { isAudited: true } }],
    ['what is run', { plan: { jobs: ['a/b', 'a/c'] } }],
    ['version of closecall', { result: { versions: { ...result.versions, closecall: '9.9.9' } } }],
    ['version of Node.js', { result: { versions: { ...result.versions, node: 'v22.0.0' } } }],
    ['versions of packages', { result: { versions: { ...result.versions, packages: {} } } }],
    ['hash of the sources', { result: { sourceHash: 'cd' } }],
    ['number of shards', { result: { shard: { nth: 2, of: 3 } } }],
  ])('when they differ in the %s', (what, change) => {
    write('a.json', 1, 2);
    write('b.json', 2, 2, change);
    expect(refusal()).toMatch(/^2 ERR_OTHER_RUN: DIR\/a\.json and DIR\/b\.json are not of one run: /);
    expect(refusal()).toContain(`${what} is `);
  });

  test('when one cannot be read', () => {
    writeFileSync(join(folder, 'a.json'), '{"format": "closecall-bl');
    expect(refusal()).toMatch(/^2 ERR_BLOB_BROKEN: DIR\/a\.json: not a readable blob: it is not valid JSON/);
    writeFileSync(join(folder, 'a.json'), '');
    expect(refusal()).toMatchInlineSnapshot(
      `"2 ERR_BLOB_BROKEN: DIR/a.json: not a readable blob: it is empty. Run its shard again, or take the file out of the folder."`,
    );
    write('a.json', 1, 1, { version: 2 });
    expect(refusal()).toMatchInlineSnapshot(
      `"2 ERR_BLOB_FUTURE: DIR/a.json: written by a newer closecall (format 2, this one reads up to 1). Update closecall."`,
    );
    write('a.json', 1, 1, { result: { findings: [{ scenario: 'a' }] } });
    expect(refusal()).toMatchInlineSnapshot(
      `"2 ERR_BLOB_BROKEN: DIR/a.json: not a readable blob: result.findings.0.variant: Invalid key: Expected "variant" but received undefined. Run its shard again, or take the file out of the folder."`,
    );
  });
});
