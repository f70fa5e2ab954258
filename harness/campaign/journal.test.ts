// A campaign that was killed goes on where it was, and refuses to go on as another.
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import type { CampaignResult } from '../model/campaign-result.ts';
import { ClosecallError } from '../model/closecall-error.ts';
import { beginJournal, JOURNAL_FILE, readJournalSeed, resumeJournal, type JournalHeader } from './journal.ts';
import { runCampaign } from './run-campaign.ts';
import { endsCampaign } from './tests/ends-campaign.ts';
import type { VariantEntry } from './variant-state.ts';

const makeFolder = (): string => mkdtempSync(join(tmpdir(), 'closecall-test-'));
const header: JournalHeader = {
  format: 'closecall-journal',
  version: 1,
  explore: 'portfolio',
  seed: 7,
  cases: 10,
  shard: '1/1',
  pieces: 1,
  kept: [],
  isAudited: false,
  jobs: ['a/b'],
  sourceHash: '00',
  versions: { closecall: '0', node: 'v24', packages: {} },
};
const closed: VariantEntry = { kind: 'closed' };
const audited: VariantEntry = { kind: 'audited', next: 4 };

function reread(file: string, wanted = header): VariantEntry[] {
  const entries: VariantEntry[] = [];
  resumeJournal(file, wanted, (_job, entry) => entries.push(entry)).close();
  return entries;
}

function refusal(question: () => unknown): ClosecallError {
  try {
    question();
  } catch (error) {
    if (error instanceof ClosecallError) return error;
  }
  throw new Error('nothing was refused');
}

describe('a journal', () => {
  const file = join(makeFolder(), 'journal');
  test('gives back what was written, and takes more behind it', () => {
    const journal = beginJournal(file, header);
    journal.append(0, audited);
    journal.close();
    const again = resumeJournal(file, header, () => {});
    again.append(0, closed);
    again.close();
    expect(reread(file)).toEqual([audited, closed]);
    expect(readJournalSeed(file)).toBe(7);
  });

  test('loses a last line that was cut off, wherever it was cut, and only that', () => {
    const whole = readFileSync(file);
    const lastLine = whole.lastIndexOf(10, whole.length - 2) + 1;
    for (const end of [whole.length - 1, whole.length - 5, lastLine + 1]) {
      writeFileSync(file, whole);
      truncateSync(file, end);
      expect(reread(file)).toEqual([audited]);
      expect(readFileSync(file)).toHaveLength(lastLine);
    }
    writeFileSync(file, whole);
    appendFileSync(file, '\0\0\0\n');
    expect(reread(file)).toEqual([audited, closed]);
  });

  test('that is broken in the middle, empty or missing is refused', () => {
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('{"job"', '{"jo'));
    expect(refusal(() => reread(file))).toMatchObject({
      code: 'ERR_JOURNAL_BROKEN',
      message: expect.stringContaining('line 2 is not what closecall wrote') as unknown,
    });
    writeFileSync(file, '');
    expect(refusal(() => reread(file)).code).toBe('ERR_JOURNAL_BROKEN');
    expect(refusal(() => reread(`${file}-that-is-not-there`))).toMatchObject({
      code: 'ERR_NOTHING_TO_RESUME',
      exitCode: 2,
    });
  });

  test.each<[string, Partial<JournalHeader>, string]>([
    ['seed', { seed: 8 }, 'its seed is 7, not 8'],
    ['number of cases', { cases: 11 }, 'it has 10 cases per variant, not 11'],
    ['bound', { bound: 2 }, 'its bound is none, not 2'],
    ['choice of variants', { jobs: ['a/b', 'a/c'] }, 'it is not about a/c'],
    ['choice of fewer variants', { jobs: [] }, 'it is also about a/b'],
    ['source', { sourceHash: '01' }, 'the source of a scenario or of the client has changed'],
    ['version', { version: 2 }, 'its format is 1, not 2'],
    ['audit', { isAudited: true }, 'it was made without --check-determinism'],
    ['Node.js', { versions: { ...header.versions, node: 'v26' } }, 'has another version now'],
  ])('of another %s is refused, and the difference is named', (_what, change, why) => {
    beginJournal(file, header).close();
    const error = refusal(() => reread(file, { ...header, ...change }));
    expect(error).toMatchObject({ code: 'ERR_OTHER_CAMPAIGN', exitCode: 2 });
    expect(error.message).toContain(why);
  });
});

describe('a campaign whose process is killed', () => {
  let uninterrupted: CampaignResult;
  beforeAll(async () => {
    uninterrupted = await runCampaign(endsCampaign(makeFolder()));
  });

  test('has something to lose', () => {
    expect(uninterrupted.cases).toBe(1_000);
    expect(uninterrupted.findings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['calm', 'quiet', 'still', 'signal:SIGKILL', 'process-exit']) as unknown,
    );
  });

  test.each([
    ['batch', 0],
    ['batch', 5],
    ['repro', 0],
    ['repro', 3],
  ])('before %s %i has, when it is taken up again, the result of one that was not', async (when, count) => {
    const outDir = makeFolder();
    const script = fileURLToPath(new URL('./tests/killed-campaign.ts', import.meta.url));
    const { signal } = spawnSync(process.execPath, [script, outDir, when, String(count)]);
    expect(signal).toBe('SIGKILL');
    // A line that was being written.
    appendFileSync(join(outDir, JOURNAL_FILE), '{"job":0,"entry":{"kind":"bat');
    const reported: number[] = [];
    const resumed = await runCampaign(
      endsCampaign(outDir, {
        isResumed: true,
        onProgress: ({ casesDone }) => reported.push(casesDone),
      }),
    );
    expect(resumed).toEqual(uninterrupted);
    // It went on: what was known was not run again.
    if (count > 0) expect(reported[0]).toBeGreaterThan(100);
  });

  test('twice over, and taken up when it was complete, has nothing more to run', async () => {
    const outDir = makeFolder();
    await runCampaign(endsCampaign(outDir));
    const reported: unknown[] = [];
    const again = await runCampaign(
      endsCampaign(outDir, { isResumed: true, onProgress: (step) => reported.push(step) }),
    );
    expect(again).toEqual(uninterrupted);
    expect(reported).toEqual([]);
  });
});
