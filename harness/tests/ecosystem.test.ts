// Other people's clients in the world: the natural run passes, and what they keep between calls (agents, caches, jitter)
// reaches no other case: one trace, whether a case is run first, late, after a failing one, or in another process.
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findScenarios } from '../campaign/find-scenarios.ts';
import { askWorker, type WorkerPlace } from '../campaign/worker-process.ts';
import type { HashedRun } from '../campaign/worker-protocol.ts';
import { naturalCase, type Case } from '../model/case.ts';
import { ROOT, scenarioFile } from './explore-for-test.ts';

/** Cases before the one that is compared. */
const CASES_BEFORE = 50;

/** Whose natural run shows what it is expected to show: a leak in every call. */
const FAILING = ['ecosystem/mcp/signal-handed-on'];

const names = readdirSync(join(ROOT, 'scenarios/ecosystem')).filter((name) => !name.includes('.'));
const files = names.map((name) => scenarioFile(`ecosystem/${name}`));
const variants = (await findScenarios(ROOT, { files })).flatMap(({ name, file, variants: all }) =>
  all.map((variant) => ({ name: `${name}/${variant.name}`, scenario: name, file, variant: variant.name })),
);

async function run(
  { file, variant }: { file: string; variant: string },
  picks: (number | Case)[],
  place: WorkerPlace = {},
): Promise<HashedRun[]> {
  return (
    await askWorker(
      { kind: 'hash', file, variant, draw: { seed: 7, explore: 'portfolio' }, picks },
      'hashed',
      place,
    )
  ).runs;
}

describe.each(variants)('$name', (client) => {
  it('has one trace per case, wherever and after whatever it is run', async () => {
    const before = Array.from({ length: CASES_BEFORE }, (_, index) => index);
    const natural = naturalCase(client.scenario, client.variant);
    const late = await run(client, [natural, ...before, 3, natural, ...before.toReversed()]);
    const verdict = FAILING.includes(client.name) ? 'fail' : 'pass';
    expect([late[0]!.verdict, late[CASES_BEFORE + 2]!.verdict]).toEqual([verdict, verdict]);
    const hashes = late.map(({ traceHash }) => traceHash);
    expect(hashes.slice(CASES_BEFORE + 3).toReversed()).toEqual(hashes.slice(1, CASES_BEFORE + 1));
    expect([hashes[CASES_BEFORE + 1], hashes[CASES_BEFORE + 2]]).toEqual([hashes[4], hashes[0]]);
    const elsewhere = await run(client, [CASES_BEFORE - 1, natural], {
      cwd: tmpdir(),
      env: { ...process.env, TZ: 'Pacific/Apia', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
    });
    expect(elsewhere.map(({ traceHash }) => traceHash)).toEqual([hashes[CASES_BEFORE], hashes[0]]);
    expect(new Set(hashes).size).toBeGreaterThan(CASES_BEFORE / 2);
  }, 120_000);
});
