// Labelled failures → what is said of grouping, as Markdown: the totals of each rule against the aims, each label, and who shares a
// group with whom. Every figure comes from the failures alone.
import { createHash } from 'node:crypto';
import { markdownTable } from '../markdown-table.ts';
import type { Failure } from './collect-order.ts';
import type { CollectedPlace } from './failures-file.ts';
import { GROUPING_RULES, type RuleName } from './grouping-rules.ts';
import { AIM_PRECISION, AIM_RECALL } from './limits.ts';
import { recallOf, scoreGrouping, type GroupingScore, type Labelled } from './score-grouping.ts';

const RULES = Object.keys(GROUPING_RULES) as RuleName[];

/** The rule that reports go by: the one that the aims are for. */
const RULE_OF_REPORTS: RuleName = 'issue';

/** The one that baselines go by. */
const RULE_OF_BASELINES: RuleName = 'fingerprint';

/** A failing case with one known defect, and the group that each rule puts it in. */
type GroupedFailure = Failure &
  Pick<CollectedPlace, 'kind' | 'label' | 'place'> & { groups: Readonly<Record<RuleName, string>> };

/** What binary fractions are off by at most: 0.29 is not to become 0.289. */
const ROUNDING = 1e-9;

/** The tables by the names of their places in docs/grouping.md; each ends with a line break. */
export function renderGrouping(
  places: readonly CollectedPlace[],
): Record<'totals' | 'labels' | 'shared', string> {
  const failures = groupAll(places);
  return {
    totals: renderTotals(failures),
    labels: renderLabels(failures),
    shared: renderShared(failures),
  };
}

/** The scores of each rule, of all failures and of each kind; the generations by the stricter label and by the other. */
export function scoreRules(
  places: readonly CollectedPlace[],
): { rule: RuleName; of: string; score: GroupingScore }[] {
  return scoreGroups(groupAll(places));
}

/** Puts every failing case in its groups. */
function groupAll(places: readonly CollectedPlace[]): GroupedFailure[] {
  return places.flatMap((collected) => {
    const { kind, label: name, place, failures } = collected;
    const byRule = RULES.map((rule) => [rule, GROUPING_RULES[rule](collected)] as const);
    return failures.map((failure, nth) => {
      const groups = byRule.map(([rule, all]) => [rule, `${place} ${all[nth]!}`] as const);
      return {
        ...failure,
        kind,
        label: name,
        place,
        groups: Object.fromEntries(groups) as GroupedFailure['groups'],
      };
    });
  });
}

function scoreGroups(failures: readonly GroupedFailure[]): ReturnType<typeof scoreRules> {
  const planted = failures.filter(({ kind }) => kind === 'planted');
  const generations = failures.filter(({ kind }) => kind === 'generation');
  const sets = [
    ['planted defects', planted],
    ['generations', generations],
    ['all', failures],
    ['generations by crash', labelByCrash(generations)],
    ['all, generations by crash', [...planted, ...labelByCrash(generations)]],
    ['a half of all labels', failures.filter(isInFirstHalf)],
    ['the other half', failures.filter((failure) => !isInFirstHalf(failure))],
  ] as const;
  return RULES.flatMap((rule) =>
    sets.map(([of, set]) => ({ rule, of, score: scoreGrouping(label(set, rule)) })),
  );
}

/** Halves by a hash of the label, which has nothing to do with what it stands for. */
function isInFirstHalf({ label: name }: GroupedFailure): boolean {
  return createHash('sha256').update(name).digest()[0]! % 2 === 0;
}

/** Two crashes that a generation is expected to show are two findings to whoever expects them. */
function labelByCrash(failures: readonly GroupedFailure[]): GroupedFailure[] {
  return failures.map((failure) => ({ ...failure, label: `${failure.label} ${failure.findings[0]!.code}` }));
}

function renderTotals(failures: readonly GroupedFailure[]): string {
  const rows = scoreGroups(failures).map(({ rule, of, score }) => [
    rule,
    of,
    String(score.failures),
    String(score.labels),
    String(score.groups),
    judge(score.precision, AIM_PRECISION),
    judge(score.recall, AIM_RECALL),
    share(score.recallPerLabel),
  ]);
  const heads = [
    'rule',
    'of',
    'failures',
    'labels',
    'groups',
    `precision (aim: ${AIM_PRECISION})`,
    `recall (aim: ${AIM_RECALL})`,
    'recall, mean of labels',
  ];
  return markdownTable([heads, ...rows]);
}

function renderLabels(failures: readonly GroupedFailure[]): string {
  const rows = [...Map.groupBy(failures, (failure) => failure.label)].map(([name, own]) => {
    const recalls = RULES.map((rule) => share(recallOf(label(own, rule))));
    const groups = new Set(label(own, RULE_OF_REPORTS).map(({ group }) => group)).size;
    return [name, String(own.length), String(groups), ...recalls];
  });
  const heads = ['label', 'failures', 'groups', ...RULES.map((rule) => `recall: ${rule}`)];
  return markdownTable([heads, ...rows]);
}

/** Groups that have failures of several labels: by the rule of the reports, and by that of baselines; the largest first. */
function renderShared(failures: readonly GroupedFailure[]): string {
  const rows = ([RULE_OF_REPORTS, RULE_OF_BASELINES] as const).flatMap((rule) =>
    [...Map.groupBy(failures, ({ groups }) => groups[rule]).values()]
      .map((own) => ({ own, labels: [...Map.groupBy(own, (failure) => failure.label)] }))
      .filter(({ labels }) => labels.length > 1)
      .toSorted((left, right) => right.own.length - left.own.length)
      .map(({ own, labels }) => {
        const [{ place, findings }] = own as [GroupedFailure];
        const { oracle, code } = findings[0]!;
        const who = labels.map(([name, sights]) => `${name.replace('planted/', '')} ${sights.length}`);
        return [rule, place, `${oracle}: ${code}`, who.join(', ')];
      }),
  );
  const heads = ['rule', 'explored in', 'first told as', 'labels that share the group, failures of each'];
  return markdownTable([heads, ...rows]);
}

function label(failures: readonly GroupedFailure[], rule: RuleName): Labelled[] {
  return failures.map((failure) => ({ label: failure.label, group: failure.groups[rule] }));
}

function judge(value: number, aim: number): string {
  return value < aim ? `${share(value)}, **missed**` : share(value);
}

/** Cut, not rounded: what is just below an aim must not look as if it were kept. */
function share(value: number): string {
  return (Math.floor(value * 1_000 + ROUNDING) / 1_000).toFixed(3);
}
