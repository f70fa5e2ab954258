// Figures of attempts that are known.
import { describe, expect, it } from 'vitest';
import type { Attempt, ContenderName } from './attempt.ts';
import { rareRatios, Summaries, walkRatios } from './compare.ts';
import { cpuRatio, failingShare, medianOf, runsRatio, summarize, type Summary } from './summarize.ts';

const found = (runs: number, cpuMs: number): Attempt => ({ runs, cpuMs, isFound: true });
const lost = (runs: number, cpuMs: number): Attempt => ({ runs, cpuMs, isFound: false });
const of = (contender: ContenderName, attempts: Attempt[], target = 'a'): Summary =>
  summarize({ target, contender, cap: 100, startCpuMs: 500, attempts });

describe('a summary', () => {
  it('has the median and the worst of attempts that all came to something', () => {
    expect(of('pct', [found(1, 2), found(9, 20), found(4, 8)])).toMatchObject({
      attempts: 3,
      found: 3,
      medianRuns: 4,
      worstRuns: 9,
      medianCpuMs: 8,
      perFailureMs: 10,
    });
  });

  it('takes an attempt that was cut off for the longest', () => {
    expect(of('pct', [lost(5, 1), found(9, 20), found(4, 8)])).toMatchObject({
      found: 2,
      medianRuns: 9,
      worstRuns: undefined,
      perFailureMs: 14.5,
    });
    expect(of('pct', [lost(5, 1), found(9, 20)]).medianRuns).toBeUndefined();
    expect(of('pct', [lost(5, 1), lost(5, 1)])).toMatchObject({
      medianRuns: undefined,
      perFailureMs: undefined,
    });
  });

  it('says how many runs of a loop fail', () => {
    expect(failingShare(of('loopback', [found(30, 1), lost(70, 1)]))).toBe(0.01);
    expect(failingShare(of('loopback', [lost(0, 1)]))).toBe(0);
  });
});

it.each([
  [[3, 1, 2], 2],
  [[4, 1, 2, 3], 2.5],
  [[1, Infinity, Infinity], Infinity],
  [[1, Infinity], Infinity],
])('the median of %j is %d', (values, median) => {
  expect(medianOf(values)).toBe(median);
});

describe('a ratio', () => {
  const fast = of('portfolio', [found(4, 10), found(4, 10)]);

  it('of processor time is of what a failure costs', () => {
    expect(cpuRatio(of('loopback', [found(9, 100), lost(9, 300)]), fast)).toEqual({
      target: 'a',
      value: 40,
      isBound: false,
    });
  });

  it('is a bound where the slower one came to nothing, and none where the faster one did', () => {
    expect(cpuRatio(of('loopback', [lost(9, 300)]), fast)).toEqual({ target: 'a', value: 30, isBound: true });
    expect(cpuRatio(fast, of('loopback', [lost(9, 300)]))).toBeUndefined();
  });

  it('of runs is of medians', () => {
    expect(runsRatio(fast, of('uniform', [found(2, 1)]))?.value).toBe(2);
    expect(runsRatio(of('portfolio', [lost(100, 1)]), of('uniform', [found(2, 1)]))).toEqual({
      target: 'a',
      value: 50,
      isBound: true,
    });
    expect(runsRatio(fast, of('uniform', [lost(2, 1)]))).toBeUndefined();
  });
});

describe('claims', () => {
  const summaries = new Summaries([
    of('portfolio', [found(2, 4)], 'rare'),
    of('uniform', [found(1, 2)], 'rare'),
    of('loopback', [found(200, 20)], 'rare'),
    of('portfolio', [found(2, 4)], 'frequent'),
    of('uniform', [found(4, 8)], 'frequent'),
    of('loopback', [found(2, 2)], 'frequent'),
    of('portfolio', [found(2, 4)], 'not stressed'),
  ]);

  it('of rare failures leave out what is frequent or was not measured', () => {
    expect(rareRatios(summaries, 'loopback')).toEqual([{ target: 'rare', value: 5, isBound: false }]);
  });

  it('of the random walk begin with the worst', () => {
    expect(walkRatios(summaries).map(({ target, value }) => [target, value])).toEqual([
      ['rare', 2],
      ['frequent', 0.5],
    ]);
  });
});
