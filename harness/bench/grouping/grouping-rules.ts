// A failing case → the group that it is put in, by each rule that is measured. A group is told within its scenario and variant.
import { fingerprint } from '../../model/finding.ts';
import { causeKey } from './cause-key.ts';
import type { Failure } from './collect-order.ts';
import type { LabelledFailure } from './measure-grouping.ts';
import type { SmallestCase } from './smallest-case.ts';

/** What a rule makes of a failing case, which breaks one promise at least. */
type Rule = (failure: Failure) => string;

/** By name, the rule of the reports first. */
export const GROUPING_RULES = {
  /** What closecall counts by, of the finding that is told first. */
  fingerprint: ({ findings }) => fingerprint(findings[0]!),
  /** All promises that were broken: what a defect takes along tells it from others, and varies. */
  'all fingerprints': ({ findings }) => joinSorted(findings.map(fingerprint)),
  /** The first finding, whichever call it is of, and by where something was closed, whoever used it then. */
  cause: ({ findings }) => causeKey(findings[0]!),
  /** Of the finding that takes least to bring about: what its smallest case takes, and all that it breaks. */
  'smallest case': ({ smallest }) => tell(smallest.toSorted(byNeeds)[0]!),
} satisfies Record<string, Rule>;

/** Name of a rule. */
export type RuleName = keyof typeof GROUPING_RULES;

/** The group of a failure by a rule; failures of two places never share one. */
export function groupOf(rule: RuleName, failure: LabelledFailure): string {
  return `${failure.place} ${GROUPING_RULES[rule](failure)}`;
}

/** Fewer kinds of elements first; of as many, the order in which they were judged stays. */
function byNeeds(left: SmallestCase, right: SmallestCase): number {
  return left.takes.length - right.takes.length;
}

function tell({ takes, breaks }: SmallestCase): string {
  return `${takes.join(' ')}: ${joinSorted(breaks)}`;
}

function joinSorted(keys: readonly string[]): string {
  return [...new Set(keys)].toSorted().join(' ');
}
