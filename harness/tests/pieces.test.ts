// A variant that several workers explore at once, and the same with one: the result is the same, and so is what is saved.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { CampaignOptions } from '../campaign/campaign-options.ts';
import { JOURNAL_FILE } from '../campaign/journal.ts';
import { runCampaign } from '../campaign/run-campaign.ts';
import { endsCampaign, endsScenario } from '../campaign/tests/ends-campaign.ts';
import type { CampaignResult } from '../model/campaign-result.ts';
import { writeRepro } from '../report/write-repro.ts';
import { makeFolder } from './explore-for-test.ts';

const PIECES = 3;

type Run = { folder: string; json: string; result: CampaignResult; files: Record<string, string> };

async function run(change: Partial<CampaignOptions>, folder = makeFolder()): Promise<Run> {
  const result = await runCampaign(
    endsCampaign(folder, {
      scenarios: [endsScenario('has three faults', 'dies now and then', 'is calm')],
      cases: 90,
      writeRepro: (repro) => writeRepro(folder, repro),
      ...change,
    }),
  );
  const names = readdirSync(folder).filter((name) => name.endsWith('.repro.json'));
  const files = Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
  // As every report tells it.
  const json = JSON.stringify(result, undefined, 1).replaceAll(folder, 'FOLDER');
  return { folder, json, result, files };
}

describe('variants in pieces', () => {
  let whole: Run;
  let divided: Run;
  beforeAll(async () => {
    whole = await run({ workers: 1, isAudited: true });
    divided = await run({ workers: 2, isAudited: true, pieces: PIECES });
  }, 120_000);

  test('give the result of the whole, byte for byte', () => {
    expect(whole.result.findings.length).toBeGreaterThan(3);
    expect(divided.json).toBe(whole.json);
  });

  test('save the same repros, each of the first case', () => {
    expect(divided.files).toEqual(whole.files);
  });

  test('are taken up where they were, also with other workers', async () => {
    const lines = readFileSync(join(divided.folder, JOURNAL_FILE), 'utf8').split('\n');
    const half = lines.slice(0, Math.ceil(lines.length / 2));
    writeFileSync(join(divided.folder, JOURNAL_FILE), `${half.join('\n')}\n`);
    const resumed = await run({ workers: 1, isAudited: true, isResumed: true }, divided.folder);
    expect(resumed.json).toBe(whole.json);
  });
});

test('a kept case is tried once for all pieces of its variant, and stays its finding', async () => {
  const scenarios = [endsScenario('has three faults')];
  const corpus = (root: string): Partial<CampaignOptions> => ({
    corpus: {
      root,
      onUnreadable: (why) => {
        throw new Error(why);
      },
    },
  });
  const { folder, files } = await run({ scenarios, cases: 12 });
  const whole = await run({ scenarios, cases: 30, ...corpus(folder) }, folder);
  const divided = await run({ scenarios, cases: 30, pieces: PIECES, ...corpus(folder) }, folder);
  expect(divided.result.corpus).toHaveLength(3);
  expect(divided.json).toBe(whole.json);
  expect(divided.files).toEqual(files);
});

test('progress counts variants beside the one that it names, and no pieces of it', async () => {
  const beside = new Set<number>();
  const onProgress = (step: { beside: number }): void => void beside.add(step.beside);
  await run({ scenarios: [endsScenario('is calm')], cases: 12, workers: 2, pieces: PIECES, onProgress });
  expect([...beside]).toEqual([0]);
});
