// A failing case → the group that it is put in, by each rule that is measured. A group is told within its scenario and variant.
import { fingerprint, subjectGroup, type Finding } from '../../model/finding.ts';
import type { LabelledFailure } from './measure-grouping.ts';

/** What a rule makes of the findings of a failing case, which are at least one, in the order in which they were judged. */
type Rule = (findings: readonly Finding[]) => string;

/** By name, the rule of the reports first. */
export const GROUPING_RULES = {
  /** What closecall counts by, of the finding that is told first. */
  fingerprint: ([lead]) => fingerprint(lead!),
  /** All promises that were broken: what a defect takes along tells it from others, and varies. */
  'all fingerprints': (findings) => [...new Set(findings.map(fingerprint))].toSorted().join(' '),
  /** The first finding, whichever call it is of, and by where something was closed, whoever used it then. */
  cause: ([lead]) => fingerprint({ ...lead!, subject: roleOf(lead!), places: lead!.places.slice(0, 1) }),
} satisfies Record<string, Rule>;

/** Name of a rule. */
export type RuleName = keyof typeof GROUPING_RULES;

/** The group of a failure by a rule; failures of two places never share one. */
export function groupOf(rule: RuleName, { place, findings }: LabelledFailure): string {
  return `${place} ${GROUPING_RULES[rule](findings)}`;
}

/** Oracles whose subject says what something is; that of the others is the name of a call. */
const OF_THINGS: ReadonlySet<string> = new Set(['leaked-handle', 'use-after-close', 'crash', 'invariant']);

/** Which of a scenario's calls a defect meets first is chance. */
function roleOf({ oracle, subject }: Finding): string {
  return OF_THINGS.has(oracle) ? subjectGroup(subject) : 'call';
}
