// The search against lines of releases whose verdicts are known: what it finds is true, and it does not try more than it must.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Probe, ProbeVerdict } from '../model/bisect-result.ts';
import { chooseProbes, gridOf, type ProbeState } from './choose-probes.ts';
import { findRanges } from './find-ranges.ts';

/** Searches a line whose verdicts are `truth` as a campaign does, `workers` at once, each round ending in the order of `turn`. */
function search(truth: readonly ProbeVerdict[], grid: readonly number[], workers = 1, turn = 0): number[] {
  const states: ProbeState[] = truth.map(() => 'unknown');
  const underWay: number[] = [];
  const tried: number[] = [];
  for (;;) {
    for (const index of chooseProbes(states, grid, workers - underWay.length)) {
      if (states[index] !== 'unknown') throw new Error(`${index} was tried twice`);
      states[index] = 'under way';
      underWay.push(index);
    }
    if (underWay.length > workers) throw new Error('too many at once');
    if (underWay.length === 0) return tried;
    const [done] = underWay.splice(turn % underWay.length, 1);
    states[done!] = truth[done!]!;
    tried.push(done!);
  }
}

/** Versions of a line, `counts[n]` releases in minor n. */
const releasesOf = (counts: readonly number[]): string[] =>
  counts.flatMap((count, minor) => Array.from({ length: count }, (_, patch) => `1.${minor}.${patch}`));

const lines = fc
  .record({
    counts: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 8 }),
    runs: fc.array(
      fc.record({
        verdict: fc.constantFrom<ProbeVerdict>('good', 'bad', 'inconclusive'),
        length: fc.integer({ min: 1, max: 9 }),
      }),
      { minLength: 1, maxLength: 30 },
    ),
    workers: fc.integer({ min: 1, max: 5 }),
    turn: fc.nat({ max: 4 }),
  })
  .map(({ counts, runs, workers, turn }) => {
    const releases = releasesOf(counts);
    const verdicts = runs.flatMap(({ verdict, length }) => Array.from({ length }, () => verdict));
    const truth = releases.map((_, index) => verdicts[index % verdicts.length]!);
    return { releases, truth, workers, turn };
  });

const probesOf = (
  releases: readonly string[],
  truth: readonly ProbeVerdict[],
  tried: readonly number[],
): Probe[] => tried.map((index) => ({ version: releases[index]!, verdict: truth[index]! }));

describe('a search', () => {
  test('finds only edges that are there: what lies between a good and a bad release has no verdict', () => {
    fc.assert(
      fc.property(lines, ({ releases, truth, workers, turn }) => {
        const tried = search(truth, gridOf(releases), workers, turn);
        const verdictOf = (version: string): ProbeVerdict => truth[releases.indexOf(version)]!;
        for (const range of findRanges(releases, probesOf(releases, truth, tried))) {
          expect([range.firstBad, range.lastBad].map(verdictOf)).toEqual(['bad', 'bad']);
          for (const { good, unknown } of [range.before, range.after]) {
            if (good === undefined) continue;
            expect(verdictOf(good)).toBe('good');
            expect(unknown.map(verdictOf)).toEqual(unknown.map(() => 'inconclusive'));
          }
          const [first, last] = [range.firstBad, range.lastBad].map((each) => releases.indexOf(each));
          if (range.before.good !== undefined)
            expect(releases.indexOf(range.before.good) + range.before.unknown.length + 1).toBe(first);
          if (range.after.good !== undefined)
            expect(releases.indexOf(range.after.good) - range.after.unknown.length - 1).toBe(last);
        }
      }),
    );
  });

  test('sees every range that holds a release of the grid', () => {
    fc.assert(
      fc.property(lines, ({ releases, truth, workers, turn }) => {
        const grid = gridOf(releases);
        const tried = search(truth, grid, workers, turn);
        const ranges = findRanges(releases, probesOf(releases, truth, tried));
        for (const index of grid.filter((each) => truth[each] === 'bad'))
          expect(
            ranges.filter(
              ({ firstBad, lastBad }) =>
                releases.indexOf(firstBad) <= index && index <= releases.indexOf(lastBad),
            ),
          ).toHaveLength(1);
      }),
    );
  });

  test('that tries everything finds exactly the ranges there are', () => {
    fc.assert(
      fc.property(lines, ({ releases, truth, workers, turn }) => {
        const all = releases.map((_, index) => index);
        const tried = search(truth, all, workers, turn);
        expect(tried.toSorted((left, right) => left - right)).toEqual(all);
        const groups = truth
          .filter((verdict) => verdict !== 'inconclusive')
          .join(' ')
          .split('good')
          .filter((each) => each.includes('bad'));
        expect(findRanges(releases, probesOf(releases, truth, tried))).toHaveLength(groups.length);
      }),
    );
  });

  test('tries the logarithm of each gap in which something changes once, besides the grid', () => {
    const gaps = fc.array(fc.record({ inside: fc.nat({ max: 40 }), at: fc.nat({ max: 40 }) }), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(gaps, (drawn) => {
        // Each minor changes its verdict once, somewhere inside; the next begins with the one that it ended with.
        const truth: ProbeVerdict[] = [];
        let bound = 0;
        for (const [nth, { inside, at }] of drawn.entries()) {
          const [before, after] = (nth % 2 === 0 ? ['good', 'bad'] : ['bad', 'good']) as ProbeVerdict[];
          const change = 1 + (at % (inside + 1));
          for (let patch = 0; patch < inside + 2; patch++) truth.push(patch < change ? before! : after!);
          bound += 2 + Math.ceil(Math.log2(inside + 1));
        }
        const releases = releasesOf(drawn.map(({ inside }) => inside + 2));
        const tried = search(truth, gridOf(releases));
        expect(tried.length).toBeLessThanOrEqual(bound);
        const ranges = findRanges(releases, probesOf(releases, truth, tried));
        expect(ranges.map(({ firstBad }) => releases.indexOf(firstBad))).toEqual(
          truth.flatMap((verdict, index) =>
            verdict === 'bad' && truth[index - 1] === 'good' ? [index] : [],
          ),
        );
      }),
    );
  });

  test('parts a gap evenly among the workers that are free, and waits for them before it parts it again', () => {
    const states: ProbeState[] = ['good', ...Array.from({ length: 8 }, (): ProbeState => 'unknown'), 'bad'];
    expect(chooseProbes(states, [0, 9], 1)).toEqual([4]);
    expect(chooseProbes(states, [0, 9], 2)).toEqual([3, 6]);
    expect(chooseProbes(states, [0, 9], 20)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(chooseProbes(states, [0, 9], 0)).toEqual([]);
    expect(chooseProbes(states.with(3, 'under way'), [0, 9], 1)).toEqual([]);
    expect(chooseProbes(states.with(3, 'bad').with(6, 'bad'), [0, 9], 4)).toEqual([1, 2]);
  });

  test('goes around a release without a verdict, and no further than it must', () => {
    const line = (text: string): ProbeState[] =>
      text
        .split('')
        .map((letter): ProbeState =>
          letter === 'g' ? 'good' : letter === 'b' ? 'bad' : letter === 'i' ? 'inconclusive' : 'unknown',
        );
    expect(chooseProbes(line('g..i..b'), [], 1)).toEqual([1]);
    // What is on both sides of it agrees, or is not known to be bad anywhere.
    expect(chooseProbes(line('b..i..b'), [], 1)).toEqual([]);
    expect(chooseProbes(line('i..i..g'), [], 1)).toEqual([]);
    // The first bad release of a line is worth a search, the releases before it that do not load are not.
    expect(chooseProbes(line('i..i..b'), [], 9)).toEqual([4, 5]);
    expect(chooseProbes(line('i..i..i'), [], 9)).toEqual([]);
  });
});

test('the grid is the first and the last of every minor, and the version of the repro', () => {
  const releases = ['1.0.0', '1.1.0', '1.1.1', '1.1.2', '1.1.3', '1.2.0', '1.2.1'];
  expect(gridOf(releases).map((index) => releases[index])).toEqual([
    '1.0.0',
    '1.1.0',
    '1.1.3',
    '1.2.0',
    '1.2.1',
  ]);
  expect(gridOf(releases, '1.1.2')).toContain(3);
  expect(gridOf(['8.0.0'])).toEqual([0]);
});
