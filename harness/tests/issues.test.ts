// The whole line on a client whose defects are known: one defect is one issue, however many promises it breaks, two are two, and the parts
// of a run tell of the same as the whole.
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { findScenarios } from '../campaign/find-scenarios.ts';
import { runCampaign } from '../campaign/run-campaign.ts';
import type { CampaignResult } from '../model/campaign-result.ts';
import { arrangeFindings } from '../model/arrange-findings.ts';
import { makeFolder, ROOT } from './explore-for-test.ts';

async function run(seed: number, pieces: number): Promise<CampaignResult> {
  return runCampaign({
    scenarios: await findScenarios(ROOT, { files: [join(ROOT, 'harness/tests/issues/scenario.ts')] }),
    seed,
    cases: 80,
    outDir: makeFolder(),
    workers: 1,
    pieces,
    nowMs: () => 0,
    writeRepro: ({ code }) => code,
  });
}

/** What is told at length of a variant, and what below it. */
function listTold({ findings, issues }: CampaignResult, variant: string): string[] {
  return arrangeFindings(findings, issues)
    .filter(({ finding }) => finding.variant === variant)
    .map(({ finding, also }) =>
      [finding, ...also].map(({ oracle, code }) => `${oracle} ${code}`).join(' > '),
    );
}

describe('a run that fails many times', () => {
  let whole: CampaignResult;
  beforeAll(async () => {
    whole = await run(1, 1);
  }, 300_000);

  test('tells of one defect once, with all that was seen of it', () => {
    const [variant] = whole.variants;
    expect(variant!.failed).toBeGreaterThan(4);
    expect(whole.findings.filter((finding) => finding.variant === 'one defect')).toHaveLength(3);
    expect(listTold(whole, 'one defect')).toMatchInlineSnapshot(`
      [
        "hang pending > leaked-handle listener > invariant every call ends",
      ]
    `);
  });

  test('tells of a second defect besides', () => {
    expect(listTold(whole, 'two defects')).toMatchInlineSnapshot(`
      [
        "crash TypeError",
        "hang pending > leaked-handle listener > invariant every call ends",
      ]
    `);
    const own = whole.issues!.filter((issue) => issue.variant === 'two defects');
    expect(own.map(({ takes }) => takes)).toEqual(expect.arrayContaining([['fault'], ['action']]));
  });

  test('puts every failing case down to one issue', () => {
    for (const { name, failed } of whole.variants) {
      const own = whole.issues!.filter(({ variant }) => variant === name);
      expect(own.reduce((sum, { count }) => sum + count, 0)).toBe(failed);
    }
  });

  test('tells the same of its parts together', async () => {
    expect(JSON.stringify(await run(1, 3))).toBe(JSON.stringify(whole));
  }, 300_000);

  test('tells of the same issues with another seed', async () => {
    const other = await run(2, 1);
    expect(other.issues!.map(({ id }) => id).toSorted()).toEqual(
      whole.issues!.map(({ id }) => id).toSorted(),
    );
  }, 300_000);
});
