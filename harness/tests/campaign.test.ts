// The whole line on the committed scenarios: what is expected is found and shrunk, what is clean stays clean, and what
// is saved comes back.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { findScenarios } from '../campaign/find-scenarios.ts';
import { replayFile } from '../campaign/replay.ts';
import { retryFile } from '../campaign/retry.ts';
import { runCampaign } from '../campaign/run-campaign.ts';
import { askWorker } from '../campaign/worker-process.ts';
import { naturalCase } from '../model/case.ts';
import type { CampaignResult } from '../model/campaign-result.ts';
import type { Repro } from '../model/repro.ts';
import { exploreForTest, makeFolder, ROOT, scenarioFile } from './explore-for-test.ts';

const outDir = makeFolder();

function writeRepro(repro: Repro): string {
  mkdirSync(outDir, { recursive: true });
  const file = join(outDir, `${repro.case.variant}-${repro.fingerprint}.repro.json`);
  writeFileSync(file, JSON.stringify(repro));
  return file;
}

let result: CampaignResult;

beforeAll(async () => {
  const scenarios = (await findScenarios(ROOT)).filter(({ name }) =>
    ['btw/left-midway', 'plain-undici/agents'].includes(name),
  );
  result = await runCampaign({
    scenarios,
    seed: 3,
    cases: 400,
    outDir,
    workers: 2,
    nowMs: () => 0,
    writeRepro,
  });
});

function shorten(list: { fingerprint: string; firstCase: number; traceHash: string }[]): string[] {
  return list.map(({ fingerprint, firstCase, traceHash }) => `${fingerprint} ${firstCase} ${traceHash}`);
}

describe('a campaign', () => {
  it('finds in every variant what it expects, and nothing else', () => {
    const missed = result.variants.flatMap(({ scenario, name, expected }) =>
      expected.filter(({ outcome }) => outcome === 'missed').map(({ code }) => `${scenario}/${name} ${code}`),
    );
    expect(missed).toEqual([]);
    expect(result.findings.filter(({ isExpected }) => !isExpected)).toEqual([]);
    expect(result.problems).toEqual([]);
  });

  it('shrinks what it finds to six elements at most', () => {
    expect(result.findings.length).toBeGreaterThan(3);
    for (const { steps } of result.findings) expect(steps).toBeLessThanOrEqual(6);
  });

  it('names both places of a use-after-close', () => {
    const founding = result.findings.find(({ code }) => code === 'ERR_RELEASED_STATE')!;
    expect(founding.evidence).toBe('model');
    expect(founding.places).toHaveLength(2);
    for (const { frames } of founding.places) expect(frames[0]).toMatch(/src\/task-state\.ts/);
    const native = result.findings.find(({ code }) => code === 'UND_ERR_DESTROYED')!;
    expect(native.evidence).toBe('native');
    expect(native.places.map(({ label }) => label)).toEqual(['closed by Agent.destroy', 'used']);
  });

  it('gives the same findings when it runs again', async () => {
    const again = await exploreForTest(scenarioFile('btw/left-midway'), 'shared', 400, 3);
    const ofVariant = result.findings.filter(
      ({ scenario, variant }) => scenario === 'btw/left-midway' && variant === 'shared',
    );
    expect(shorten(again.groups.map(({ found }) => found))).toEqual(shorten(ofVariant));
  });
});

describe('the natural run', () => {
  it(
    'is clean for every variant of every scenario, but what is expected to show in any case',
    { timeout: 240_000 },
    async () => {
      const scenarios = await findScenarios(ROOT);
      for (const { file, name, variants } of scenarios.filter(
        (each) => !each.name.startsWith('undici-history/'),
      )) {
        const names = variants.map((variant) => variant.name);
        const picks = names.map((variant) => naturalCase(name, variant));
        const job = {
          kind: 'hash',
          file,
          variant: names[0]!,
          draw: { seed: 1, explore: 'portfolio' },
          picks,
        } as const;
        const { runs } = await askWorker(job, 'hashed');
        const verdicts = runs.map(({ case: kase, verdict }) => `${name}/${kase.variant} ${verdict}`);
        const wanted = variants.map((variant) => {
          const fails = variant.expect.some(({ fromCases }) => fromCases === 1);
          return `${name}/${variant.name} ${fails ? 'fail' : 'pass'}`;
        });
        expect(verdicts).toEqual(wanted);
      }
    },
  );
});

describe('a saved finding', () => {
  it('replays bit for bit in another process', async () => {
    for (const { repro, traceHash } of result.findings) {
      const outcome = await replayFile(repro, { root: ROOT });
      expect([outcome.outcome, outcome.traceHash]).toEqual(['reproduced', traceHash]);
    }
  });

  it('is told to have diverged, with the first differing step, when its trace is another', async () => {
    const repro = JSON.parse(readFileSync(result.findings[0]!.repro, 'utf8')) as Repro;
    const file = join(outDir, 'changed.repro.json');
    const steps = repro.steps.with(3, 'something else');
    writeFileSync(file, JSON.stringify({ ...repro, traceHash: '0'.repeat(16), steps }));
    const { outcome, difference } = await replayFile(file, { root: ROOT });
    expect(outcome).toBe('diverged');
    expect(difference).toEqual({ step: 3, expected: 'something else', actual: repro.steps[3] });
  });

  it('is stale when versions or sources have changed', async () => {
    const repro = JSON.parse(readFileSync(result.findings[0]!.repro, 'utf8')) as Repro;
    const file = join(outDir, 'older.repro.json');
    const packages = { ...repro.versions.packages, undici: '8.0.0' };
    writeFileSync(file, JSON.stringify({ ...repro, versions: { ...repro.versions, packages } }));
    const { outcome, reasons } = await replayFile(file, { root: ROOT });
    expect(outcome).toBe('stale');
    expect(reasons).toEqual([expect.stringMatching(/^undici was 8\.0\.0, is 8\./)]);
  });

  it('is reproduced by retry, and is not when its client is the one that was mended', async () => {
    const found = result.findings.find(({ code }) => code === 'ERR_RELEASED_STATE')!;
    const options = { root: ROOT, neighbours: 50, seed: 1 };
    expect(await retryFile(found.repro, options)).toMatchObject({
      outcome: 'reproduced',
      reproducedBy: { neighbour: 0 },
    });
    const repro = JSON.parse(readFileSync(found.repro, 'utf8')) as Repro;
    const file = join(outDir, 'mended.repro.json');
    writeFileSync(file, JSON.stringify({ ...repro, case: { ...repro.case, variant: 'per-call' } }));
    expect(await retryFile(file, options)).toMatchObject({ outcome: 'not reproduced', neighbours: 50 });
  });
});
