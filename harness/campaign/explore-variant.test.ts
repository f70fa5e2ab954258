// Workers that die, spin, or never start; findings that change; and how an exploration is ended.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { ClosecallError } from '../model/closecall-error.ts';
import { exploreVariant, type ExploreVariantOptions } from './explore-variant.ts';
import { progressWriter } from './progress-file.ts';
import type { VariantOutcome } from './variant-state.ts';
import { WORKER_BOUNDS } from './worker-bounds.ts';
import { emptyTally } from './worker-protocol.ts';

const ENDS = fileURLToPath(new URL('./tests/ends/scenario.ts', import.meta.url));
const DIES_LOADING = fileURLToPath(new URL('./tests/dies-loading/scenario.ts', import.meta.url));
const UNLOADABLE = fileURLToPath(new URL('./tests/unloadable/scenario.ts', import.meta.url));

async function explore(
  variant: string,
  change: Partial<ExploreVariantOptions> = {},
): Promise<VariantOutcome> {
  return exploreVariant({
    file: ENDS,
    scenario: 'ends',
    variant,
    draw: { seed: 1, explore: 'deviations' },
    cases: 8,
    progressFile: join(mkdtempSync(join(tmpdir(), 'closecall-test-')), 'progress'),
    budgetMs: undefined,
    nowMs: () => 0,
    signal: undefined,
    onFound: () => 'saved',
    onBatch: () => {},
    ...change,
  });
}

describe.concurrent('a client that takes its process down', () => {
  test('costs nothing but the case in flight: what was not reported yet was noted, and the next worker goes on behind it', async () => {
    const { problems, deaths, tally } = await explore('exits', { cases: 6 });
    expect(deaths).toEqual([
      { index: 2, code: 'exit-code:9' },
      { index: 5, code: 'exit-code:9' },
    ]);
    expect(tally).toMatchObject({ cases: 6, failed: 0, inconclusive: 2 });
    // It exits in the sixth run of a process, whatever the case: alone, the case does nothing of the kind.
    expect(problems).toEqual([
      {
        kind: 'not-repeated',
        scenario: 'ends',
        variant: 'exits',
        caseIndex: 2,
        what: "the client's process exited with code 9; it last wrote: these are my last words; alone in a process this case does not do that: what ran before it plays a part",
      },
      expect.objectContaining({ caseIndex: 5 }),
    ]);
  });

  test('by a signal is told of as such', async () => {
    const { deaths, problems } = await explore('dies', { cases: 4 });
    expect(deaths).toEqual([{ index: 2, code: 'signal:SIGKILL' }]);
    expect(problems[0]!.what).toMatch(/^the client's process died by SIGKILL;/);
  });

  test('in its natural run is a finding, and ends the exploration: every worker would die there', async () => {
    const { problems, tally, groups } = await explore('dies at once');
    expect(groups).toMatchObject([
      {
        found: { oracle: 'crash', code: 'signal:SIGKILL', firstCase: 0, steps: 0, traceHash: '' },
        count: 1,
        repro: 'saved',
      },
    ]);
    expect(problems).toMatchObject([{ kind: 'given-up', caseIndex: 0 }]);
    expect(tally).toMatchObject({ cases: 1, failed: 1 });
  });

  test('in every case is given up after a number of deaths in a row', async () => {
    const { problems, tally, groups } = await explore('dies in every case but the natural one', {
      cases: 30,
      deathsInARowMax: 3,
    });
    expect(groups).toMatchObject([
      { found: { code: 'signal:SIGKILL', firstCase: 1 }, count: 3, lastCase: 3 },
    ]);
    expect(problems).toMatchObject([
      {
        kind: 'given-up',
        caseIndex: 3,
        what: 'the last 3 cases each took the process down: 26 were not run',
      },
    ]);
    expect(tally).toMatchObject({ cases: 4, failed: 3 });
  });

  test('while it is loaded is not blamed on the case that an earlier worker was at', async () => {
    const progressFile = join(mkdtempSync(join(tmpdir(), 'closecall-test-')), 'progress');
    progressWriter(progressFile)({
      index: 6,
      from: 0,
      tally: emptyTally(),
      counts: {},
      last: {},
      hashes: [],
    });
    const { problems, deaths } = await explore('exits', { file: DIES_LOADING, progressFile });
    expect(deaths).toEqual([]);
    expect(problems).toMatchObject([
      { kind: 'scenario', caseIndex: 0, what: expect.stringMatching(/code 5.*module was loaded/) as unknown },
    ]);
  });

  test('by an endless loop is ended when it has taken too much of the processor', async () => {
    const bounds = { ...WORKER_BOUNDS, spinCpuMs: 1_500 };
    const { deaths, problems, tally } = await explore('spins', { cases: 5, bounds });
    expect(deaths).toEqual([{ index: 2, code: 'spin' }]);
    expect(problems[0]!.what).toMatch(/^spun: one run took more than 1\.5 s of processor time;/);
    expect(tally.cases).toBe(5);
  });
});

test('an exit that the client asks for is seen without losing the process, with the place it was asked for', async () => {
  const { groups, deaths, tally } = await explore('exits at once');
  expect(deaths).toEqual([]);
  expect(groups).toMatchObject([
    {
      found: {
        oracle: 'crash',
        code: 'process-exit',
        firstCase: 0,
        message: 'the client ended its process: process.exit(0)',
        places: [expect.objectContaining({ label: 'ended' })],
      },
      count: 8,
    },
  ]);
  expect(tally).toMatchObject({ cases: 8, failed: 8 });
});

test("a route's function that throws is the scenario's fault, and no finding", async () => {
  const { groups, problems } = await explore('asks a broken route');
  expect(groups).toEqual([]);
  expect(problems).toMatchObject([
    {
      kind: 'scenario',
      what: expect.stringMatching(
        /^the gateway's route "broken" threw .* GET \/broken: Error: no answer/,
      ) as unknown,
    },
  ]);
});

test("an answer that waits for a request that nobody makes is the scenario's fault, and no hang of the client", async () => {
  const { groups, problems } = await explore('asks a route that waits for another');
  expect(groups).toEqual([]);
  expect(problems).toMatchObject([
    {
      kind: 'scenario',
      what: expect.stringMatching(
        /^reader waits for an answer .* when the route "broken" is asked/,
      ) as unknown,
    },
  ]);
});

test('a scenario that does not load in the world is told of once, and is no bug of ours', async () => {
  const { problems } = await explore('default', { file: UNLOADABLE });
  expect(problems).toMatchObject([
    {
      kind: 'scenario',
      caseIndex: 0,
      what: expect.stringMatching(
        /unloadable\/scenario\.ts could not be loaded in the world: TypeError: .* has no actors/,
      ) as unknown,
    },
  ]);
});

test('a variant that is not there is a bug of ours: nobody should have asked', async () => {
  const { problems } = await explore('no-such-variant');
  expect(problems).toMatchObject([
    { kind: 'bug', what: expect.stringContaining('no variant no-such-variant') as unknown },
  ]);
});

describe('a finding', () => {
  test('that does not hold in a second run is inconclusive, and is found in a later case in which it does', async () => {
    const { groups, tally } = await explore('differs at first', { cases: 3 });
    expect(tally).toMatchObject({ cases: 3, failed: 3, inconclusive: 1 });
    expect(groups).toMatchObject([
      { found: { code: 'calm', firstCase: 1 }, count: 2, lastCase: 2, repro: 'saved' },
    ]);
  });

  test('is one of several in a case, each shrunk for itself and counted in all cases', async () => {
    const found: string[] = [];
    const { groups, tally } = await explore('has three faults', {
      cases: 20,
      onFound: ({ code }) => {
        found.push(code);
        return `${code}.json`;
      },
    });
    expect(found.toSorted()).toEqual(['calm', 'quiet', 'still']);
    const still = groups.find((group) => group.found.code === 'still')!;
    expect(still.found.steps).toBe(2);
    expect(still.repro).toBe('still.json');
    expect(still.count).toBeLessThan(20);
    expect(groups.filter(({ count }) => count === 20)).toHaveLength(2);
    expect(tally).toMatchObject({ cases: 20, failed: 20, inconclusive: 0 });
  });

  test('whose case breaks the process is seen in one of its own, and so are the cases behind it', async () => {
    const { groups, tally, divergences } = await explore('throws for good', { cases: 12 });
    expect(divergences).toEqual([]);
    expect(tally).toMatchObject({ cases: 12, failed: 6, inconclusive: 0 });
    expect(groups).toMatchObject([{ found: { oracle: 'crash', shrinkRuns: 0 }, count: 6 }]);
    const { places, timeline } = groups[0]!.found;
    expect(places).toHaveLength(1);
    expect(timeline?.marks.length).toBeGreaterThan(3);
  });

  test('that cannot be saved ends the exploration with the reason', async () => {
    const refusal = new ClosecallError('ERR_OUT', 'no space left');
    const exploring = explore('has three faults', {
      cases: 1_000_000,
      onFound: () => {
        throw refusal;
      },
    });
    await expect(exploring).rejects.toBe(refusal);
  });
});

describe('an exploration', () => {
  test('that was aborted before it began runs no case', async () => {
    const { tally, problems } = await explore('is calm', { cases: 1_000_000, signal: AbortSignal.abort() });
    expect(tally.cases).toBeLessThan(1_000);
    expect(problems).toEqual([]);
  });

  test('ends soon after it is aborted, with what it has', async () => {
    const controller = new AbortController();
    const { tally, problems } = await explore('is calm', {
      cases: 1_000_000,
      signal: controller.signal,
      onBatch: () => controller.abort(),
    });
    expect(tally.cases).toBeGreaterThanOrEqual(100);
    expect(tally.cases).toBeLessThan(10_000);
    expect(problems).toEqual([]);
  });

  test('ends with its budget of time', async () => {
    let nowMs = 0;
    const batches: number[] = [];
    const { tally } = await explore('is calm', {
      cases: 1_000_000,
      budgetMs: 10,
      nowMs: () => nowMs,
      onBatch: (cases) => {
        batches.push(cases);
        nowMs += 5;
      },
    });
    expect(batches.slice(0, 2)).toEqual([100, 200]);
    expect(tally.cases).toBeLessThan(10_000);
  });
});
