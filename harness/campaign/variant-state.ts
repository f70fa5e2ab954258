// What is known of one variant: entries in the order they came → totals. A journal holds the same entries, so a campaign
// that is taken up again has, by construction, the state of one that was never interrupted.
import type { Divergence, WorkerProblem } from '../model/campaign-result.ts';
import { readSights, type Sight } from '../model/issue.ts';
import type { KeptOutcome } from '../model/kept-case.ts';
import { countSweep, type SweepPlan } from '../model/sweep-plan.ts';
import { TreeState, type TreeEntry } from './exhaustive/tree-state.ts';
import type { KnownFinding } from './known-findings.ts';
import {
  addTally,
  emptyTally,
  type FoundGroup,
  type SeenEscape,
  type Tally,
  type WorkerMessage,
} from './worker-protocol.ts';

/** One thing that was learned. */
export type VariantEntry =
  /** A new finding, and where its repro was saved. */
  | { kind: 'found'; found: FoundGroup; repro: string }
  /** A kept case was tried; what it still shows, and where its repro is. */
  | { kind: 'kept'; outcome: KeptOutcome; found?: FoundGroup; repro: string }
  | Extract<WorkerMessage, { kind: 'seen' }>
  | Extract<WorkerMessage, { kind: 'sign' }>
  /** The cases up to `next`, as the worker told of them. */
  | Extract<WorkerMessage, { kind: 'batch' }>
  /** The case `index` took its process down; `fingerprint` is '' when it did not do so again. */
  | { kind: 'died'; index: number; code: string; fingerprint: string }
  | { kind: 'problem'; problem: WorkerProblem }
  /** What a sweep is made of. */
  | { kind: 'planned'; plan: SweepPlan }
  | { kind: 'diverged'; divergence: Divergence }
  /** The second process has run the cases up to `next`. */
  | { kind: 'audited'; next: number }
  /** Packages under test that some module asked for. */
  | { kind: 'redirected'; names: string[] }
  | TreeEntry
  /** There is nothing more to do. */
  | { kind: 'closed' };

/** What became of a variant. */
export type VariantOutcome = {
  tally: Tally;
  /** As in a VariantResult. */
  reached: number;
  /** What was found; `kept` is the file of the kept case that showed it first. */
  groups: { found: FoundGroup; count: number; lastCase: number | undefined; repro: string; kept?: string }[];
  /** Which findings were shown together, as often. */
  sights: Sight[];
  corpus: KeptOutcome[];
  problems: WorkerProblem[];
  divergences: Divergence[];
  /** Real activity that left the world, each kind once. */
  escapes: SeenEscape[];
  /** Cases that took their process down, in order. */
  deaths: { index: number; code: string }[];
  /** Packages under test that some module asked for. */
  redirected: ReadonlySet<string>;
  /** What its cases go through, where they are a sweep. */
  plan?: SweepPlan;
  /** There is nothing more to do. */
  isClosed: boolean;
};

/** The state of one variant while it is explored. */
export class VariantState {
  readonly #tally = emptyTally();
  readonly #groups: { found: FoundGroup; repro: string; kept?: string }[] = [];
  readonly #corpus: KeptOutcome[] = [];
  readonly #counts = new Map<string, number>();
  readonly #sights: Record<string, number> = {};
  readonly #last = new Map<string, number>();
  /** What a kept case showed and a case of this run as well. */
  readonly #seen = new Set<string>();
  readonly #problems: WorkerProblem[] = [];
  readonly #divergences: Divergence[] = [];
  readonly #escapes: SeenEscape[] = [];
  readonly #deaths: { index: number; code: string }[] = [];
  readonly #redirected = new Set<string>();
  /** Index of the first case that nothing is known of. */
  next = 0;
  /** Trace hashes by index, of an audited run; '' where there is none. */
  readonly hashes: string[] = [];
  /** Index of the first case that the second process has not run. */
  audited = 0;
  isClosed = false;
  #plan: SweepPlan | undefined;
  /** What is known of the tree, where all cases up to a bound are run. */
  readonly tree = new TreeState();
  /** Deaths without a case between them that lived. */
  deathsInARow = 0;

  /** Learns one thing. */
  apply(entry: VariantEntry): void {
    switch (entry.kind) {
      case 'found':
        this.#groups.push({ found: entry.found, repro: entry.repro });
        break;
      case 'kept':
        this.#corpus.push(entry.outcome);
        if (entry.found !== undefined)
          this.#groups.push({ found: entry.found, repro: entry.repro, kept: entry.outcome.file });
        break;
      case 'seen':
        this.#see(entry.fingerprint, { firstCase: entry.index, original: entry.case });
        break;
      case 'sign':
        this.#sign(entry);
        break;
      case 'batch':
        if (entry.tally.cases > 0) this.deathsInARow = 0;
        this.next = entry.next;
        addTally(this.#tally, entry.tally);
        this.#escapes.push(...entry.escapes);
        this.hashes.push(...(entry.hashes ?? []));
        for (const [id, count] of Object.entries(entry.counts)) this.#count(id, count);
        for (const [key, count] of Object.entries(entry.sights))
          this.#sights[key] = (this.#sights[key] ?? 0) + count;
        for (const [id, index] of Object.entries(entry.last)) this.#last.set(id, index);
        break;
      case 'died':
        this.#die(entry);
        if (entry.fingerprint !== '') this.#last.set(entry.fingerprint, entry.index);
        break;
      case 'problem':
        this.#problems.push(entry.problem);
        break;
      case 'diverged':
        this.#divergences.push(entry.divergence);
        break;
      case 'planned':
        this.#plan = entry.plan;
        break;
      case 'redirected':
        for (const name of entry.names) this.#redirected.add(name);
        break;
      case 'audited':
        this.audited = entry.next;
        break;
      case 'closed':
        this.isClosed = true;
        break;
      default:
        this.#grow(entry);
    }
  }

  #grow(entry: TreeEntry): void {
    this.tree.apply(entry);
    if (entry.kind === 'span') {
      if (entry.runs > 0) this.deathsInARow = 0;
      this.next += entry.runs;
      addTally(this.#tally, entry.tally);
      for (const [id, count] of Object.entries(entry.counts)) this.#count(id, count);
    } else if (entry.kind === 'lost') {
      const { unit, ordinal, end, fingerprint } = entry.loss;
      const index = this.tree.rankOf({ unit, ordinal });
      this.#die({ kind: 'died', index: Math.max(index, this.next), code: end.code, fingerprint });
    }
  }

  /** True when there are no cases below index `to` that nothing is known of. */
  hasAll(to: number): boolean {
    return this.next >= (this.#plan === undefined ? to : Math.min(to, countSweep(this.#plan)));
  }

  get cases(): number {
    return this.#tally.cases;
  }

  /** Cases that both processes have run. */
  get auditedCases(): number {
    return this.hashes.slice(0, this.audited).filter((hash) => hash !== '').length;
  }

  get findings(): number {
    return this.#groups.length;
  }

  /** What was found. */
  get known(): KnownFinding[] {
    return this.#groups.map(({ found: { fingerprint, shrunk, signs } }) => ({
      fingerprint,
      shrunk,
      ...(signs && { signs }),
      ...(this.isUnseen(fingerprint) ? { isUnseen: true } : {}),
    }));
  }

  /** True when that was found. */
  knows(fingerprint: string): boolean {
    return this.#groups.some(({ found }) => found.fingerprint === fingerprint);
  }

  /** True when a kept case has shown that, and no case of this run. */
  isUnseen(fingerprint: string): boolean {
    return !this.#seen.has(fingerprint) && this.#groups.some(isKept(fingerprint));
  }

  /** Files of kept cases that were tried. */
  get tried(): string[] {
    return this.#corpus.map(({ file }) => file);
  }

  /** True when there is a problem of that kind. */
  hasProblem(kind: WorkerProblem['kind']): boolean {
    return this.#problems.some((problem) => problem.kind === kind);
  }

  outcome(): VariantOutcome {
    return {
      tally: this.#tally,
      reached: this.next,
      groups: this.#groups.map((group) => {
        const count = this.#counts.get(group.found.fingerprint) ?? (group.kept === undefined ? 1 : 0);
        const lastCase =
          this.#last.get(group.found.fingerprint) ?? (count === 1 ? group.found.firstCase : undefined);
        return { ...group, count, lastCase };
      }),
      sights: readSights(this.#sights),
      corpus: this.#corpus,
      problems: this.#problems,
      divergences: this.#divergences,
      escapes: [...this.#escapes, ...this.tree.listEscapes()],
      deaths: this.#deaths,
      redirected: this.#redirected,
      ...(this.#plan && { plan: this.#plan }),
      isClosed: this.isClosed,
    };
  }

  #die({ index, code, fingerprint }: VariantEntry & { kind: 'died' }): void {
    // It may be a case that was counted already: what it left behind took the process down later.
    const isNew = index >= this.next;
    this.next = Math.max(this.next, index + 1);
    this.deathsInARow++;
    this.#deaths.push({ index, code });
    this.hashes[index] = '';
    if (isNew) this.#tally.cases++;
    if (fingerprint === '') this.#tally.inconclusive++;
    else {
      this.#tally.failed++;
      this.#count(fingerprint, 1);
      if (this.isUnseen(fingerprint)) this.#see(fingerprint, { firstCase: index });
    }
  }

  /** Notes where a finding of a kept case was seen first. */
  #see(fingerprint: string, where: Partial<FoundGroup>): void {
    this.#seen.add(fingerprint);
    const at = this.#groups.findIndex(isKept(fingerprint));
    if (at === -1) return;
    // It takes its place among what was found in the order of cases.
    const [group] = this.#groups.splice(at, 1);
    this.#groups.push({ ...group!, found: { ...group!.found, ...where } });
  }

  /** Notes what a finding takes in cases that were given other kinds of elements. */
  #sign({ fingerprint, sign }: VariantEntry & { kind: 'sign' }): void {
    const at = this.#groups.findIndex(({ found }) => found.fingerprint === fingerprint);
    if (at === -1) return;
    const group = this.#groups[at]!;
    const signs = [...(group.found.signs ?? []), sign];
    this.#groups[at] = { ...group, found: { ...group.found, signs } };
  }

  #count(id: string, count: number): void {
    this.#counts.set(id, (this.#counts.get(id) ?? 0) + count);
  }
}

function isKept(fingerprint: string): (group: { found: FoundGroup; kept?: string }) => boolean {
  return ({ found, kept }) => kept !== undefined && found.fingerprint === fingerprint;
}
