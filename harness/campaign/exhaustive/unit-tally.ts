// Inside a worker: the runs of a unit, one after the other → spans to report. The chain is a hash over the traces of the unit so far,
// so two machines that walked the same tree can compare one word.
import { createHash } from 'node:crypto';
import type { Cursor, TreeNode } from '../../generate/exhaustive/choice-tree.ts';
import { fingerprint } from '../../model/finding.ts';
import { findingsOf } from '../evaluate-case.ts';
import { addToTally } from '../tally-run.ts';
import { emptyTally, type SeenEscape } from '../worker-protocol.ts';
import type { Sight, SightPlace, Span, UnitTask } from './tree-protocol.ts';
import type { WatchedRun } from './watch-case.ts';

/** What one process has met, in whichever unit. */
export class SeenSoFar {
  readonly #traces = new Set<string>();
  readonly #sights = new Map<string, SightPlace>();

  constructor(sights: readonly SightPlace[]) {
    for (const sight of sights) this.#sights.set(sight.fingerprint, sight);
  }

  /** True for what happens the first time. */
  isNewTrace(hash: string): boolean {
    if (this.#traces.has(hash)) return false;
    this.#traces.add(hash);
    return true;
  }

  /** True when nothing earlier in the tree is known to show it. */
  isFirst(sight: SightPlace): boolean {
    const known = this.#sights.get(sight.fingerprint);
    if (known !== undefined && (known.unit - sight.unit || known.ordinal - sight.ordinal) <= 0) return false;
    this.#sights.set(sight.fingerprint, sight);
    return true;
  }
}

/** Counts the runs of one unit. */
export class UnitTally {
  readonly #unit: number;
  readonly #seen: SeenSoFar;
  #chain: string;
  #before: number;
  #runs = 0;
  #tally = emptyTally();
  #counts: Record<string, number> = {};
  #traces: string[] = [];
  #gaps: string[] = [];

  constructor({ unit, runs, chain }: UnitTask, seen: SeenSoFar) {
    this.#unit = unit;
    this.#before = runs;
    this.#chain = chain;
    this.#seen = seen;
  }

  /** Runs since the last span. */
  get runs(): number {
    return this.#runs;
  }

  /** Index of the next run in its unit. */
  get ordinal(): number {
    return this.#before + this.#runs;
  }

  /** Counts a run; what it is the first to show. */
  add({ case: kase, run, gaps }: Pick<TreeNode<WatchedRun>, 'case' | 'run' | 'gaps'>): Sight[] {
    const { evaluation, lines } = run;
    const hash = hashRun(evaluation.trace, lines);
    this.#chain = createHash('sha256')
      .update(`${this.#chain}\n${JSON.stringify(kase)}\n${hash}`)
      .digest('hex')
      .slice(0, CHAIN_DIGITS);
    if (this.#seen.isNewTrace(hash)) this.#traces.push(hash);
    addToTally(this.#tally, evaluation);
    this.#gaps.push(...gaps);
    // Calls that differ by a number alone have one fingerprint: a run with both is one run.
    const ids = new Set(findingsOf(evaluation.verdict).map(fingerprint));
    const sights = [...ids].flatMap((id) => {
      this.#counts[id] = (this.#counts[id] ?? 0) + 1;
      const sight = { fingerprint: id, unit: this.#unit, ordinal: this.ordinal };
      return this.#seen.isFirst(sight) ? [{ ...sight, case: kase }] : [];
    });
    this.#runs++;
    return sights;
  }

  /** What was counted since the last span. */
  take(cursor: Cursor | undefined, isDone: boolean, escapes: SeenEscape[]): Span {
    const span: Span = {
      kind: 'span',
      unit: this.#unit,
      runs: this.#runs,
      ...(cursor && { cursor }),
      isDone,
      chain: this.#chain,
      tally: this.#tally,
      counts: this.#counts,
      escapes,
      traces: this.#traces,
      gaps: this.#gaps,
    };
    this.#before += this.#runs;
    this.#runs = 0;
    this.#tally = emptyTally();
    this.#counts = {};
    this.#traces = [];
    this.#gaps = [];
    return span;
  }
}

/** Hex digits of a chain, and of a trace's hash in it. */
const CHAIN_DIGITS = 32;
const TRACE_DIGITS = 16;

/** What happened, without the case: two cases that come to the same have the same. */
export function hashRun(trace: WatchedRun['evaluation']['trace'], lines: readonly string[]): string {
  const { end, pending, open, steps, virtualMs } = trace;
  const left = open.map(({ resource, id, what }) => [resource, id, what]);
  return createHash('sha256')
    .update(JSON.stringify([end, pending, left, steps, virtualMs]))
    .update(lines.join('\n').replaceAll(TURNS_OF_ACTIONS, ''))
    .digest('hex')
    .slice(0, TRACE_DIGITS);
}

const TURNS_OF_ACTIONS = /(?<="prompt":(?:true|false)),"turns":\d+/g;
