// What is told at length, and what below it.
import { describe, expect, test } from 'vitest';
import { naturalCase } from './case.ts';
import type { FindingGroup } from './campaign-result.ts';
import type { Issue } from './issue.ts';
import { arrangeFindings } from './arrange-findings.ts';
import { sampleVersions, surprise } from './tests/sample-result.ts';

const finding = (fingerprint: string, change: Partial<FindingGroup> = {}): FindingGroup => ({
  ...surprise,
  fingerprint,
  ...change,
});

const issue = (cause: string, also: string[], change: Partial<Issue> = {}): Issue => ({
  id: cause,
  scenario: surprise.scenario,
  variant: surprise.variant,
  cause,
  also,
  takes: [],
  count: 1,
  case: naturalCase(surprise.scenario, surprise.variant),
  ...change,
});

const told = (findings: readonly FindingGroup[], issues?: readonly Issue[]): string[] =>
  arrangeFindings(findings, issues).map(
    ({ finding: { fingerprint }, also, issues: own }) =>
      `${fingerprint} > ${also.map((other) => other.fingerprint).join(' ')} (${own.length})`,
  );

describe('a finding', () => {
  test('is told below the cause of its issue, of several that of the one with most cases', () => {
    const all = ['leak', 'crash', 'hang'].map((id) => finding(id));
    expect(told(all, [issue('crash', ['leak', 'hang'])])).toEqual(['crash > leak hang (1)']);
    const two = [issue('crash', ['hang', 'leak'], { count: 3 }), issue('hang', ['leak'], { count: 9 })];
    expect(told(all, two)).toEqual(['crash >  (1)', 'hang > leak (1)']);
  });

  test('is told by itself where there is no issue of it, as in an older report', () => {
    const all = [finding('leak'), finding('crash')];
    expect(told(all)).toEqual(['leak >  (0)', 'crash >  (0)']);
    expect(told(all, [issue('crash', ['leak'], { variant: 'another' })])).toEqual(told(all));
  });

  test('is told once where it is the cause of two issues, and of both', () => {
    const all = [finding('leak'), finding('crash')];
    expect(told(all, [issue('leak', [], { id: 'a' }), issue('leak', ['crash'], { id: 'b' })])).toEqual([
      'leak > crash (2)',
    ]);
  });

  test('that fails the run is never told below one that does not', () => {
    const since = { knownSince: { firstSeen: '2026-11-02', days: 26, firstSeenIn: sampleVersions } };
    for (const change of [{ isExpected: true }, since]) {
      const [first, other] = [finding('crash', change), finding('leak')];
      expect(told([first, other], [issue('crash', ['leak'])])).toEqual(['crash >  (1)', 'leak >  (0)']);
      expect(told([first, other], [issue('leak', ['crash'])])).toEqual(['leak > crash (1)']);
    }
  });
});
