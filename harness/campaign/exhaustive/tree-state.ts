// What is known of one variant's tree: spans in the order they came → which units are done, how large the tree is, where each finding
// lies in it. Everything that is asked of it is by unit, so it does not matter which process came to what first.
import { createHash } from 'node:crypto';
import { estimateRuns, type Probe } from '../../generate/exhaustive/estimate-tree.ts';
import type { Cursor, Path } from '../../generate/exhaustive/choice-tree.ts';
import type { Case } from '../../model/case.ts';
import { EXHAUSTIVE_TRACES_MAX } from '../../model/limits.ts';
import type { WorkerEnd } from '../describe-end.ts';
import type { SeenEscape } from '../worker-protocol.ts';
import { formatPath, type Sight, type Span, type UnitTask } from './tree-protocol.ts';

/** A run that took its process down. `fingerprint` is '' when it did not do so again, alone. */
export type Loss = {
  unit: number;
  ordinal: number;
  path: Path;
  case: Case;
  end: WorkerEnd;
  fingerprint: string;
};

/** What is learned of a tree. */
export type TreeEntry =
  | { kind: 'surveyed'; units: number; actions: string[] }
  | { kind: 'probed'; probes: Probe[] }
  | { kind: 'sighted'; sight: Sight }
  | { kind: 'lost'; loss: Loss }
  | Span;

type Unit = { runs: number; chain: string; isDone: boolean; cursor: Cursor | undefined };

/** The state of one tree. */
export class TreeState {
  /** Number of units, undefined as long as nobody has counted them. */
  units: number | undefined;
  /** What is injected. */
  actions: string[] = [];
  probes: Probe[] | undefined;
  readonly losses: Loss[] = [];
  readonly gaps = new Set<string>();
  readonly #units = new Map<number, Unit>();
  readonly #sights = new Map<string, Sight>();
  readonly #traces = new Set<string>();
  readonly #escapes: { unit: number; escape: SeenEscape }[] = [];

  /** Learns one thing. */
  apply(entry: TreeEntry): void {
    switch (entry.kind) {
      case 'surveyed':
        this.units = entry.units;
        this.actions = entry.actions;
        break;
      case 'probed':
        this.probes = entry.probes;
        break;
      case 'sighted':
        this.#see(entry.sight);
        break;
      case 'lost':
        this.losses.push(entry.loss);
        break;
      default:
        this.#advance(entry);
    }
  }

  /** Runs so far. */
  get runs(): number {
    return [...this.#units.values()].reduce((sum, { runs }) => sum + runs, 0);
  }

  get doneUnits(): number {
    return [...this.#units.values()].filter(({ isDone }) => isDone).length;
  }

  get isDone(): boolean {
    return this.units !== undefined && this.doneUnits === this.units;
  }

  /** Runs of the whole tree, as far as can be told; at the end it is their number. */
  get estimate(): number {
    if (this.isDone) return this.runs;
    const units = [...this.#units.values()];
    const done = units.reduce((sum, { isDone, runs }) => (isDone ? sum + runs : sum), 0);
    const isDone = (unit: number): boolean => this.#units.get(unit + 1)?.isDone === true;
    return estimateRuns(this.probes ?? [], { done, begun: this.runs - done, isDone });
  }

  /** As it was estimated before the first run; undefined when it could not be. */
  get firstEstimate(): number | undefined {
    if (this.probes === undefined || this.probes.length === 0) return this.units === 1 ? 1 : undefined;
    return estimateRuns(this.probes, { done: 1, begun: 0, isDone: () => false });
  }

  /** Different traces; `isAll` false when there are more. */
  get traces(): { count: number; isAll: boolean } {
    return { count: this.#traces.size, isAll: this.#traces.size < EXHAUSTIVE_TRACES_MAX };
  }

  /** Units that are not done, in order. */
  listTasks(): UnitTask[] {
    return Array.from({ length: this.units ?? 0 }, (_, unit) => unit).flatMap((unit) => {
      const { runs = 0, chain = '', isDone = false, cursor } = this.#units.get(unit) ?? {};
      return isDone ? [] : [{ unit, runs, chain, ...(cursor && { cursor }) }];
    });
  }

  /** Places that took their process down. */
  listBarred(): string[] {
    return this.losses.map(({ path }) => formatPath(path));
  }

  /** The first sight of each finding, in the order of the tree. */
  listSights(): Sight[] {
    return [...this.#sights.values()].toSorted(comparePlaces);
  }

  /** The first loss of each kind of death that repeats, in the order of the tree. */
  listDeaths(): Loss[] {
    const deaths = this.losses.filter(({ fingerprint }) => fingerprint !== '').toSorted(comparePlaces);
    return [...Map.groupBy(deaths, ({ fingerprint }) => fingerprint).values()].map((same) => same[0]!);
  }

  /** What left the world, each with the run that it was seen in first by its process. */
  listEscapes(): SeenEscape[] {
    return this.#escapes
      .toSorted((left, right) => left.unit - right.unit)
      .map(({ unit, escape }) => ({
        ...escape,
        firstCase: this.rankOf({ unit, ordinal: escape.firstCase }),
      }));
  }

  /** Index of a run in the order of the tree, as far as that has been walked. */
  rankOf({ unit, ordinal }: { unit: number; ordinal: number }): number {
    const before = [...this.#units].reduce((sum, [of, { runs }]) => (of < unit ? sum + runs : sum), 0);
    return before + ordinal;
  }

  /** A hash over the traces of all runs, in order: the same tree has the same, whoever walked it. */
  hashAll(): string {
    const hash = createHash('sha256');
    for (const [unit, { chain }] of [...this.#units].toSorted(([left], [right]) => left - right))
      hash.update(`${unit} ${chain}\n`);
    return hash.digest('hex').slice(0, HASH_DIGITS);
  }

  #see(sight: Sight): void {
    const known = this.#sights.get(sight.fingerprint);
    if (known === undefined || comparePlaces(sight, known) < 0) this.#sights.set(sight.fingerprint, sight);
  }

  #advance({ unit, runs, cursor, isDone, chain, traces, gaps, escapes }: Span): void {
    this.#units.set(unit, { runs: (this.#units.get(unit)?.runs ?? 0) + runs, chain, isDone, cursor });
    for (const gap of gaps) this.gaps.add(gap);
    for (const escape of escapes) this.#escapes.push({ unit, escape });
    for (const trace of traces) if (this.#traces.size < EXHAUSTIVE_TRACES_MAX) this.#traces.add(trace);
  }
}

const HASH_DIGITS = 32;

function comparePlaces(left: { unit: number; ordinal: number }, right: typeof left): number {
  return left.unit - right.unit || left.ordinal - right.ordinal;
}
