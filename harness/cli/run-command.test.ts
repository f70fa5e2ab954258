// `closecall run` and merge-reports with a fake campaign: what goes to stdout, what to stderr, what to disk, and the exit code.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { ScenarioInfo } from '../campaign/campaign-options.ts';
import { parseBlob, type Blob } from '../model/blob.ts';
import type { CampaignResult } from '../model/campaign-result.ts';
import { badResult, goodResult, sampleFinding, sampleRepro } from '../model/tests/sample-result.ts';
import { runCommandLine } from './run-command-line.ts';
import { fakeCampaign, fakeHost, sampleScenarios } from './tests/fake-host.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'closecall-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
});
const plain = (text: string): string => text.replaceAll(folder, 'FOLDER');

/** The scenarios, with modules in folders that are there. */
const inFolder = (scenarios: readonly ScenarioInfo[]): ScenarioInfo[] =>
  scenarios.map((info) => {
    mkdirSync(join(folder, info.name), { recursive: true });
    return { ...info, file: join(folder, info.name, 'scenario.ts') };
  });

/** The exit code of a run with this result. */
const codeOf = (result: CampaignResult): Promise<number> =>
  runCommandLine(['run', '--out', folder], fakeHost(), fakeCampaign({ runCampaign: async () => result }));

/** Code and message of a run that starts nothing. */
const refuse = async (...argv: string[]): Promise<string> => {
  const [host, campaign] = [fakeHost(), fakeCampaign()];
  const code = await runCommandLine(['run', ...argv], host, campaign);
  expect([host.out(), campaign.seen]).toEqual(['', []]);
  return `${code} ${host.err()}`;
};

describe('run', () => {
  test('prints the configuration on stderr and the report on stdout', async () => {
    const [host, campaign] = [fakeHost(), fakeCampaign()];
    expect(await runCommandLine(['run', '--out', folder], host, campaign)).toBe(0);
    expect(plain(host.err())).toMatchInlineSnapshot(`
      "closecall 0.1.0 on Node 24.21.0
        seed       1
        explore    portfolio: all others that draw, in turn
        cases      1,000 per scenario and variant
        time       no budget
        workers    8
        kept cases tried first: those of the scenarios, and those in FOLDER
        repros     FOLDER
        reports    terminal on stdout
        scenarios  btw/leaves: shared, per-call
                   btw/renders: shared, per-call
                   plain-undici/agents: shared-agent, per-call-agent
      "
    `);
    expect(host.out()).toContain('Scenarios by variants');
    expect(host.out()).toMatch(/\nexit 0: every variant behaved as expected\n$/);
  });

  test('hands the campaign what was asked for', async () => {
    const [host, campaign] = [fakeHost({ parallelism: 3 }), fakeCampaign()];
    const argv =
      'run btw/leaves --variant shared --seed 7 --cases 5 --time-budget 2m --workers 9 --out'.split(' ');
    await runCommandLine([...argv, folder], host, campaign);
    expect(campaign.seen).toHaveLength(1);
    const { scenarios, seed, cases, timeBudgetMs, workers, outDir, nowMs } = campaign.seen[0]!;
    expect(scenarios.map(({ name, variants }) => [name, variants.length])).toEqual([['btw/leaves', 1]]);
    expect({ seed, cases, timeBudgetMs, workers, outDir }).toEqual({
      seed: 7,
      cases: 5,
      timeBudgetMs: 120_000,
      workers: 3,
      outDir: folder,
    });
    host.clock.ms = 99;
    expect(nowMs()).toBe(99);
  });

  test('runs on the packages that --with asks for, says which, and warns of those that nothing imported', async () => {
    const host = fakeHost();
    const campaign = fakeCampaign({
      preparePackages: async (specs, { onInstall }) => {
        specs.forEach(onInstall);
        return specs.map(({ name }) => ({ name, version: '8.5.0', folder: 'cache' }));
      },
      runCampaign: async ({ packages = [] }) => ({
        ...goodResult,
        with: packages.map(({ name, version }) => ({ name, version, isImported: name === 'undici' })),
      }),
    });
    const argv = ['run', 'btw', '--with', 'undici@8', '--with', 'other@latest', '--out', folder];
    expect(await runCommandLine(argv, host, campaign)).toBe(0);
    expect(
      host.err().replaceAll(folder, 'FOLDER').replace(campaign.seen[0]!.outDir, 'FOLDER'),
    ).toMatchSnapshot();
  });

  test('says the Node.js that clients run on, not its own, and never that nobody imported it', async () => {
    const [host, campaign] = [fakeHost(), fakeCampaign()];
    expect(await runCommandLine(['run', 'btw', '--node', '20.19.4', '--out', folder], host, campaign)).toBe(
      0,
    );
    expect(host.err().split('\n')[0]).toBe('closecall 0.1.0 on Node 20.19.4');
    expect(host.err()).toMatch(/^ {2}with {7}node@20\.19\.4$/m);
    expect(host.err()).not.toContain('warning');
    expect(campaign.seen[0]!.packages).toMatchObject([{ name: 'node', version: '20.19.4' }]);
  });

  test('draws a random seed once, uses it and says how to repeat it', async () => {
    const [host, campaign] = [fakeHost(), fakeCampaign()];
    await runCommandLine(['run', '--seed', 'random', '--out', folder], host, campaign);
    expect(campaign.seen[0]!.seed).toBe(4_242_424_242);
    expect(host.err()).toContain('seed       4242424242 (drawn; repeat with --seed 4242424242)');
  });

  test('saves repros where --out says, and gives their path to the campaign', async () => {
    const host = fakeHost();
    let path = '';
    const campaign = fakeCampaign({
      runCampaign: async ({ writeRepro }) => {
        path = writeRepro(sampleRepro);
        return goodResult;
      },
    });
    await runCommandLine(['run', '--out', join(folder, 'deep')], host, campaign);
    expect(path).toBe(join(folder, 'deep', 'btw-leaves-shared-use-after-close-0123456789ab.repro.json'));
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(sampleRepro);
  });

  test('with --reporter json has nothing but JSON on stdout, and the verdict on stderr', async () => {
    const host = fakeHost();
    await runCommandLine(['run', '--reporter', 'json', '--out', folder], host, fakeCampaign());
    expect(JSON.parse(host.out())).toMatchObject({ format: 'closecall-result', seed: 1, exit: { code: 0 } });
    expect(host.err()).toMatch(/\nexit 0: every variant behaved as expected\n$/);
  });

  test('with --reporter json=FILE writes the file and keeps the report on stdout', async () => {
    const host = fakeHost();
    const file = join(folder, 'results/result.json');
    const argv = ['run', '--reporter', `json=${file}`, '--out', folder];
    expect(await runCommandLine(argv, host, fakeCampaign())).toBe(0);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ findings: [{ count: 87 }] });
    expect(host.out()).toContain('Scenarios by variants');
  });

  test('with --reporter html and chrome-trace has both in the --out folder, and says what to do with them', async () => {
    const host = fakeHost();
    const argv = ['run', '--reporter', 'html', '--reporter', 'chrome-trace', '--out', folder];
    expect(await runCommandLine(argv, host, fakeCampaign())).toBe(0);
    const [page, trace] = [join(folder, 'report.html'), join(folder, 'chrome-trace.json')];
    expect(readFileSync(page, 'utf8')).toMatch(/^<!doctype html>/);
    expect(JSON.parse(readFileSync(trace, 'utf8'))).toMatchObject({ displayTimeUnit: 'ms' });
    expect(host.err()).toContain(`HTML report: open ${page} in a browser\n`);
    expect(host.err()).toContain(`Chrome trace: open ${trace} in ui.perfetto.dev or chrome://tracing\n`);
  });

  test('ends with the exit code of the result', async () => {
    expect(await codeOf(badResult)).toBe(4);
    expect(await codeOf({ ...goodResult, findings: [{ ...sampleFinding, isExpected: false }] })).toBe(1);
  });

  test('refuses an --out or a reporter file that cannot be written before anything runs', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    for (const argv of [
      ['run', '--out', join(file, 'out')],
      ['run', '--out', folder, '--reporter', `json=${join(file, 'x.json')}`],
      ['run', '--out', folder, '--reporter', `json=${folder}`],
    ]) {
      const [host, campaign] = [fakeHost(), fakeCampaign()];
      expect(await runCommandLine(argv, host, campaign)).toBe(2);
      expect(campaign.seen).toEqual([]);
      expect(host.err()).toMatch(/^closecall: cannot write to .*\n$/);
    }
  });

  test('writes the other reports when one cannot be written after all, and exits 2', async () => {
    const host = fakeHost();
    const [bad, good] = [join(folder, 'sub/a.json'), join(folder, 'b.json')];
    const argv = ['run', '--reporter', `json=${bad}`, '--reporter', `json=${good}`, '--out', folder];
    const campaign = fakeCampaign({
      runCampaign: async () => {
        // The folder was there for the probe, and a file is in its place when the report is written.
        rmSync(join(folder, 'sub'), { recursive: true });
        writeFileSync(join(folder, 'sub'), '');
        return goodResult;
      },
    });
    expect(await runCommandLine(argv, host, campaign)).toBe(2);
    expect(host.err()).toContain('closecall: cannot write to');
    expect(host.out()).toContain('Scenarios by variants');
    expect(existsSync(good)).toBe(true);
  });

  test('refuses unknown names with the nearest, and exits 3 when nothing matched', async () => {
    expect(await refuse('btw/leafs')).toBe(
      '2 closecall: unknown scenario "btw/leafs". Did you mean "btw/leaves"?\n',
    );
    expect(await refuse('--variant', 'shard')).toBe(
      '2 closecall: unknown variant "shard". Did you mean "shared"?\n',
    );
    expect(await refuse('x*')).toBe('3 closecall: nothing matched x*. closecall list shows what there is.\n');
  });
});

describe('run in parts', () => {
  test('says which part it is, and who said so, and hands it over with what else was asked for', async () => {
    const variables = { CI_NODE_INDEX: '2', CI_NODE_TOTAL: '5' };
    const host = { ...fakeHost({ variables }), root: folder };
    const campaign = fakeCampaign();
    const argv = ['run', '--until-first', '--save', '--out', folder, '--reporter', 'blob'];
    const saving = fakeCampaign({ findScenarios: async () => inFolder(sampleScenarios) });
    expect(await runCommandLine(argv, host, saving)).toBe(0);
    expect(saving.seen[0]).toMatchObject({ shard: { nth: 2, of: 5 }, isUntilFirst: true });
    expect(saving.seen[0]!.corpus).toMatchObject({ root: host.root });
    expect(plain(host.err())).toMatchSnapshot();
    await runCommandLine(['run', '--no-corpus', '--shard', '1/1', '--out', folder], host, campaign);
    expect(campaign.seen[0]).toMatchObject({ shard: { nth: 1, of: 1 } });
    expect(campaign.seen[0]!.corpus).toBeUndefined();
    expect(host.err()).toContain('kept cases not tried');
  });

  test('refuses a part that cannot be before anything runs', async () => {
    const [host, campaign] = [fakeHost({ variables: { JOB_COMPLETION_INDEX: '3' } }), fakeCampaign()];
    expect(await runCommandLine(['run', '--out', folder], host, campaign)).toBe(2);
    expect(host.err()).toMatch(/^closecall: JOB_COMPLETION_INDEX=3 says /);
    expect(campaign.seen).toEqual([]);
  });

  test('leaves a blob named after the part, with the repros of what it found', async () => {
    const argv = ['run', '--shard', '2/5', '--reporter', 'blob', '--out', folder, '--cases', '7'];
    const shard = { nth: 2, of: 5 };
    const campaign = fakeCampaign({ runCampaign: async () => ({ ...goodResult, shard }) });
    expect(await runCommandLine(argv, fakeHost(), campaign)).toBe(0);
    const file = join(folder, 'blob-2-of-5.json');
    const { plan, repros, result } = parseBlob(readFileSync(file, 'utf8'), file)!;
    expect(plan).toMatchObject({
      cases: 7,
      isUntilFirst: false,
      jobs: expect.arrayContaining(['btw/leaves/shared']) as string[],
    });
    expect(repros).toEqual([sampleRepro]);
    expect(result).toEqual({ ...goodResult, shard });
  });

  test('is put together by merge-reports, with repros where --out says', async () => {
    const plan = { cases: 7, isUntilFirst: false, isAudited: false, jobs: [] };
    const blobs = [{ format: 'closecall-blob', version: 1, plan, result: goodResult, repros: [] } as const];
    const campaign = fakeCampaign({
      readBlobs: async () => blobs as unknown as Blob[],
      mergeBlobs: async () => ({ result: goodResult, repros: [sampleRepro] }),
    });
    const [host, json] = [fakeHost(), fakeHost()];
    expect(await runCommandLine(['merge-reports', 'blobs', '--out', folder], host, campaign)).toBe(0);
    expect(plain(host.out())).toContain(
      'replay FOLDER/btw-leaves-shared-use-after-close-0123456789ab.repro.json',
    );
    expect(host.err()).toBe('closecall 0.1.0: merging 1 blob of blobs, seed 1\n');
    expect(readFileSync(join(folder, 'matrix.md'), 'utf8')).toContain('btw/leaves');
    const argv = ['merge-reports', 'blobs', '--out', folder, '--reporter', 'json'];
    expect(await runCommandLine(argv, json, campaign)).toBe(0);
    expect(JSON.parse(json.out())).toMatchObject({ format: 'closecall-result', exit: { code: 0 } });
  });
});

describe('run --save', () => {
  test('copies what is new beside its scenario, once, and says so', async () => {
    const scenarios = inFolder(sampleScenarios);
    const campaign = fakeCampaign({
      findScenarios: async () => scenarios,
      runCampaign: async ({ writeRepro }) => ({
        ...goodResult,
        findings: [
          { ...sampleFinding, repro: writeRepro(sampleRepro) },
          { ...sampleFinding, repro: '' },
        ],
      }),
    });
    const [first, second] = [
      { ...fakeHost(), root: folder },
      { ...fakeHost(), root: folder },
    ];
    const argv = ['run', '--save', '--out', join(folder, 'out')];
    expect(await runCommandLine(argv, first, campaign)).toBe(0);
    const file = 'btw/leaves/repros/btw-leaves-shared-use-after-close-0123456789ab.repro.json';
    expect(first.err()).toContain(`\nsaved ${file}\n`);
    expect(JSON.parse(readFileSync(join(folder, file), 'utf8'))).toEqual(sampleRepro);
    await runCommandLine(argv, second, campaign);
    expect(second.err()).not.toContain('\nsaved ');
  });

  test('is refused, before anything runs, where nothing can be kept beside a scenario', async () => {
    const [info] = inFolder(sampleScenarios);
    // A file in the place of the folder: also who may write everywhere cannot write there.
    writeFileSync(join(folder, 'btw/leaves/repros'), '');
    const [host, campaign] = [fakeHost(), fakeCampaign({ findScenarios: async () => [info!] })];
    expect(await runCommandLine(['run', '--save', '--out', folder], host, campaign)).toBe(2);
    expect(campaign.seen).toEqual([]);
    expect(plain(host.err())).toMatchInlineSnapshot(`
      "closecall: --save: repros of btw/leaves go to FOLDER/btw/leaves/repros: cannot write to FOLDER/btw/leaves/repros: a file is in the place of the folder (EEXIST). Make it writable, or run without --save.
      "
    `);
  });
});

test('run --confirm says so before the run, hands the number over, and tells which finding is tried', async () => {
  const host = fakeHost();
  const campaign = fakeCampaign({
    runCampaign: async ({ onConfirm }) => {
      onConfirm?.(1, 2);
      return goodResult;
    },
  });
  expect(await runCommandLine(['run', '--confirm', '4', '--out', folder], host, campaign)).toBe(0);
  expect(campaign.seen[0]).toMatchObject({ confirm: 4 });
  expect(host.err()).toContain('\n  confirm    each finding 4 times on real sockets\n');
  expect(host.err()).toContain('\nfinding 1 of 2: trying it on real sockets\n');
});
