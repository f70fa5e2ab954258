// A verdict → what it says beside that of the failing run: the same finding, something else, or none.
import { fingerprint, subjectGroup, type Finding, type Verdict } from '../model/finding.ts';
import type { RunOutcome } from '../model/differential.ts';

/** The finding that is explained, and the fingerprints of all that its run showed. */
export type KnownFailure = { finding: Finding; fingerprint: string; all: ReadonlySet<string> };

/** What a run came to; `shown` is the finding that says so, where one does. */
export type ClassifiedRun = { outcome: Exclude<RunOutcome, 'not applied' | 'died'>; shown?: Finding };

/** Holds the verdict of a run against the failure. */
export function classifyRun(verdict: Verdict, known: KnownFailure): ClassifiedRun {
  if (verdict.kind === 'pass') return { outcome: 'pass' };
  if (verdict.kind !== 'fail') return { outcome: 'no verdict' };
  const { findings } = verdict;
  const same = findings.find((finding) => fingerprint(finding) === known.fingerprint);
  if (same !== undefined) return { outcome: 'same', shown: same };
  const alike = findings.find((finding) => isAlike(finding, known.finding));
  if (alike !== undefined) return { outcome: 'alike', shown: alike };
  const other = findings.find((finding) => !known.all.has(fingerprint(finding)));
  return other === undefined ? { outcome: 'gone', shown: findings[0]! } : { outcome: 'other', shown: other };
}

function isAlike(left: Finding, right: Finding): boolean {
  const isSamePromise = left.oracle === right.oracle && left.code === right.code;
  return isSamePromise && subjectGroup(left.subject) === subjectGroup(right.subject);
}
