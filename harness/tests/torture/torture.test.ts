// 1,000 cases, some of which do the worst to their process: each of these is found under its own index, and the others do
// not notice.
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { exploreVariant } from '../../campaign/explore-variant.ts';
import type { VariantOutcome } from '../../campaign/variant-state.ts';
import { caseSource } from '../../generate/case-source.ts';
import { naturalCase } from '../../model/case.ts';
import { profileOf } from '../../model/profile.ts';
import { listNotes, runInWorld } from '../../simulate/tests/in-world.ts';
import { makeFolder, ROOT } from '../explore-for-test.ts';

const FILE = join(ROOT, 'harness/tests/torture/scenario.ts');

/** Small, so that the test is short: good cases take a few milliseconds and megabytes. */
const BOUNDS = { spinCpuMs: 800, silenceMs: 2_000, heapMb: 96, memoryMb: 420 };

/** Deeds whose process dies for real; the others are caught in the world. */
const DEADLY = /^(?:spin|out-of-memory|blocked|signal:SIG(?:SEGV|KILL|ABRT))/;

async function explore(variant: string, cases: number, seed: number): Promise<VariantOutcome> {
  return exploreVariant({
    file: FILE,
    scenario: 'torture',
    variant,
    draw: { seed, explore: 'deviations' },
    cases,
    bounds: BOUNDS,
    deathShrinkRuns: 1,
    progressFile: join(makeFolder(), 'progress'),
    budgetMs: undefined,
    nowMs: () => 0,
    signal: undefined,
    onFound: () => 'saved',
    onBatch: () => {},
  });
}

/** The codes that the cases of a seed have to show, by index, '' for good ones: told by a client that only notes them. */
async function listDeeds(cases: number, seed: number): Promise<string[]> {
  const natural = naturalCase('torture', 'mild');
  const [first] = await runInWorld(FILE, [natural]);
  const source = caseSource('torture', 'mild', profileOf(first!.trace, [], []), {
    seed,
    explore: 'deviations',
  });
  const runs = await runInWorld(
    FILE,
    Array.from({ length: cases }, (_, index) => source(index)),
  );
  return runs.map(({ trace }) => (listNotes(trace)[0] ?? '').replace(/^\d+ /, ''));
}

const withoutNumber = (name: string): string => name.replace(/ \d$/, '');

const counted = (names: readonly string[]): Record<string, number> =>
  Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]));

it('of 1,000 cases, every bad one is found under its own index and every good one is not', async () => {
  const cases = 500;
  const seen = await Promise.all(
    [1, 2].map(async (seed) => {
      const deeds = await listDeeds(cases, seed);
      return { deeds, outcome: await explore('tortured', cases, seed) };
    }),
  );
  expect(new Set(seen.flatMap(({ deeds }) => deeds)).size).toBeGreaterThan(14);
  for (const { deeds, outcome } of seen) {
    const bad = deeds.filter((name) => name !== '').map(withoutNumber);
    expect(outcome.problems).toEqual([]);
    expect(outcome.tally).toMatchObject({ cases, failed: bad.length, limited: 0, inconclusive: 0 });
    const deadly = deeds.flatMap((name, index) =>
      DEADLY.test(name) ? [{ index, code: withoutNumber(name) }] : [],
    );
    expect(outcome.deaths).toEqual(deadly);
    const found = outcome.groups.flatMap(({ found: { code }, count }) =>
      Array.from({ length: count }, () => code),
    );
    expect(counted(found)).toEqual(counted(bad));
    for (const { found: group } of outcome.groups) {
      expect(group.oracle).toBe('crash');
      expect(withoutNumber(deeds[group.firstCase]!)).toBe(group.code);
    }
    // Where it is can be told of a client that spins, and of one that asked for its end.
    for (const code of ['spin', 'process-exit'])
      for (const { found: group } of outcome.groups.filter((each) => each.found.code === code))
        expect(group.places.flatMap(({ frames }) => frames).join('\n')).toContain(
          'harness/tests/torture/scenario.ts',
        );
  }
}, 600_000);

it('a client that keeps something of every case is told of, and costs no case', async () => {
  const { problems, tally, deaths } = await explore('leaks', 100, 1);
  expect(problems).toMatchObject([
    { kind: 'leaky', what: expect.stringMatching(/^the process kept \d+ MB after \d+ cases/) as unknown },
  ]);
  expect(tally).toMatchObject({ cases: 100, failed: 0 });
  expect(deaths).toEqual([]);
}, 60_000);
