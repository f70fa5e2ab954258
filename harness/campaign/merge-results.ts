// The results of the parts of a run → the result of the run that was not divided: the same findings, counts and expectations,
// whatever came first and on which machine. It replays what one exploration would have known when it met each finding.
import type {
  CampaignResult,
  EscapeReport,
  FindingGroup,
  VariantResult,
  WorkerProblem,
} from '../model/campaign-result.ts';
import { keyOfSight, readSights, type Sight, type Sign } from '../model/issue.ts';
import { NODE } from '../model/package-spec.ts';
import { compareFindings, orderByCase, orderCounts } from './in-order.ts';
import { judgeExpectations } from './judge-expectations.ts';
import { listIssues } from './group-issues.ts';
import { KnownFindings, withoutCause } from './known-findings.ts';
import { addTally, emptyTally } from './worker-protocol.ts';

/**
 * How the parts make up the whole: its scenarios and variants, in order, and how many parts each has. `isWhole` false: what they
 * make up is itself a shard.
 */
type Division = { jobs: readonly string[]; partsOf: (job: string) => number; isWhole: boolean };

/** Merges the results of the parts, in their order. */
export function mergeResults(
  results: readonly CampaignResult[],
  { jobs, partsOf, isWhole }: Division,
): CampaignResult {
  const [first] = results as [CampaignResult];
  const isElsewhere = first.with?.some(({ name }) => name === NODE) === true;
  const variants: VariantResult[] = [];
  const findings: FindingGroup[] = [];
  const problems: WorkerProblem[] = [];
  const divergences: CampaignResult['divergences'] = [];
  const notRun: NonNullable<CampaignResult['notRun']> = [];
  for (const job of jobs) {
    const isHere = (item: { scenario: string; variant: string }): boolean =>
      `${item.scenario}/${item.variant}` === job;
    const parts = results.flatMap((result) =>
      result.variants.filter(({ scenario, name }) => `${scenario}/${name}` === job),
    );
    if (parts.length === 0) {
      const missing = results.flatMap((result) => result.notRun ?? []).find(isHere);
      if (missing !== undefined) notRun.push(missing);
      continue;
    }
    const { groups, idOf } = mergeFindings(results.flatMap((result) => result.findings.filter(isHere)));
    const isComplete = parts.length === partsOf(job);
    findings.push(...groups);
    const sights = mergeSights(parts, idOf);
    variants.push(mergeVariant(parts, groups, sights, { isComplete, isJudged: isWhole && !isElsewhere }));
    problems.push(...mergeProblems(results.flatMap((result) => result.problems.filter(isHere))));
    divergences.push(...orderByCase(results.flatMap((result) => result.divergences.filter(isHere))));
  }
  const { shard: _, isUntilFirst: __, notRun: ___, ...rest } = first;
  return {
    ...rest,
    ...mergePackages(results),
    variants,
    ...(notRun.length === 0 ? {} : { notRun }),
    findings,
    issues: listIssues(variants, findings),
    corpus: results.flatMap(({ corpus }) => corpus),
    problems,
    divergences,
    escapes: mergeEscapes(results, jobs),
    audit: mergeAudits(results, findings.length),
    interrupted: results.some(({ interrupted }) => interrupted),
    ...(results.some(({ isUntilFirst }) => isUntilFirst) ? { isUntilFirst: true } : {}),
    elapsedMs: Math.max(...results.map(({ elapsedMs }) => elapsedMs)),
    cases: variants.reduce((sum, { cases }) => sum + cases, 0),
  };
}

/**
 * One list from those of all shards. A shard does not know what the others found: in the order of cases, what was known already
 * is another sight of it, and the first case that shows something is the one that was shrunk. `idOf` tells what a finding of a shard
 * counts under.
 */
function mergeFindings(all: readonly FindingGroup[]): {
  groups: FindingGroup[];
  idOf: (fingerprint: string) => string;
} {
  const sights = all.map((group, position): Placed => ({ group, position }));
  const kept = sights.filter(({ group }) => group.kept !== undefined);
  const known = new KnownFindings(kept.map(({ group }) => group));
  const merged = new Map(kept.map((sight) => [sight.group.fingerprint, sight]));
  const ids = new Map<string, string>();
  const others = sights.filter(({ group }) => group.kept === undefined);
  for (const sight of others.toSorted(byFirstCase)) {
    const { fingerprint, original, shrunk } = sight.group;
    const seen = known.find(withoutCause(fingerprint), original);
    // Two causes of a program may look alike when they are shrunk.
    const id = seen ?? fingerprint;
    ids.set(fingerprint, id);
    const before = merged.get(id);
    if (before === undefined) merged.set(known.add(withoutCause(fingerprint), shrunk), sight);
    else merged.set(id, addSight(before, sight));
  }
  return {
    groups: [...merged.values()].toSorted(byFirstCase).map(({ group }) => group),
    idOf: (fingerprint) => ids.get(fingerprint) ?? fingerprint,
  };
}

/** Which findings were shown together, under what they count as in the whole. */
function mergeSights(
  parts: readonly VariantResult[],
  idOf: (fingerprint: string) => string,
): readonly Sight[] {
  const counts: Record<string, number> = {};
  for (const { findings, given, count } of parts.flatMap((part) => part.sights ?? [])) {
    const key = keyOfSight({ findings: [...new Set(findings.map(idOf))], given });
    counts[key] = (counts[key] ?? 0) + count;
  }
  return readSights(counts);
}

/** A finding, and its place among all: of one case, findings stay in the order in which its shard has them. */
type Placed = { group: FindingGroup; position: number };

function byFirstCase(left: Placed, right: Placed): number {
  return compareFindings(left.group, right.group) || left.position - right.position;
}

function addSight({ group, position }: Placed, more: Placed): Placed {
  const count = group.count + more.group.count;
  const sum = { ...group, count, lastCase: lastOf([group, more.group]) };
  const { firstCase, original } = more.group;
  // Causes of a program are findings of their own, with a sign each.
  const isOne = group.shrunk.program !== undefined;
  const signs = isOne ? {} : mergeSigns([...(group.signs ?? []), ...(more.group.signs ?? [])]);
  return more.group.count > 0 && compareFindings(more.group, group) < 0
    ? { group: { ...sum, ...signs, firstCase, original }, position: more.position }
    : { group: { ...sum, ...signs }, position };
}

/** The last case of all; unknown when one of them has seen it and does not know when. */
function lastOf(groups: FindingGroup[]): number | undefined {
  const seen = groups.filter(({ count }) => count > 0).map(({ lastCase }) => lastCase);
  return seen.includes(undefined) || seen.length === 0 ? undefined : Math.max(...seen.map(Number));
}

/** Of each set of kinds that cases were given, the first case that was shrunk; in the order of these cases. */
function mergeSigns(signs: readonly Sign[]): Pick<FindingGroup, 'signs'> {
  if (signs.length === 0) return {};
  const ordered = signs.toSorted((left, right) => left.firstCase - right.firstCase);
  const first = ordered.filter(
    ({ given }, nth) => ordered.findIndex((other) => other.given.join() === given.join()) === nth,
  );
  return { signs: first };
}

/** With a time budget shards come to different ends: what they have in common is what the one that came least far reached. */
function mergeVariant(
  parts: readonly VariantResult[],
  findings: readonly FindingGroup[],
  sights: readonly Sight[],
  { isComplete, isJudged }: { isComplete: boolean; isJudged: boolean },
): VariantResult {
  const tally = emptyTally();
  for (const part of parts) addTally(tally, part);
  const reached = isComplete ? Math.min(...parts.map((part) => part.reached)) : 0;
  const redirected = [...new Set(parts.flatMap((part) => part.redirected ?? []))].toSorted();
  // Each part went through places of its own.
  const sweep = parts[0]!.sweep?.map((row, nth) => ({
    ...row,
    tried: parts.reduce((sum, part) => sum + (part.sweep?.[nth]?.tried ?? 0), 0),
  }));
  const { scenario, name, expected } = parts[0]!;
  return {
    scenario,
    name,
    cases: tally.cases,
    reached,
    ...(isComplete && parts.every(({ isRunToEnd }) => isRunToEnd === true) ? { isRunToEnd: true } : {}),
    expected: judgeExpectations(expected, findings, {
      reached,
      isJudged: isJudged && redirected.length === 0,
    }),
    failed: tally.failed,
    limited: tally.limited,
    inconclusive: tally.inconclusive,
    faults: orderCounts(tally.faults),
    cancellations: tally.cancellations,
    ...(sights.length === 0 ? {} : { sights: [...sights] }),
    ...(sweep && { sweep }),
    ...(redirected.length === 0 ? {} : { redirected }),
  };
}

/** What every shard ran into is told once, at the first case of any. */
function mergeProblems(all: readonly WorkerProblem[]): WorkerProblem[] {
  const told = new Map<string, WorkerProblem>();
  for (const problem of orderByCase(all)) {
    const key = JSON.stringify([problem.kind, problem.what]);
    if (!told.has(key)) told.set(key, problem);
  }
  return [...told.values()];
}

/** Origin and first case are those of the first variant that has it. */
function mergeEscapes(results: readonly CampaignResult[], jobs: readonly string[]): EscapeReport[] {
  const placeOf = ({ variants }: EscapeReport): number => jobs.indexOf(variants[0] ?? '');
  const ordered = results
    .flatMap(({ escapes }) => escapes)
    .toSorted((left, right) => placeOf(left) - placeOf(right) || left.firstCase - right.firstCase);
  const merged = new Map<string, EscapeReport>();
  for (const escape of ordered) {
    const key = JSON.stringify([escape.kind, escape.what]);
    const known = merged.get(key);
    const variants = new Set([...(known?.variants ?? []), ...escape.variants]);
    merged.set(key, { ...(known ?? escape), variants: jobs.filter((job) => variants.has(job)) });
  }
  return [...merged.values()];
}

/** A finding that several shards have is one; what did not hold when it was checked was one of each. */
function mergeAudits(results: readonly CampaignResult[], findings: number): CampaignResult['audit'] {
  const sum = (count: (result: CampaignResult) => number): number =>
    results.reduce((total, result) => total + count(result), 0);
  return {
    cases: sum(({ audit }) => audit.cases),
    runs: sum(({ audit }) => audit.runs),
    findingsChecked: findings + sum((result) => result.audit.findingsChecked - result.findings.length),
    elapsedMs: sum(({ audit }) => audit.elapsedMs),
  };
}

function mergePackages(results: readonly CampaignResult[]): Pick<CampaignResult, 'with'> {
  const [first] = results;
  if (first?.with === undefined) return {};
  const isImported = (wanted: string): boolean =>
    results.some(({ with: packages = [] }) =>
      packages.some(({ name, isImported: isOwn }) => name === wanted && isOwn),
    );
  return { with: first.with.map((tested) => ({ ...tested, isImported: isImported(tested.name) })) };
}
