// A campaign's findings on every variant. That shards tell the same of them as the whole run does is in shards.test.ts.
import { expect, test } from 'vitest';
import { findScenarios } from '../campaign/find-scenarios.ts';
import { runCampaign } from '../campaign/run-campaign.ts';
import type { CampaignResult } from '../model/campaign-result.ts';
import { makeFolder, ROOT } from './explore-for-test.ts';

async function run(variants: readonly string[]): Promise<CampaignResult> {
  const [scenario] = await findScenarios(ROOT, { files: ['scenarios/btw/left-midway/scenario.ts'] });
  return runCampaign({
    scenarios: [{ ...scenario!, variants: scenario!.variants.filter(({ name }) => variants.includes(name)) }],
    seed: 1,
    cases: 60,
    workers: 1,
    outDir: makeFolder(),
    writeRepro: () => '',
    nowMs: () => 0,
  });
}

test('a finding is told of with what its smallest case does on every variant of the run', async () => {
  const { findings } = await run(['shared', 'per-call']);
  expect(findings.length).toBeGreaterThan(0);
  for (const { differential } of findings)
    expect(differential).toEqual({
      headline: 'fails only with shared',
      variants: [
        { variant: 'shared', outcome: 'same' },
        { variant: 'per-call', outcome: 'pass' },
      ],
    });
});

test('where there is one variant there is nothing to compare', async () => {
  const { findings } = await run(['shared']);
  expect(findings.length).toBeGreaterThan(0);
  for (const finding of findings) expect(finding).not.toHaveProperty('differential');
});
