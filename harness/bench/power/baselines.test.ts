// Each measuring process runs, counts, and says so: a few runs of each, whatever they come to. What fast-check's scheduler finds is the
// same on every machine, so that it is asked for more.
import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import scenario from '../../../scenarios/btw/left-midway/scenario.ts';
import bootScenario from '../../../scenarios/event-stream/boot/scenario.ts';
import streamScenario from '../../../scenarios/event-stream/rotation/scenario.ts';
import { ROOT, scenarioFile } from '../../tests/explore-for-test.ts';
import { DEFECTS } from '../../tests/planted/defects.ts';
import { makeGarden, plant } from '../../tests/planted/plant.ts';
import type { Alarm } from './alarms.ts';
import { checkScheduled, meets } from './check-scheduled.ts';
import { judgeRun } from './judge-run.ts';
import { loadClient } from './scheduled-client.ts';
import type { ScheduledOutcome } from './scheduled-run.ts';

const client = await loadClient(ROOT);
const run = promisify(execFile);
const place = {
  file: scenarioFile('btw/left-midway'),
  scenario: 'btw/left-midway',
  variant: 'shared',
  wanted: [{ oracle: 'use-after-close', code: 'ERR_RELEASED_STATE' }],
};

async function runChild(script: string, order: object): Promise<unknown[]> {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const { stdout } = await run(process.execPath, ['--no-deprecation', file, JSON.stringify(order)]);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}

const attempt = {
  runs: expect.toSatisfy((runs: number) => runs > 0),
  cpuMs: expect.any(Number),
  isFound: expect.any(Boolean),
};

it.each([
  ['loopback', './stress-child.ts', 50],
  ['loopback-turns', './stress-child.ts', 50],
  ['injection', './stress-child.ts', 50],
  ['scheduler', './scheduler-child.ts', 20],
  ['scheduler-store', './scheduler-child.ts', 20],
])('the %s baseline runs and counts', async (contender, script, cap) => {
  const order = { ...place, contender, seeds: 1, cap, warmUpRuns: 2, done: [[]] };
  expect(await runChild(script, order)).toEqual([
    { contender, startCpuMs: expect.any(Number), at: 0, attempt },
  ]);
});

describe('at a planted defect', () => {
  const garden = makeGarden();
  afterAll(() => rmSync(garden, { recursive: true }));
  const defect = DEFECTS.find(({ name }) => name === 'delta-twice')!;
  const file = join(plant(garden, defect), 'scenarios/btw/renders/scenario.ts');
  const endless = DEFECTS.find(({ name }) => name === 'reconnect-after-stop')!;
  const about = {
    file,
    scenario: 'btw/renders',
    variant: 'per-call',
    wanted: [defect.caughtBy],
    warmUpRuns: 0,
  };

  it.each([
    ['loopback', './stress-child.ts'],
    ['scheduler', './scheduler-child.ts'],
  ])('%s tells of it by its oracles, unless that one is not believed', async (contender, script) => {
    const order = { ...about, contender, seeds: 1, cap: 50, done: [[]] };
    const [told] = await runChild(script, { ...order, oracles: { muted: [] } });
    expect(told).toMatchObject({ attempt: { runs: 1, isFound: true }, alarms: { delivery: 1 } });
    const [muted] = await runChild(script, { ...order, oracles: { muted: ['delivery'] } });
    expect(muted).toMatchObject({ attempt: { isFound: false } });
    expect(muted).toHaveProperty('alarms', {});
  });

  it.each([
    ['loopback', './stress-child.ts'],
    ['scheduler', './scheduler-child.ts'],
  ])('%s counts the alarms of so many runs', async (contender, script) => {
    const order = { ...about, contender, seeds: 1, cap: 50, done: [], oracles: { muted: [] }, cleanRuns: 6 };
    const counted = { at: 0, attempt: { runs: 6, isFound: false } };
    expect(await runChild(script, order)).toMatchObject([{ ...counted, alarms: { delivery: 6 } }]);
    const clean = { ...order, file: scenarioFile('btw/renders') };
    const [line] = await runChild(script, clean);
    expect(line).toMatchObject(counted);
    expect(line).not.toMatchObject({ alarms: { delivery: expect.anything() } });
  });

  it('a client that goes on without end is told of where nothing takes time', async () => {
    const { name, scenario: of, variant } = endless;
    const copy = join(plant(garden, endless), 'scenarios', of, 'scenario.ts');
    const order = { ...about, file: copy, scenario: of, variant, contender: 'scheduler', seeds: 1, cap: 50 };
    const [told] = await runChild('./scheduler-child.ts', { ...order, done: [[]], oracles: { muted: [] } });
    expect(told, name).toMatchObject({ attempt: { isFound: true }, alarms: { pending: 1 } });
  });
});

it('the explorer runs each strategy that it is asked for, seed by seed', async () => {
  const strategies = ['portfolio', 'uniform'].map((name) => ({
    name,
    seeds: [1, 2],
    tallies: [{ found: 0, missed: 0 }],
  }));
  const order = { ...place, strategies, cap: 200, warmUpRuns: 1, hopelessSeeds: 5 };
  const lines = await runChild('./explore-child.ts', order);
  expect(lines.map((line) => (line as { contender: string }).contender)).toEqual([
    'portfolio',
    'uniform',
    'portfolio',
    'uniform',
  ]);
  expect(lines).toEqual(lines.map(() => expect.objectContaining({ at: 0, attempt })));
});

describe("fast-check's scheduler", () => {
  const bounds = {
    client,
    seed: 1,
    numRuns: 300,
    actionsMax: 2,
    idleStepsMax: 12,
    isSlowStore: false,
    isWatched: false,
  };

  it.each([
    [scenario, 'shared', 'ERR_RELEASED_STATE'],
    [streamScenario, 'owned-by-client', 'ERR_SESSION_INVALIDATED'],
  ])('finds what $name shows in the generation %s', async (of, variant, code) => {
    expect(await checkScheduled(of, variant, meets(code), bounds)).toMatchObject({ isFound: true });
  });

  it.each([
    [scenario, 'ERR_RELEASED_STATE'],
    [streamScenario, 'ERR_SESSION_INVALIDATED'],
    [bootScenario, 'ERR_SESSION_INVALIDATED'],
  ])('finds nothing in $name with a session per call', async (of, code) => {
    expect(await checkScheduled(of, 'per-call', meets(code), bounds)).toEqual({ isFound: false, runs: 300 });
  });

  it.each([
    [scenario, 'safe-bytes'],
    [scenario, 'per-call'],
    [bootScenario, 'safe-bytes'],
  ])('has oracles that are silent in $name, %s', async (of, variant) => {
    const raised: Alarm[] = [];
    const judge = ({ hasCrashed, facts }: ScheduledOutcome): boolean => {
      raised.push(...judgeRun(facts));
      return hasCrashed;
    };
    const watched = { ...bounds, isWatched: true };
    expect(await checkScheduled(of, variant, judge, watched)).toEqual({ isFound: false, runs: 300 });
    expect(raised).toEqual([]);
  });
});
