// `lab score`: one hunt for each pair of releases and seed, and an orderly end in the middle of one.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ClosecallError } from '../model/closecall-error.ts';
import type { PairScore } from '../model/score.ts';
import { runCommandLine } from './run-command-line.ts';
import { fakeCampaign, fakeHost, sampleScenarios } from './tests/fake-host.ts';

type Hunted = { id: string; bad: string; good: string; node?: string; seed: number; battery: string };

/** A campaign whose hunts all find; `onHunt` is told of each. */
function hunting(hunted: Hunted[], onHunt = (): void => {}): ReturnType<typeof fakeCampaign> {
  return fakeCampaign({
    findScenarios: async (_, source) => [{ ...sampleScenarios[0]!, file: source!.files![0]! }],
    scoreBug: async ({ id, client }, { bad, good, node, seed, battery }): Promise<PairScore> => {
      onHunt();
      const versions = { bad: bad.version, good: good.version, ...(node && { node: node.version }) };
      hunted.push({ id, ...versions, seed, battery: battery.file });
      return {
        id,
        client,
        ...versions,
        seed,
        outcome: 'found',
        elapsedMs: 5_000,
        cases: 9,
      };
    },
  });
}

const out = mkdtempSync(join(tmpdir(), 'closecall-test-'));

test('hunts for each pair of a bug, with as many seeds as wanted, in the battery of its client', async () => {
  const [host, hunted]: [ReturnType<typeof fakeHost>, Hunted[]] = [fakeHost(), []];
  const argv = ['lab', 'score', 'undici#5360', '--seed', '7', '--repeat', '2', '--out', out, '--json'];
  expect(await runCommandLine(argv, host, hunting(hunted))).toBe(0);
  expect(hunted.map(({ bad, good, seed }) => `${bad} ${good} ${seed}`)).toEqual([
    '8.4.0 8.6.0 7',
    '8.4.0 8.6.0 8',
    '7.30.2 8.6.0 7',
    '7.30.2 8.6.0 8',
  ]);
  expect(hunted[0]!.battery).toMatch(/scenarios\/lab\/undici\/battery\.ts$/);
  expect((JSON.parse(host.out()) as { pairs: unknown[] }).pairs).toHaveLength(4);
  expect(host.err()).toContain('undici#5360 in 8.4.0, seed 7: found (5 s, 9 cases)\n');
});

test('hunts on the Node.js that is asked for, and says which release does not run there', async () => {
  const [host, hunted]: [ReturnType<typeof fakeHost>, Hunted[]] = [fakeHost(), []];
  const campaign = hunting(hunted);
  const { preparePackages } = campaign;
  campaign.preparePackages = async (specs, source) => {
    if (specs.some(({ wanted }) => wanted === '8.4.0'))
      throw new ClosecallError('ERR_WITH_LOAD', 'undici@8.4.0 does not load on Node 20');
    return preparePackages(specs, source);
  };
  const argv = ['lab', 'score', 'undici#5360', '--node', '20', '--out', out, '--json'];
  expect(await runCommandLine(argv, host, campaign)).toBe(125);
  expect(hunted).toMatchObject([{ bad: '7.30.2', node: '20' }]);
  expect((JSON.parse(host.out()) as { pairs: unknown[] }).pairs).toMatchObject([
    { bad: '8.4.0', node: '20', outcome: 'not run', why: 'undici@8.4.0 does not load on Node 20' },
    { bad: '7.30.2', node: '20', outcome: 'found' },
  ]);
});

test('a release that does not load on our own Node.js is refused', async () => {
  const campaign = fakeCampaign({
    preparePackages: async () => {
      throw new ClosecallError('ERR_WITH_LOAD', 'it does not load');
    },
  });
  expect(await runCommandLine(['lab', 'score', 'undici#5360', '--out', out], fakeHost(), campaign)).toBe(2);
});

test('an interrupt leaves out the hunt that it broke off, and exits 130', async () => {
  const [host, hunted]: [ReturnType<typeof fakeHost>, Hunted[]] = [fakeHost(), []];
  const campaign = hunting(hunted, () => {
    if (hunted.length === 1) host.interrupt();
  });
  expect(await runCommandLine(['lab', 'score', 'undici', '--out', out], host, campaign)).toBe(130);
  expect(hunted).toHaveLength(2);
  expect(host.out()).toContain('1 of 1 found; interrupted\n');
  expect(host.isWatched()).toBe(false);
});

test('a bug that nobody knows is refused with those there are, before anything is hunted', async () => {
  const host = fakeHost();
  expect(await runCommandLine(['lab', 'score', 'undici#1'], host, fakeCampaign())).toBe(3);
  expect(host.err()).toMatch(/unknown bug "undici#1"\. Known: undici#5360, /);
});
