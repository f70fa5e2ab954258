// Findings of one scenario and variant, and which failing cases showed which of them together → issues: a defect, and all that was seen
// of it. A pure function of what adds up over shards, so the issues do not depend on who ran which case.
//
// A failing case is put down to that of its findings whose smallest case takes least: what takes less to show is nearer to the defect,
// and what takes more, or breaks besides, follows from it. Two such findings are one issue when they take the same and the smallest case
// of one shows the other as well: no smaller case tells them apart. So are two uses of what one act ended: after the first of them the
// process is gone, and no case can show both.
import { createHash } from 'node:crypto';
import type { FindingGroup, VariantResult } from '../model/campaign-result.ts';
import { isOneEnd } from '../model/symptom.ts';
import { listKinds, listTaken, type ElementKind, type Issue, type Sight, type Sign } from '../model/issue.ts';

/** What of a finding its issue is told by. */
export type IssueFinding = Pick<
  FindingGroup,
  'fingerprint' | 'oracle' | 'places' | 'count' | 'shrunk' | 'symptom' | 'signs'
>;

/** A sign, and the finding that it is of. */
type Root = { finding: IssueFinding; position: number; symptom: string; sign: Sign };

/** One issue, as its sights make it. */
export type IssueParts = Omit<Issue, 'scenario' | 'variant'> & { sights: Sight[] };

/** The issues of a run, in the order of its variants. */
export function listIssues(variants: readonly VariantResult[], findings: readonly FindingGroup[]): Issue[] {
  return variants.flatMap(({ scenario, name, sights = [] }) => {
    const own = findings.filter((finding) => finding.scenario === scenario && finding.variant === name);
    return groupIssues(own, sights).map(({ sights: _sights, ...issue }) => ({
      scenario,
      variant: name,
      ...issue,
    }));
  });
}

/** The issues, in the order of their first findings. A finding in none of the sights counts as one by itself. */
export function groupIssues(findings: readonly IssueFinding[], sights: readonly Sight[]): IssueParts[] {
  const roots = new Roots(findings);
  const all = [...sights, ...listLoneSights(findings, sights)];
  const placed = all.flatMap((sight) => {
    const root = roots.nearest(sight);
    return root === undefined ? [] : [{ sight, root }];
  });
  return joinRoots([...new Set(placed.map(({ root }) => root))]).map((own) =>
    makeIssue(
      own,
      placed.filter(({ root }) => own.includes(root)).map(({ sight }) => sight),
      findings,
    ),
  );
}

/** Deaths, runs of a tree and kept cases are not told with others. */
function listLoneSights(findings: readonly IssueFinding[], sights: readonly Sight[]): Sight[] {
  const seen = new Set(sights.flatMap((sight) => sight.findings));
  return findings
    .filter(({ fingerprint }) => !seen.has(fingerprint))
    .map(({ fingerprint, count, shrunk }) => ({
      findings: [fingerprint],
      given: listKinds(shrunk),
      count,
    }));
}

/** The signs of all findings, those with one symptom together. */
class Roots {
  readonly #byFinding = new Map<string, string>();
  readonly #bySymptom = new Map<string, Root[]>();

  constructor(findings: readonly IssueFinding[]) {
    for (const [position, finding] of findings.entries()) {
      const { fingerprint, shrunk, symptom = fingerprint } = finding;
      const { signs = [plainSign(finding, symptom)] } = finding;
      // Causes of a program are told apart by what they consist of.
      const key = shrunk.program === undefined ? symptom : fingerprint;
      this.#byFinding.set(fingerprint, key);
      const known = this.#bySymptom.get(key) ?? [];
      const own = signs.map((sign): Root => ({ finding, position, symptom, sign }));
      this.#bySymptom.set(key, [...known, ...own].toSorted(compareRoots));
    }
  }

  /** The one that takes least of a sight's findings; of as many, that of the finding which was judged first. */
  nearest({ findings, given }: Sight): Root | undefined {
    const least = findings.flatMap((fingerprint) => {
      const all = this.#bySymptom.get(this.#byFinding.get(fingerprint) ?? '') ?? [];
      return leastWithin(all, given) ?? all[0] ?? [];
    });
    return least.toSorted((left, right) => left.sign.takes.length - right.sign.takes.length)[0];
  }
}

/** A finding of an older report, of a process that died, or of a kept case that runs as it did. */
function plainSign({ shrunk }: IssueFinding, symptom: string): Sign {
  return {
    given: listKinds(shrunk),
    takes: listTaken(shrunk),
    breaks: [symptom],
    firstCase: 0,
    case: shrunk,
  };
}

/** Of as many kinds, what such a case was shrunk to itself; a case that lacks what a smallest one takes shows the finding for another reason. */
function leastWithin(roots: readonly Root[], given: readonly ElementKind[]): Root | undefined {
  const within = roots.filter((root) => isWithin(root, given));
  const least = within.filter(({ sign }) => sign.takes.length === within[0]!.sign.takes.length);
  return least.find(({ sign }) => sign.given.join() === given.join()) ?? least[0];
}

function isWithin({ sign }: Root, given: readonly ElementKind[]): boolean {
  return sign.takes.every((kind) => (given as readonly string[]).includes(kind));
}

/** What takes least first; of as many, a fixed order. */
function compareRoots(left: Root, right: Root): number {
  const [mine, other] = [left.sign, right.sign];
  return (
    mine.takes.length - other.takes.length ||
    compareTexts(mine.takes.join(' '), other.takes.join(' ')) ||
    mine.firstCase - other.firstCase ||
    left.position - right.position ||
    compareTexts(mine.given.join(' '), other.given.join(' '))
  );
}

/**
 * Roots that take the same, where the smallest case of one shows the other as well, or one act ended what both used; sets, and the roots in each, in the order of their
 * findings.
 */
function joinRoots(roots: readonly Root[]): Root[][] {
  const sets: Root[][] = [];
  for (const root of roots) {
    const near = sets.filter((set) => set.some((other) => isSame(root, other)));
    for (const set of near) sets.splice(sets.indexOf(set), 1);
    sets.push([...near.flat(), root].toSorted(comparePlaces));
  }
  return sets.toSorted(([left], [right]) => comparePlaces(left!, right!));
}

function comparePlaces(left: Root, right: Root): number {
  return left.position - right.position || compareRoots(left, right);
}

function isSame(left: Root, right: Root): boolean {
  return (
    left.sign.takes.join(' ') === right.sign.takes.join(' ') &&
    (left.sign.breaks.includes(right.symptom) ||
      right.sign.breaks.includes(left.symptom) ||
      isOneEnd(left.finding, right.finding))
  );
}

function makeIssue(roots: readonly Root[], sights: Sight[], findings: readonly IssueFinding[]): IssueParts {
  const [{ sign, finding }] = roots as [Root];
  const shown = new Set(sights.flatMap((sight) => sight.findings));
  return {
    id: hashIssue(sign.takes, [...new Set(roots.flatMap((root) => root.sign.breaks))].toSorted()),
    cause: finding.fingerprint,
    also: findings
      .map(({ fingerprint }) => fingerprint)
      .filter((id) => shown.has(id) && id !== finding.fingerprint),
    takes: sign.takes,
    count: sights.reduce((sum, { count }) => sum + count, 0),
    case: sign.case,
    sights,
  };
}

function hashIssue(takes: readonly string[], breaks: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify([takes, breaks]))
    .digest('hex')
    .slice(0, 12);
}

/** By code units: the same on every machine. */
function compareTexts(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
