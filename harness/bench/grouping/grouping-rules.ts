// Failing cases of one place → the group that each is put in, by every rule that is measured. A group is told within its scenario and
// variant.
import { groupIssues, type IssueFinding } from '../../campaign/group-issues.ts';
import { fingerprint } from '../../model/finding.ts';
import { keyOfSight, readSights } from '../../model/issue.ts';
import { symptomOf } from '../../model/symptom.ts';
import type { Failure, SeedSign } from './collect-order.ts';
import type { CollectedPlace } from './failures-file.ts';

/** What a rule makes of the failing cases of a place, each of which breaks one promise at least: a group for each, in their order. */
type Rule = (place: Pick<CollectedPlace, 'failures' | 'signs'>) => string[];

/** By name, the rule of the reports first. */
export const GROUPING_RULES = {
  /** The issue of closecall's reports, of three runs together. */
  issue: ({ failures, signs }) => groupByIssue(failures, signs),
  /** The same, each run by itself: is an issue told by the same in each? */
  'issue, each seed by itself': ({ failures, signs }) =>
    [...Map.groupBy(failures, ({ seed }) => seed)].flatMap(([seed, own]) =>
      groupByIssue(
        own,
        signs.filter((sign) => sign.seed === seed),
      ),
    ),
  /** What baselines and expectations go by, of the finding that is told first. */
  fingerprint: ({ failures }) => failures.map(({ findings }) => fingerprint(findings[0]!)),
  /** All promises that were broken: what a defect takes along tells it from others, and varies. */
  'all fingerprints': ({ failures }) => failures.map(({ findings }) => joinSorted(findings.map(fingerprint))),
  /** The first finding, whichever call it is of, and by where something was closed, whoever used it then. */
  symptom: ({ failures }) => failures.map(({ findings }) => symptomOf(findings[0]!)),
} satisfies Record<string, Rule>;

/** Name of a rule. */
export type RuleName = keyof typeof GROUPING_RULES;

/** As a run of these cases has it: by the function that makes the issues of a report. */
function groupByIssue(failures: readonly Failure[], signs: readonly SeedSign[]): string[] {
  const counts: Record<string, number> = {};
  const keys = failures.map(({ findings, given }) =>
    keyOfSight({ findings: [...new Set(findings.map(fingerprint))], given }),
  );
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
  const issueOf = new Map<string, string>();
  for (const { id, sights } of groupIssues(listFindings(failures, signs), readSights(counts)))
    for (const sight of sights) issueOf.set(keyOfSight(sight), id);
  return keys.map((key) => issueOf.get(key)!);
}

/** Each with a sign for every set of kinds that it was given: of several runs, that of the first. */
function listFindings(failures: readonly Failure[], signs: readonly SeedSign[]): IssueFinding[] {
  const all = failures.flatMap(({ findings }) => findings);
  return [...Map.groupBy(all, fingerprint)].map(([id, sights]) => {
    const own = signs.filter((sign) => sign.fingerprint === id).map(({ sign }) => sign);
    const first = [...Map.groupBy(own, ({ given }) => given.join('+')).values()].map((same) => same[0]!);
    const { oracle, places } = sights[0]!;
    return {
      fingerprint: id,
      oracle,
      places,
      count: sights.length,
      shrunk: first[0]!.case,
      symptom: symptomOf(sights[0]!),
      signs: first,
    };
  });
}

function joinSorted(keys: readonly string[]): string {
  return [...new Set(keys)].toSorted().join(' ');
}
