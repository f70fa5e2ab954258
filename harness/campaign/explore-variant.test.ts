// Workers that die, spin, or never start; findings that change; and how an exploration is ended.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { ClosecallError } from '../model/closecall-error.ts';
import { exploreVariant, type ExploreVariantOptions, type VariantOutcome } from './explore-variant.ts';

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
    seed: 1,
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
  test('costs the case in flight, is told of with its last words, and is explored from the next case on', async () => {
    const { problems, tally } = await explore('exits', { cases: 6 });
    expect(problems).toEqual([
      {
        scenario: 'ends',
        variant: 'exits',
        caseIndex: 2,
        what: "the client's process exited with code 9; it last wrote: these are my last words",
        isOurs: false,
      },
      expect.objectContaining({ caseIndex: 5 }),
    ]);
    // What was not reported yet dies with a worker.
    expect(tally.cases).toBe(0);
  });

  test('by a signal is told of as such', async () => {
    const { problems } = await explore('dies', { cases: 4 });
    expect(problems).toMatchObject([
      { caseIndex: 2, what: "the client's process died by SIGKILL", isOurs: false },
    ]);
  });

  test('in its natural run is given up at once: every worker would die there', async () => {
    const { problems, tally } = await explore('exits at once');
    expect(problems).toMatchObject([
      {
        caseIndex: 0,
        what: "the client's process exited with code 0; that was before its first case, in the natural run",
        isOurs: false,
      },
    ]);
    expect(tally.cases).toBe(0);
  });

  test('while it is loaded is not blamed on the case that an earlier worker was at', async () => {
    const progressFile = join(mkdtempSync(join(tmpdir(), 'closecall-test-')), 'progress');
    const earlier = Buffer.alloc(16);
    earlier.writeDoubleLE(6);
    writeFileSync(progressFile, earlier);
    const { problems } = await explore('exits', { file: DIES_LOADING, progressFile });
    expect(problems).toMatchObject([
      { caseIndex: 0, what: expect.stringMatching(/code 5; that was before its first case/) as unknown },
    ]);
  });

  test('by an endless loop is ended when it has shown no sign of life for too long', async () => {
    const { problems, tally } = await explore('spins', { cases: 5, silenceLimitMs: 1_500 });
    expect(problems).toMatchObject([
      {
        caseIndex: 2,
        what: 'spun: no progress within 1.5 s inside this case; its process was ended',
        isOurs: false,
      },
    ]);
    expect(tally.cases).toBe(2);
  });
});

test('a scenario that does not load in the world is told of once, and is no bug of ours', async () => {
  const { problems } = await explore('default', { file: UNLOADABLE });
  expect(problems).toMatchObject([
    {
      caseIndex: 0,
      isOurs: false,
      what: expect.stringMatching(
        /unloadable\/scenario\.ts could not be loaded in the world: TypeError: .* has no actors/,
      ) as unknown,
    },
  ]);
});

test('a variant that is not there is a bug of ours: nobody should have asked', async () => {
  const { problems } = await explore('no-such-variant');
  expect(problems).toMatchObject([
    { isOurs: true, what: expect.stringContaining('no variant no-such-variant') as unknown },
  ]);
});

describe('a finding', () => {
  test('that does not hold in a second run is inconclusive, and is found in a later case in which it does', async () => {
    const { groups, tally } = await explore('differs at first', { cases: 3 });
    expect(tally).toMatchObject({ cases: 3, failed: 3, inconclusive: 1 });
    expect(groups).toMatchObject([{ found: { code: 'calm', firstCase: 1 }, count: 3, repro: 'saved' }]);
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
