// Whole commands with a fake campaign: what goes to stdout, what to stderr, what to disk, and the exit code.
import { describe, expect, test } from 'vitest';
import { ClosecallError } from '../model/closecall-error.ts';
import { sampleRepro } from '../model/tests/sample-result.ts';
import { sampleExplanation } from '../report/tests/sample-explanation.ts';
import { runCommandLine } from './run-command-line.ts';
import { fakeCampaign, fakeHost, sampleScenarios } from './tests/fake-host.ts';

/** What comes of an error inside a command. */
const fail = async (error: unknown): Promise<{ code: number; err: string }> => {
  const host = fakeHost();
  const campaign = fakeCampaign({
    findScenarios: async () => {
      throw error;
    },
  });
  return { code: await runCommandLine(['list'], host, campaign), err: host.err() };
};

describe('an error', () => {
  test('that was expected prints its message and no stack', async () => {
    const error = new ClosecallError(
      'ERR_X',
      'scenarios/a/scenario.ts does not load: x is\u001b[2J undefined',
      2,
    );
    expect(await fail(error)).toEqual({
      code: 2,
      err: String.raw`closecall: scenarios/a/scenario.ts does not load: x is\x1b[2J undefined` + '\n',
    });
  });

  test('of ours says so, with its stack, and exits 4', async () => {
    const { code, err } = await fail(new TypeError('x is undefined, Bearer abc'));
    expect(code).toBe(4);
    expect(err).toMatch(
      /^closecall: this is a bug in closecall, keep this output and report it:\nTypeError: x is undefined, Bearer \[scrubbed\]\n {4}at /,
    );
    expect((await fail('a string')).err).toContain('a string');
  });
});

describe('replay and retry', () => {
  const outcome = { file: 'a.repro.json', repro: sampleRepro, reasons: [], traceHash: 'ff' } as const;

  test('replay prints its screen, or JSON, and exits 1 when it reproduces', async () => {
    const campaign = fakeCampaign({
      replayFile: async (file, { root }) => {
        expect([file, root]).toEqual(['a.repro.json', fakeHost().root]);
        return { ...outcome, reasons: [], outcome: 'reproduced' };
      },
    });
    const [screen, json] = [fakeHost(), fakeHost()];
    expect(await runCommandLine(['replay', 'a.repro.json'], screen, campaign)).toBe(1);
    expect(screen.out()).toMatch(/\nexit 1: reproduced\n$/);
    expect(await runCommandLine(['replay', 'a.repro.json', '--json'], json, campaign)).toBe(1);
    expect(JSON.parse(json.out())).toMatchObject({ outcome: 'reproduced' });
  });

  test('explain prints its screen, or JSON, and exits 0 when there is something to explain', async () => {
    const campaign = fakeCampaign({
      explainFile: async (file, { root }) => {
        expect([file, root]).toEqual(['a.repro.json', fakeHost().root]);
        return {
          file,
          repro: sampleRepro,
          outcome: 'explained',
          changes: [],
          explanation: sampleExplanation,
        };
      },
    });
    const [screen, json] = [fakeHost(), fakeHost()];
    expect(await runCommandLine(['explain', 'a.repro.json'], screen, campaign)).toBe(0);
    expect(screen.out()).toMatch(/\nexit 0: explained with 253 runs\n$/);
    expect(screen.err()).toMatch(/^closecall .*, running the case and others like it\n$/);
    expect(await runCommandLine(['explain', 'a.repro.json', '--json'], json, campaign)).toBe(0);
    expect(JSON.parse(json.out())).toMatchObject({ outcome: 'explained', exit: { code: 0 } });
  });

  test('replay --loopback prints what its tries came to, or JSON, and exits 1 when one showed it', async () => {
    const tally = {
      confirmed: 2,
      notConfirmable: 0,
      sameTrace: 2,
      reasons: [],
      holders: [],
      unsettled: [],
      changes: [],
    };
    const campaign = fakeCampaign({
      replayOnLoopback: async (file, { root, tries }) => {
        expect([file, root]).toEqual(['a.repro.json', fakeHost().root]);
        return { file, repro: sampleRepro, outcome: 'confirmed', tries, ...tally };
      },
    });
    const [screen, json] = [fakeHost(), fakeHost()];
    expect(await runCommandLine(['replay', 'a.repro.json', '--loopback', '3'], screen, campaign)).toBe(1);
    expect(screen.out()).toMatch(/\nexit 1: confirmed 2 of 3 on real sockets\n$/);
    expect(await runCommandLine(['replay', 'a.repro.json', '--loopback', '--json'], json, campaign)).toBe(1);
    expect(JSON.parse(json.out())).toMatchObject({ confirmed: 2, tries: 10, notConfirmable: 0 });
  });

  test('retry hands over neighbours and seed, and exits 0 when it does not reproduce', async () => {
    const host = fakeHost();
    const campaign = fakeCampaign({
      retryFile: async (file, { neighbours, seed, onPrepared }) => {
        expect([neighbours, seed]).toEqual([5, 4_242_424_242]);
        onPrepared?.([{ name: 'node', version: '20.19.4', folder: 'cache' }]);
        return { file, repro: sampleRepro, outcome: 'not reproduced', neighbours, inconclusive: 0 };
      },
    });
    const argv = ['retry', 'a.repro.json', '--neighbours', '5', '--seed', 'random'];
    expect(await runCommandLine(argv, host, campaign)).toBe(0);
    expect(host.err()).toBe('closecall 0.1.0 on Node 20.19.4, retry with seed 4242424242\n');
  });
});

describe('list, help and version', () => {
  test('list shows every variant with what is expected of it', async () => {
    const host = fakeHost();
    expect(await runCommandLine(['list'], host, fakeCampaign())).toBe(0);
    expect(host.out()).toMatchInlineSnapshot(`
      "btw/leaves (scenarios/btw/leaves/scenario.ts)
        A BTW whose consumer leaves midway.
        - shared    expected to show use-after-close ERR_RELEASED_STATE within 500 cases
        - per-call  expected to be clean

      btw/renders (scenarios/btw/renders/scenario.ts)
        A BTW that is read to its end.
        - shared    expected to be clean
        - per-call  expected to be clean

      plain-undici/agents (scenarios/plain-undici/agents/scenario.ts)
        Two GETs on undici.
        - shared-agent    may show hang pending
        - per-call-agent  expected to be clean
      "
    `);
  });

  test('list has no line for a description that was left out', async () => {
    const host = fakeHost();
    const bare = sampleScenarios.slice(1, 2).map((info) => ({ ...info, description: '' }));
    await runCommandLine(['list'], host, fakeCampaign({ findScenarios: async () => bare }));
    expect(host.out()).toMatchInlineSnapshot(`
      "btw/renders (scenarios/btw/renders/scenario.ts)
        - shared    expected to be clean
        - per-call  expected to be clean
      "
    `);
  });

  test('list --json is JSON with relative paths', async () => {
    const host = fakeHost();
    await runCommandLine(['list', '--json'], host, fakeCampaign());
    expect(JSON.parse(host.out())).toMatchObject({
      format: 'closecall-list',
      scenarios: [{ name: 'btw/leaves', file: 'scenarios/btw/leaves/scenario.ts' }, {}, {}],
    });
  });

  test('list of nothing exits 3', async () => {
    const host = fakeHost();
    expect(await runCommandLine(['list'], host, fakeCampaign({ findScenarios: async () => [] }))).toBe(3);
    expect(host.err()).toMatchInlineSnapshot(`
      "closecall: no scenarios found: closecall looks for scenarios/**/scenario.ts and **/NAME.scenario.ts below this folder.
      "
    `);
  });

  test('help and version go to stdout, no command to stderr', async () => {
    const [help, version, none] = [fakeHost(), fakeHost(), fakeHost()];
    expect(await runCommandLine(['help'], help, fakeCampaign())).toBe(0);
    expect(help.out()).toContain('Usage: closecall COMMAND');
    expect(await runCommandLine(['--version'], version, fakeCampaign())).toBe(0);
    expect(version.out()).toBe('closecall 0.1.0\n');
    expect(await runCommandLine([], none, fakeCampaign())).toBe(2);
    expect([none.out(), none.err()]).toEqual([
      '',
      'closecall: no command. Use one of: run, replay, retry, bisect, explain, eject, lab run, lab score, merge-reports, init, list, help.\n',
    ]);
  });
});
