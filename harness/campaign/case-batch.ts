// Cases of a job that were run → one message for many of them; and what is noted before each case, should the process die of it.
import { keyOfSight, type ElementKind } from '../model/issue.ts';
import type { EscapeLog } from './escape-log.ts';
import type { Evaluation } from './evaluate-case.ts';
import type { Progress } from './progress-file.ts';
import { addToTally } from './tally-run.ts';
import { emptyTally, type WorkerMessage } from './worker-protocol.ts';

type Pending = Omit<Progress, 'index' | 'looking'>;

/** What a stretch of cases came to, from the last that was told of. */
export class CaseBatch {
  readonly #escapes: EscapeLog;
  readonly #isAudited: boolean;
  readonly #send: (message: WorkerMessage) => void;
  #pending: Pending;

  constructor(from: number, isAudited: boolean, escapes: EscapeLog, send: (message: WorkerMessage) => void) {
    this.#pending = emptyBatch(from);
    this.#isAudited = isAudited;
    this.#escapes = escapes;
    this.#send = send;
  }

  /** Counts a run. */
  add(evaluation: Evaluation): void {
    addToTally(this.#pending.tally, evaluation);
  }

  /** Notes the trace hash of a case, '' where there is none to be compared; one for each case of an audit. */
  addHash(hash: string): void {
    if (this.#isAudited) this.#pending.hashes.push(hash);
  }

  /** Counts cases that can't be run. */
  addUnrun(cases: number): void {
    this.#pending.tally.cases += cases;
    this.#pending.tally.inconclusive += cases;
    for (let nth = 0; nth < cases; nth++) this.addHash('');
  }

  /** A case that was counted has no verdict after all. */
  withdraw(): void {
    this.#pending.tally.inconclusive++;
  }

  /** Case `index` shows the finding. */
  count(id: string, index: number): void {
    const { counts, last } = this.#pending;
    counts[id] = (counts[id] ?? 0) + 1;
    last[id] = index;
  }

  /** A case that was given such elements shows these findings together. */
  sight(shown: ReadonlySet<string>, given: ElementKind[]): void {
    if (shown.size === 0) return;
    const { sights } = this.#pending;
    const key = keyOfSight({ findings: [...shown], given });
    sights[key] = (sights[key] ?? 0) + 1;
  }

  /** What is to be noted before case `index` runs. */
  note(index: number): Progress {
    return { index, ...this.#pending };
  }

  /** Tells of all cases before `next`. */
  flush(next: number): void {
    const { from, hashes, ...told } = this.#pending;
    if (next === from) return;
    const ofAudit = this.#isAudited ? { hashes } : {};
    this.#send({ kind: 'batch', next, ...told, escapes: this.#escapes.take(), ...ofAudit });
    this.#pending = emptyBatch(next);
  }
}

function emptyBatch(from: number): Pending {
  return { from, tally: emptyTally(), counts: {}, sights: {}, last: {}, hashes: [] };
}
