// What a variant is expected to show, and what its cases showed → whether it was met.
import type { ExpectedOutcome, FindingGroup } from '../model/campaign-result.ts';

/**
 * Judges each by the findings of new cases: a kept case says what the client does, not what the explorer finds. `isJudged`
 * false: what is expected is said of other packages, or of more than one shard.
 */
export function judgeExpectations(
  expectations: readonly Omit<ExpectedOutcome, 'outcome'>[],
  findings: readonly FindingGroup[],
  { reached, isJudged }: { reached: number; isJudged: boolean },
): ExpectedOutcome[] {
  return expectations.map((expectation) => {
    const { oracle, code, fromCases = Infinity } = expectation;
    const isFound = findings.some(
      (group) => group.count > 0 && group.oracle === oracle && group.code === code,
    );
    const missed = isJudged && reached >= fromCases ? 'missed' : 'not judged';
    return { ...expectation, outcome: isFound ? 'found' : missed };
  });
}
