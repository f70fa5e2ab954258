// What is counted: cases, not findings.
import { describe, expect, it } from 'vitest';
import { countCases } from './count-cases.ts';

const sight = (findings: string[], count: number): Parameters<typeof countCases>[1] => ({
  sights: [{ findings, given: [], count }],
});

describe('countCases', () => {
  it('counts a case with two findings once', () => {
    const groups = [
      { fingerprint: 'a', count: 5 },
      { fingerprint: 'b', count: 5 },
    ];
    expect(countCases(groups, sight(['a', 'b'], 5))).toBe(5);
  });

  it('counts cases that show others as well, and none that show only others', () => {
    const { sights } = {
      sights: [...sight(['a', 'c'], 3).sights!, ...sight(['c'], 4).sights!, ...sight(['a'], 1).sights!],
    };
    expect(countCases([{ fingerprint: 'a', count: 4 }], { sights })).toBe(4);
  });

  it('adds what was seen with nothing: a death', () => {
    expect(countCases([{ fingerprint: 'a', count: 7 }], sight(['a'], 5))).toBe(7);
    expect(countCases([{ fingerprint: 'a', count: 7 }], {})).toBe(7);
  });
});
