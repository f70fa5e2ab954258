// The lab: batteries draw what they do, run alike everywhere, and find a bug that nobody here made by no scenario of its own.
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findScenarios } from '../campaign/find-scenarios.ts';
import { runCampaign } from '../campaign/run-campaign.ts';
import { scoreBug } from '../campaign/score-bug.ts';
import type { CampaignResult } from '../model/campaign-result.ts';
import { parseKnownBugs } from '../model/known-bug.ts';
import type { PackageUnderTest } from '../model/package-spec.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const LAB = join(ROOT, 'scenarios/lab');

/** Programs take their time, and most of what they find is shrunk. */
const BATTERY_TIMEOUT_MS = 300_000;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'closecall-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A release that is installed under another name. */
async function releaseOf(version: string): Promise<PackageUnderTest> {
  const home = join(folder, `undici@${version}`);
  await mkdir(join(home, 'node_modules'), { recursive: true });
  await symlink(join(ROOT, `node_modules/undici-${version}`), join(home, 'node_modules/undici'));
  return { name: 'undici', version, folder: home };
}

function drawnRun(seed: number, cases: number, isAudited: boolean): Promise<CampaignResult> {
  return findScenarios(ROOT, { files: ['scenarios/lab/undici/battery.ts'] }).then((scenarios) =>
    runCampaign({
      scenarios,
      seed,
      cases,
      workers: 1,
      isAudited,
      outDir: join(folder, `seed-${seed}-${isAudited}`),
      nowMs: () => 0,
      writeRepro: () => '',
    }),
  );
}

describe('the battery for undici', { timeout: BATTERY_TIMEOUT_MS }, () => {
  test('runs every case alike, in the same process and in another', async () => {
    const { audit, divergences, problems, cases } = await drawnRun(3, 80, true);
    expect([divergences, problems, cases, audit.runs]).toEqual([[], [], 80, 240]);
  });

  test('tells apart a release with a bug and the next, which is all that it is told', async () => {
    const [bad, good] = [await releaseOf('6.21.0'), await releaseOf('6.21.1')];
    const [battery] = await findScenarios(ROOT, { files: ['scenarios/lab/undici/battery.ts'] });
    const bug = { id: 'undici#3736', client: 'undici', oracles: ['crash' as const], pairs: [], what: '' };
    const saved: string[] = [];
    const score = await scoreBug(bug, {
      battery: battery!,
      bad,
      good,
      seed: 1,
      cases: 1_000,
      budgetMs: Number.MAX_SAFE_INTEGER,
      outDir: join(folder, 'score'),
      nowMs: () => 0,
      signal: new AbortController().signal,
      writeRepro: (_, repro) => {
        saved.push(repro.oracle);
        return `${repro.fingerprint}.json`;
      },
    });
    expect(score).toMatchObject({ outcome: 'found', finding: { oracle: 'crash' } });
    expect(saved).toContain('crash');
  });
});

describe('the list of known bugs', () => {
  const file = join(LAB, 'known-bugs.json');
  const bugs = parseKnownBugs(readFileSync(file, 'utf8'), file);

  test('names each bug once, and releases that differ', () => {
    expect(new Set(bugs.map(({ id }) => id)).size).toBe(bugs.length);
    for (const { pairs } of bugs) for (const { bad, good } of pairs) expect(bad).not.toBe(good);
  });

  test('names clients that have a battery', () => {
    const without = bugs.filter(({ client }) => !existsSync(join(LAB, client, 'battery.ts')));
    expect(without.map(({ client }) => client)).toEqual([]);
  });

  test('is refused with its place when it is none', () => {
    expect(() => parseKnownBugs('[{"id": 1}]', 'bugs.json')).toThrow(
      /^bugs\.json: not a list of known bugs: 0\./,
    );
    expect(() => parseKnownBugs('[', 'bugs.json')).toThrow(/^bugs\.json: not valid JSON/);
  });
});
