// What is counted: cases, not findings.
import { describe, expect, it } from 'vitest';
import type { Sight } from '../model/issue.ts';
import { countCases, type CaseCount } from './count-cases.ts';

const sight = (findings: string[], count: number): Sight => ({ findings, given: [], count });

/** Of a variant with ten cases: how many show any of the findings with these counts. */
const count = (counts: Readonly<Record<string, number>>, sights?: Sight[]): CaseCount =>
  countCases(
    Object.entries(counts).map(([fingerprint, own]) => ({ fingerprint, count: own })),
    { cases: 10, ...(sights && { sights }) },
  );

describe('countCases', () => {
  it('counts a case with two findings once', () => {
    expect(count({ a: 5, b: 5 }, [sight(['a', 'b'], 5)])).toEqual({ count: 5, isExact: true });
  });

  it('counts cases that show others as well, and none that show only others', () => {
    const sights = [sight(['a', 'c'], 3), sight(['c'], 4), sight(['a'], 1)];
    expect(count({ a: 4 }, sights)).toEqual({ count: 4, isExact: true });
  });

  it('adds what was seen with nothing, a death, and says that they may be fewer', () => {
    expect(count({ a: 7 }, [sight(['a'], 5)])).toEqual({ count: 7, isExact: false });
    expect(count({ a: 7 })).toEqual({ count: 7, isExact: true });
  });

  it('counts no more than there were, where nothing tells what was seen together', () => {
    expect(count({ a: 10, b: 10 })).toEqual({ count: 10, isExact: false });
    expect(count({ a: 2, b: 3 }, [])).toEqual({ count: 5, isExact: false });
  });
});
