// Clients that leave the world: told once per campaign with where it came from, and never a finding against the client.
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { decideExit } from '../campaign/exit-code.ts';
import { runCampaign } from '../campaign/run-campaign.ts';
import type { CampaignResult } from '../model/campaign-result.ts';
import { exploreForTest, makeFolder, scenarioFile } from './explore-for-test.ts';
import scenario from './escapes/scenario.ts';

const FILE = fileURLToPath(new URL('./escapes/scenario.ts', import.meta.url));
const AT = 'harness/tests/escapes/scenario.ts';

async function campaignOf(...variants: string[]): Promise<CampaignResult> {
  const outDir = makeFolder();
  return runCampaign({
    scenarios: [
      {
        name: scenario.name,
        description: '',
        file: FILE,
        variants: variants.map((name) => ({ name, description: '', expect: [] })),
      },
    ],
    seed: 1,
    cases: 20,
    outDir,
    workers: 1,
    nowMs: () => 0,
    writeRepro: () => '',
  });
}

test('what is not simulated leaves cases without a verdict, not with a finding, and is told once', async () => {
  const result = await campaignOf('starts a worker', 'tries a worker in a callback');
  expect(result.findings).toEqual([]);
  expect(result.problems).toEqual([]);
  expect(result.variants.map(({ inconclusive }) => inconclusive)).toEqual([20, 20]);
  expect(result.escapes).toEqual([
    {
      kind: 'unsupported',
      what: 'worker threads',
      variants: ['escapes/starts a worker', 'escapes/tries a worker in a callback'],
      firstCase: 0,
      origin: [expect.stringContaining(AT), expect.stringContaining(AT)],
    },
  ]);
  expect(decideExit(result)).toEqual({
    code: 125,
    why: [
      'escapes/starts a worker: 20 of 20 cases without a verdict: closecall does not simulate worker threads',
      'escapes/tries a worker in a callback: 20 of 20 cases without a verdict: closecall does not simulate worker threads',
    ],
  });
});

test('a file that is read is told and does no harm', async () => {
  const { tally, escapes } = await exploreForTest(FILE, 'reads files', 5);
  expect(tally).toMatchObject({ cases: 5, failed: 0, inconclusive: 0 });
  expect(escapes).toMatchObject([{ kind: 'file', what: `read ${AT}`, firstCase: 0 }]);
  expect(escapes[0]!.origin[0]).toContain(`reads files (${AT}`);
});

test.each(['reads a folder', 'has a real timer'])(
  '%s: what no trampoline meets is waited for when nothing else is left, and told with where it began',
  async (variant) => {
    const { tally, groups, escapes } = await exploreForTest(FILE, variant, 3);
    expect(groups).toEqual([]);
    expect(tally).toMatchObject({ cases: 3, inconclusive: 0 });
    const what = variant === 'reads a folder' ? 'FSReqCallback' : 'Immediate';
    expect(escapes).toMatchObject([{ kind: 'activity', what, firstCase: 0 }]);
    expect(escapes[0]!.origin.join()).toContain(AT);
  },
);

test('what Node keeps of each fetch does not add up: at 250 it would say so, in an immediate of its own', async () => {
  const { tally, escapes } = await exploreForTest(scenarioFile('ecosystem/ky'), 'default', 80);
  expect(tally.cases).toBe(80);
  expect(escapes).toEqual([]);
});
