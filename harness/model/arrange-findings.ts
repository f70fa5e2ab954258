// Findings and the issues that they come down to → what is told at length, and what below it: every finding once, and none below one that
// matters less to the run.
import type { FindingGroup } from './campaign-result.ts';
import type { Issue } from './issue.ts';
import { weightOf } from './finding-state.ts';

/**
 * A finding that is told at length. `also` are those that are taken for the same defect; `issues` those that it is the cause of: where
 * there are several, it shows for several reasons.
 */
export type ToldFinding = { finding: FindingGroup; also: FindingGroup[]; issues: Issue[] };

/** Arranges `findings`, which stay in their order. Of an older report every finding is told by itself. */
export function arrangeFindings(
  findings: readonly FindingGroup[],
  issues: readonly Issue[] = [],
): ToldFinding[] {
  const causes = new Map<FindingGroup, FindingGroup>();
  for (const finding of findings) {
    const cause = findCause(finding, findings, issues);
    if (cause !== undefined) causes.set(finding, cause);
  }
  return findings
    .filter((finding) => !causes.has(finding))
    .map((finding) => ({
      finding,
      also: findings.filter((other) => causes.get(other) === finding),
      issues: issues.filter((issue) => isHere(issue, finding) && issue.cause === finding.fingerprint),
    }));
}

/** Of the issues that show it, the cause of that with most cases; undefined for what is a cause itself, or matters more. */
function findCause(
  finding: FindingGroup,
  findings: readonly FindingGroup[],
  issues: readonly Issue[],
): FindingGroup | undefined {
  const here = issues.filter((issue) => isHere(issue, finding));
  if (here.some(({ cause }) => cause === finding.fingerprint)) return undefined;
  const [most] = here
    .filter(({ also }) => also.includes(finding.fingerprint))
    .toSorted((left, right) => right.count - left.count);
  const cause = findings.find(
    (other) => most !== undefined && isHere(most, other) && other.fingerprint === most.cause,
  );
  // What fails the run is never told below what does not.
  return cause !== undefined && weightOf(cause) <= weightOf(finding) ? cause : undefined;
}

function isHere(issue: Issue, { scenario, variant }: FindingGroup): boolean {
  return issue.scenario === scenario && issue.variant === variant;
}
