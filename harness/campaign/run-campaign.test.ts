// What a campaign tells while it runs, and how it ends when it cannot go on.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ClosecallError } from '../model/closecall-error.ts';
import type { CampaignOptions, CampaignProgress } from './campaign-options.ts';
import { runCampaign } from './run-campaign.ts';
import { endsCampaign, endsScenario } from './tests/ends-campaign.ts';

const options = (change: Partial<CampaignOptions>): CampaignOptions =>
  endsCampaign(mkdtempSync(join(tmpdir(), 'closecall-test-')), {
    cases: 10,
    writeRepro: () => 'saved',
    ...change,
  });

test('progress counts the cases and findings of all variants, whoever runs them', async () => {
  const progress: CampaignProgress[] = [];
  const result = await runCampaign(
    options({
      scenarios: [endsScenario('is calm', 'differs at first', 'has three faults')],
      onProgress: (step) => progress.push(step),
    }),
  );
  expect(progress.at(-1)).toMatchObject({
    casesDone: 30,
    casesPlanned: 30,
    findings: result.findings.length,
  });
  expect(progress.map(({ casesDone }) => casesDone)).toEqual([10, 20, 30]);
  expect(result.variants.map(({ name, cases }) => `${name} ${cases}`)).toEqual([
    'is calm 10',
    'differs at first 10',
    'has three faults 10',
  ]);
});

test('a repro that cannot be saved ends the whole campaign, also what runs beside it, and leaves nothing behind', async () => {
  const refusal = new ClosecallError('ERR_OUT', 'no space left');
  const given = options({
    scenarios: [endsScenario('is calm', 'has three faults', 'is calm')],
    cases: 1_000_000,
    writeRepro: () => {
      throw refusal;
    },
  });
  await expect(runCampaign(given)).rejects.toBe(refusal);
  expect(existsSync(join(given.outDir, '.work'))).toBe(false);
});

test('an interrupt leaves out what was not begun, and says so', async () => {
  const controller = new AbortController();
  const result = await runCampaign(
    options({
      scenarios: [endsScenario('is calm', 'has three faults')],
      cases: 1_000_000,
      workers: 1,
      signal: controller.signal,
      onProgress: () => controller.abort(),
    }),
  );
  expect(result.interrupted).toBe(true);
  expect(result.variants.map(({ name }) => name)).toEqual(['is calm']);
});

test('the parent itself stays out of the world: its clock goes on', () => {
  const modules = ['run-campaign', 'replay', 'retry', 'exit-code', 'journal'];
  const imports = modules.map((name) => `await import('${new URL(`./${name}.ts`, import.meta.url).href}');`);
  const look = `
    const startMs = performance.now();
    for (let tries = 0; performance.now() === startMs; tries++) if (tries > 10_000_000) process.exit(3);
  `;
  const code = `${imports.join('')}${look}`;
  const { status } = spawnSync(process.execPath, ['--no-warnings', '--input-type=module', '-e', code]);
  expect(status).toBe(0);
});
