// The batteries of the lab in the world: their plainest program passes, and programs leave nothing behind: one trace, whether a
// case is run first, late, or in another process.
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { join } from 'node:path';
import { findScenarios } from '../campaign/find-scenarios.ts';
import { askWorker } from '../campaign/worker-process.ts';
import { naturalCase, type Case } from '../model/case.ts';
import { ROOT } from './explore-for-test.ts';

/** Cases before the one that is compared: of five programs. */
const CASES_BEFORE = 40;

const folder = join(ROOT, 'scenarios/lab');
const files = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => join(folder, name, 'battery.ts'));
const batteries = await findScenarios(ROOT, { files });

it('there is one for every client', () => {
  expect(batteries.map(({ name }) => name)).toEqual([
    'lab/anthropic',
    'lab/axios',
    'lab/eventsource',
    'lab/fetch',
    'lab/got',
    'lab/ky',
    'lab/mcp',
    'lab/node-fetch',
    'lab/openai',
    'lab/undici',
  ]);
});

describe.each(batteries)('$name', ({ name, file }) => {
  it('has one trace per case, wherever and after whatever it is run', async () => {
    const ask = async (picks: (number | Case)[], place = {}) =>
      (
        await askWorker(
          { kind: 'hash', file, variant: 'default', draw: { seed: 7, explore: 'portfolio' }, picks },
          'hashed',
          place,
        )
      ).runs;
    const before = Array.from({ length: CASES_BEFORE }, (_, index) => index);
    const natural = naturalCase(name, 'default');
    const runs = await ask([natural, ...before, 3, natural]);
    expect([runs[0]!.verdict, runs.at(-1)!.verdict]).toEqual(['pass', 'pass']);
    const hashes = runs.map(({ traceHash }) => traceHash);
    expect(hashes.slice(-2)).toEqual([hashes[4], hashes[0]]);
    const elsewhere = await ask([CASES_BEFORE - 1, natural], {
      cwd: tmpdir(),
      env: { ...process.env, TZ: 'Pacific/Apia', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
    });
    expect(elsewhere.map(({ traceHash }) => traceHash)).toEqual([hashes[CASES_BEFORE], hashes[0]]);
    expect(new Set(hashes).size).toBeGreaterThan(CASES_BEFORE / 2);
  }, 120_000);
});
