// Pieces of variants: as many as workers need, and together what was to be divided.
import { describe, expect, test } from 'vitest';
import { takesCase, WHOLE } from '../model/shard.ts';
import type { ScenarioInfo } from './campaign-options.ts';
import { countPieces, divideJobs } from './divide-jobs.ts';

const variant = { name: 'only', description: '', expect: [] };
const scenario: ScenarioInfo = { name: 'a', description: '', file: 'a', variants: [variant] };

describe('a variant', () => {
  test('is divided when there are fewer variants than workers, and no further than pays', () => {
    const count = (jobs: number, workers: number, cases: number, shard = WHOLE): number =>
      countPieces(
        Array.from({ length: jobs }, () => ({ scenario, variant })),
        { workers, cases, shard },
      );
    expect(count(1, 1, 1_000_000)).toBe(1);
    expect(count(8, 8, 1_000_000)).toBe(1);
    expect(count(1, 8, 1_000_000)).toBe(8);
    expect(count(5, 8, 1_000_000)).toBe(2);
    expect(count(1, 8, 999)).toBe(1);
    expect(count(1, 8, 2_000)).toBe(4);
    expect(count(1, 8, 2_000, { nth: 1, of: 2 })).toBe(2);
  });

  test.each([WHOLE, { nth: 2, of: 3 }])('has its cases in one of the pieces of shard %o', (shard) => {
    const units = divideJobs([{ scenario, variant }], 4, shard);
    expect(units.map(({ piece }) => piece)).toEqual([0, 1, 2, 3]);
    for (let index = 0; index < 100; index++)
      expect(units.filter((unit) => takesCase(unit.shard, index))).toHaveLength(
        takesCase(shard, index) ? 1 : 0,
      );
  });

  test('with programs stays whole', () => {
    const shard = { nth: 2, of: 3 };
    const job = { scenario: { ...scenario, casesEach: 8 }, variant };
    expect(divideJobs([job], 4, shard)).toEqual([{ ...job, piece: 0, shard }]);
    expect(countPieces([job], { workers: 8, cases: 100_000, shard })).toBe(1);
  });
});
