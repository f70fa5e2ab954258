// `--baseline` and `--update-baseline` as whole commands: exit codes, the file, and what is refused before anything runs.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import type { CampaignOptions } from '../campaign/campaign-options.ts';
import { parseBaseline } from '../model/baseline.ts';
import type { Blob } from '../model/blob.ts';
import type { CampaignResult } from '../model/campaign-result.ts';
import { goodResult, sampleFinding, surprise } from '../model/tests/sample-result.ts';
import { runCommandLine } from './run-command-line.ts';
import { fakeCampaign, fakeHost } from './tests/fake-host.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'closecall-baseline-'));
  file = join(folder, 'deep', 'known.json');
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

const variants = goodResult.variants.map((variant) => ({ ...variant, isRunToEnd: true as const }));
const twoFound: CampaignResult = {
  ...goodResult,
  variants,
  findings: [sampleFinding, surprise, { ...surprise, fingerprint: 'ff', code: 'timer' }],
};

type Ran = { code: number; out: string; err: string; seen: CampaignOptions[] };

async function run(result: CampaignResult, ...argv: string[]): Promise<Ran> {
  const host = fakeHost();
  const campaign = fakeCampaign({ runCampaign: async () => result });
  const code = await runCommandLine(['run', '--out', folder, ...argv], host, campaign);
  const plain = (text: string): string => text.replaceAll(folder, 'FOLDER');
  return { code, out: plain(host.out()), err: plain(host.err()), seen: campaign.seen };
}

test('what is found is written once, is known from then on, and is told when it is gone', async () => {
  expect((await run(twoFound)).code).toBe(1);
  const first = await run(twoFound, '--baseline', file, '--update-baseline');
  expect(first.code).toBe(0);
  expect(first.err).toContain('\n  baseline   FOLDER/deep/known.json, written anew at the end\n');
  expect(first.err).toContain('\nFOLDER/deep/known.json: 2 findings added, 0 taken out\n');
  const written = readFileSync(file, 'utf8');
  expect(written).toMatchSnapshot();

  const second = await run(twoFound, '--baseline', file);
  expect(second.code).toBe(0);
  expect(second.out).toContain('Known finding 1 of 3: leaked-handle socket');
  expect(second.out).toMatch(/\nexit 0: 2 findings known, none new\n$/);

  const worse = { ...twoFound, findings: [...twoFound.findings, { ...surprise, fingerprint: '11' }] };
  expect((await run(worse, '--baseline', file)).code).toBe(1);

  const mended = { ...twoFound, findings: [surprise] };
  const third = await run(mended, '--baseline', file);
  expect(third.code).toBe(0);
  expect(third.out).toContain(
    '  GONE leaked-handle timer in btw/leaves/per-call, fingerprint ff, known since 2026-11-28, today\n',
  );
  expect(readFileSync(file, 'utf8')).toBe(written);
  const last = await run(mended, '--baseline', file, '--update-baseline');
  expect(last.err).toContain('0 findings added, 1 taken out');
  expect(parseBaseline(readFileSync(file, 'utf8'), file).findings).toHaveLength(1);
});

test('a run that was interrupted changes nothing, and says so', async () => {
  const { code, err } = await run(
    { ...twoFound, interrupted: true },
    '--baseline',
    file,
    '--update-baseline',
  );
  expect(code).toBe(130);
  expect(err).toContain(
    'FOLDER/deep/known.json is not updated: interrupted; this is what was found until then',
  );
  expect(existsSync(file)).toBe(false);
});

test('the campaign is told what is known, so that --until-first passes it', async () => {
  await run(twoFound, '--baseline', file, '--update-baseline');
  const { seen } = await run(goodResult, '--baseline', file, '--until-first');
  expect([surprise, sampleFinding].map((finding) => seen[0]!.isKnown!(finding))).toEqual([true, false]);
});

test('what cannot be read is refused before anything runs, with exit code 2', async () => {
  const broken = join(folder, 'broken.json');
  writeFileSync(broken, '{"format":"closecall-baseline","version":1}');
  const refused = [
    await run(goodResult, '--baseline', file),
    await run(goodResult, '--baseline', broken),
    await run(goodResult, '--baseline', broken, '--update-baseline'),
    await run(goodResult, '--baseline', folder),
    await run(goodResult, '--update-baseline'),
    await run(goodResult, '--baseline', file, '--update-baseline', '--shard', '1/2'),
  ];
  expect(refused.map(({ seen }) => seen.length)).toEqual([0, 0, 0, 0, 0, 0]);
  expect(refused.map(({ code, err }) => `${code} ${err}`).join('')).toMatchSnapshot();
});

test('a shard is judged by it, and leaves its blob as it would be without', async () => {
  await run(twoFound, '--baseline', file, '--update-baseline');
  const part = { ...twoFound, shard: { nth: 1, of: 2 } };
  const { code } = await run(part, '--shard', '1/2', '--baseline', file, '--reporter', 'blob');
  expect(code).toBe(0);
  const blob = readFileSync(join(folder, 'blob-1-of-2.json'), 'utf8');
  expect(blob).not.toContain('knownSince');
  expect(blob).not.toContain('"baseline"');
});

test('merge-reports judges by it, and writes it', async () => {
  const plan = { cases: 7, isUntilFirst: false, isAudited: false, jobs: [] };
  const blobs: Blob[] = [{ format: 'closecall-blob', version: 1, plan, result: twoFound, repros: [] }];
  const merge = async (...argv: string[]): Promise<number> => {
    const campaign = fakeCampaign({
      readBlobs: async () => blobs,
      mergeBlobs: async () => ({ result: twoFound, repros: [] }),
    });
    return runCommandLine(['merge-reports', 'blobs', '--out', folder, ...argv], fakeHost(), campaign);
  };
  expect(await merge()).toBe(1);
  expect(await merge('--baseline', file)).toBe(2);
  expect(await merge('--baseline', file, '--update-baseline')).toBe(0);
  expect(await merge('--baseline', file)).toBe(0);
});
