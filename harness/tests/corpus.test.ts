// What a run kept is what the next one tries first, the whole line: from the folder to the findings, and back into a folder.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { CampaignOptions } from '../campaign/campaign-options.ts';
import { decideExit } from '../campaign/exit-code.ts';
import { JOURNAL_FILE } from '../campaign/journal.ts';
import { runCampaign } from '../campaign/run-campaign.ts';
import { endsCampaign, endsScenario } from '../campaign/tests/ends-campaign.ts';
import type { CampaignResult } from '../model/campaign-result.ts';
import type { Repro } from '../model/repro.ts';
import { writeRepro } from '../report/write-repro.ts';
import { makeFolder } from './explore-for-test.ts';

const FAULTY = 'has three faults';
const refuseUnreadable = (why: string): never => {
  throw new Error(why);
};

/** A run that keeps what it finds in `folder`, and tries first what is there. */
const run = (folder: string, change: Partial<CampaignOptions> = {}): Promise<CampaignResult> =>
  runCampaign(
    endsCampaign(folder, {
      scenarios: [endsScenario(FAULTY)],
      cases: 20,
      writeRepro: (repro) => writeRepro(folder, repro),
      corpus: { root: folder, onUnreadable: refuseUnreadable },
      ...change,
    }),
  );

let first: CampaignResult;
let repros: Repro[];
beforeAll(async () => {
  const folder = makeFolder();
  first = await run(folder);
  repros = first.findings.map(({ repro }) => JSON.parse(readFileSync(repro, 'utf8')) as Repro);
});

/** A folder with these repros. */
function keep(...kept: Repro[]): string {
  const folder = makeFolder();
  for (const repro of kept) writeRepro(folder, repro);
  return folder;
}
const still = (): Repro => repros.find(({ code }) => code === 'still')!;
const changed = (repro: Repro): Repro => ({ ...repro, sourceHash: '0'.repeat(16) });

describe('a run after one that found something', () => {
  test('finds the same in the same cases, without shrinking it again, and says that it was kept', async () => {
    expect(first.findings.map(({ code }) => code).toSorted()).toEqual(['calm', 'quiet', 'still']);
    const again = await run(keep(...repros));
    expect(again.corpus.map(({ answer, changes }) => [answer, changes])).toEqual(
      first.findings.map(() => ['still fails', []]),
    );
    // A kept case is not drawn: there is nothing before it.
    const seen = ({ findings }: CampaignResult): unknown[] =>
      findings.map((finding) => ({
        ...finding,
        timelineBefore: undefined,
        repro: '',
        shrinkRuns: 0,
        kept: '',
      }));
    expect(seen(again)).toEqual(seen(first));
    expect(again.findings.map(({ shrinkRuns }) => shrinkRuns)).toEqual([0, 0, 0]);
    for (const { kept, repro } of again.findings) expect(kept).toBe(repro);
    expect(decideExit(again)).toEqual(decideExit(first));
  });

  test('finds what only a kept case shows, and says so in its exit', async () => {
    const alone = await run(keep(still()), { cases: 1 });
    const finding = alone.findings.find(({ code }) => code === 'still')!;
    expect(finding).toMatchObject({ count: 0, firstCase: still().caseIndex, shrunk: still().case });
    expect(decideExit(alone)).toEqual({
      code: 1,
      why: ['3 unexpected findings, taken for 2 defects, 1 in kept cases alone'],
    });
  });

  test('finds anew what is expected, whatever was kept: an expectation is about new cases', async () => {
    const [info] = [endsScenario(FAULTY)];
    const expectation = { oracle: 'invariant', code: 'still', fromCases: 15 } as const;
    const scenarios = [
      { ...info, variants: info.variants.map((variant) => ({ ...variant, expect: [expectation] })) },
    ];
    const [without, withIt, few] = [
      await run(makeFolder(), { scenarios }),
      await run(keep(still()), { scenarios }),
      await run(keep(still()), { scenarios, cases: 1 }),
    ];
    const shown = ({ findings, variants }: CampaignResult): unknown => [
      findings.map((finding) => ({ ...finding, repro: basename(finding.repro) })),
      variants,
    ];
    expect(shown(withIt)).toEqual(shown(without));
    expect(withIt.corpus).toMatchObject([{ answer: 'still fails', isExpected: true }]);
    expect(few.corpus).toMatchObject([{ answer: 'still fails', isExpected: true }]);
    expect(few.variants[0]!.expected).toMatchObject([{ outcome: 'not judged' }]);
    expect(few.findings.map(({ code }) => code)).not.toContain('still');
  });
});

describe('a kept case', () => {
  test('is retried where sources have changed, shrunk again, and saved as it is now', async () => {
    const folder = keep(changed(still()));
    const result = await run(folder, { cases: 1 });
    expect(result.corpus).toMatchObject([
      {
        answer: 'still fails',
        changes: ['the source of the scenario or of the client has changed'],
        neighbour: 0,
      },
    ]);
    const finding = result.findings.find(({ kept }) => kept !== undefined)!;
    expect(finding).toMatchObject({ fingerprint: still().fingerprint, shrunk: still().case });
    expect(finding.shrinkRuns).toBeGreaterThan(0);
    expect(JSON.parse(readFileSync(finding.repro, 'utf8'))).toEqual(still());
  });

  test('no longer fails when neither it nor a neighbour does', async () => {
    const mended = { ...changed(still()), case: { ...still().case, variant: 'is calm' } };
    const result = await run(keep(mended), { scenarios: [endsScenario('is calm')] });
    expect(result.corpus).toMatchObject([{ answer: 'no longer fails', variant: 'is calm' }]);
    expect(decideExit(result).code).toBe(0);
  });

  test('still fails when its run is the same and only its fingerprint is another', async () => {
    const renamed = { ...still(), fingerprint: '0'.repeat(12) };
    const result = await run(keep(renamed), { cases: 1 });
    expect(result.corpus).toMatchObject([{ answer: 'still fails', changes: [], neighbour: 0 }]);
    const finding = result.findings.find(({ kept }) => kept !== undefined)!;
    expect(finding.fingerprint).toBe(still().fingerprint);
    expect(JSON.parse(readFileSync(finding.repro, 'utf8'))).toEqual(still());
  });

  test('has diverged when nothing has changed but its trace; that alone fails no run', async () => {
    const other = { ...still(), traceHash: '0'.repeat(16) };
    const calm = { ...other, case: { ...still().case, variant: 'is calm' } };
    const result = await run(keep(calm), { scenarios: [endsScenario('is calm')] });
    expect(result.corpus).toMatchObject([{ answer: 'diverged', changes: [] }]);
    expect(decideExit(result).code).toBe(0);
  });

  test('that takes its process down is tried in one of its own', async () => {
    const folder = makeFolder();
    const variant = 'dies in every case but the natural one';
    const scenarios = [endsScenario(variant)];
    const [before, after] = [
      await run(folder, { scenarios, cases: 3 }),
      await run(folder, { scenarios, cases: 3 }),
    ];
    expect(before.findings).toMatchObject([{ code: 'signal:SIGKILL', firstCase: 1, count: 2 }]);
    expect(after.corpus.map(({ answer }) => answer)).toEqual(['still fails']);
    expect(after.findings).toMatchObject([
      { code: 'signal:SIGKILL', firstCase: 1, count: 2, kept: before.findings[0]!.repro, shrinkRuns: 0 },
    ]);
  });

  test('is only told of when another with its finding has failed already', async () => {
    const folder = keep(still());
    writeFileSync(join(folder, 'z-the-same.repro.json'), JSON.stringify(still()));
    const result = await run(folder, { cases: 1 });
    expect(result.corpus).toHaveLength(1);
  });

  test('that is none is named, and nothing else is lost', async () => {
    const folder = keep(still());
    writeFileSync(join(folder, 'a.repro.json'), '{');
    const said: string[] = [];
    const result = await run(folder, {
      cases: 1,
      corpus: { root: folder, onUnreadable: (why) => said.push(why) },
    });
    expect(said).toEqual([
      expect.stringMatching(/a\.repro\.json: not a readable repro: it is not valid JSON/),
    ]);
    expect(result.corpus).toHaveLength(1);
  });

  test('is not tried when the run is a later shard, nor without a corpus', async () => {
    const folder = keep(still());
    expect((await run(folder, { cases: 2, shard: { nth: 2, of: 2 } })).corpus).toEqual([]);
    const { corpus: _, ...options } = endsCampaign(folder, { scenarios: [endsScenario(FAULTY)], cases: 1 });
    expect((await runCampaign(options)).corpus).toEqual([]);
  });
});

describe('a run that ends at its first finding', () => {
  test('ends at a kept case that fails unexpectedly, and leaves the rest untried', async () => {
    const scenarios = [endsScenario(FAULTY, 'is calm')];
    const result = await run(keep(...repros), { scenarios, workers: 1, isUntilFirst: true });
    expect(result.corpus.filter(({ answer }) => answer === 'still fails')).toHaveLength(1);
    expect(result).toMatchObject({ isUntilFirst: true, interrupted: false, cases: 0 });
    expect(decideExit(result)).toMatchObject({
      code: 1,
      why: [expect.stringContaining('1 unexpected finding'), 'ended there, as --until-first asks'],
    });
  });

  test('ends soon after a new one, with it checked and saved, and is taken up again without the flag', async () => {
    const folder = makeFolder();
    const scenarios = [endsScenario('is calm', FAULTY, 'exits at once')];
    const options = { scenarios, workers: 1, cases: 2_000 };
    const result = await run(folder, { ...options, isUntilFirst: true });
    expect(result.variants.map(({ name }) => name)).toEqual(['is calm', FAULTY]);
    expect(result.variants[1]!.cases).toBeLessThan(2_000);
    expect(result.audit.findingsChecked).toBe(result.findings.length);
    expect(readdirSync(folder).filter((name) => name.endsWith('.repro.json'))).toHaveLength(
      result.findings.length,
    );
  });

  test('goes on when everything is expected', async () => {
    const result = await run(makeFolder(), { scenarios: [endsScenario('is calm')], isUntilFirst: true });
    expect(result.isUntilFirst).toBeUndefined();
    expect(result.cases).toBe(20);
  });
});

test('a run that is taken up again does not try what was kept a second time', async () => {
  const folder = keep(...repros);
  const whole = await run(folder);
  const lines = readFileSync(join(folder, JOURNAL_FILE), 'utf8').split('\n');
  const cut = lines.findIndex((line) => line.includes('"kind":"kept"')) + 1;
  writeFileSync(join(folder, JOURNAL_FILE), `${lines.slice(0, cut).join('\n')}\n`);
  const resumed = await run(folder, { isResumed: true });
  expect(resumed).toEqual(whole);
});

test('a run that is taken up again takes nothing for kept that it found itself', async () => {
  const folder = makeFolder();
  const whole = await run(folder);
  const [header] = readFileSync(join(folder, JOURNAL_FILE), 'utf8').split('\n');
  writeFileSync(join(folder, JOURNAL_FILE), `${header}\n`);
  const resumed = await run(folder, { isResumed: true });
  expect(resumed.corpus).toEqual([]);
  expect(resumed).toEqual(whole);
});
