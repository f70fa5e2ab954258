// What was kept of a variant → what it still shows on today's sources and versions, said case by case. In processes of their
// own: a client that has changed may take one down, and that costs one case.
import { countElements } from '../model/case.ts';
import { ClosecallError } from '../model/closecall-error.ts';
import type { Finding } from '../model/finding.ts';
import type { KeptAnswer, KeptOutcome } from '../model/kept-case.ts';
import { CORPUS_NEIGHBOURS, CORPUS_TRIED_MAX } from '../model/limits.ts';
import type { Repro } from '../model/repro.ts';
import { symptomOf } from '../model/symptom.ts';
import type { CasePlace } from './case-place.ts';
import { findingOfEnd, fingerprintOfEnd, replayDeath } from './examine-death.ts';
import type { KeptCase } from './list-corpus.ts';
import { isDeath, listChanges } from './replay.ts';
import type { SourceState } from './source-state.ts';
import { WORKER_BOUNDS } from './worker-bounds.ts';
import { askWorker, WorkerDiedError } from './worker-process.ts';
import type { CorpusItem, FoundGroup, TriedKept } from './worker-protocol.ts';

/** Where the cases belong, and what they are tried on. */
export type CorpusPlace = CasePlace & {
  source: SourceState;
  isExpected: (finding: { oracle: string; code: string }) => boolean;
  signal: AbortSignal;
};

/**
 * One kept case, and what it shows that is not expected: what is, new cases have to show. `isNew`: the finding has another case, or
 * other sources, than its file. `repro` is what the file holds.
 */
export type KeptResult = { outcome: KeptOutcome; repro: Repro; found?: FoundGroup; isNew: boolean };

/**
 * Tries `kept`, in order, and tells `onTried` of each at once. Of those with one fingerprint it tries no more when one fails. What
 * the caller must not lose is told before this resolves.
 */
export async function tryCorpus(
  kept: readonly KeptCase[],
  place: CorpusPlace,
  onTried: (result: KeptResult) => void,
): Promise<void> {
  await new CorpusTrial(place, onTried).run(kept);
}

type Item = KeptCase & { changes: string[]; end?: string };

class CorpusTrial {
  readonly #place: CorpusPlace;
  readonly #onTried: (result: KeptResult) => void;
  readonly #shown = new Set<string>();

  constructor(place: CorpusPlace, onTried: (result: KeptResult) => void) {
    this.#place = place;
    this.#onTried = onTried;
  }

  async run(kept: readonly KeptCase[]): Promise<void> {
    const items = kept.map((each): Item => ({
      ...each,
      changes: listChanges(each.repro, this.#place.source),
    }));
    const tried = items.slice(0, CORPUS_TRIED_MAX);
    let left = tried.filter(({ repro }) => !isDeath(repro));
    while (left.length > 0 && !this.#isOver()) left = await this.#tryMany(left);
    const deaths = tried.filter(({ repro }) => isDeath(repro));
    while (deaths.length > 0 && !this.#isOver()) await this.#tryDeath(deaths.shift()!);
    for (const item of [...left, ...deaths, ...items.slice(CORPUS_TRIED_MAX)])
      if (!this.#shown.has(item.repro.fingerprint)) this.#tell(item, 'not tried');
  }

  #isOver(): boolean {
    return this.#place.signal.aborted;
  }

  /** Tries the cases in one process, as far as that goes; the cases that are left. */
  async #tryMany(all: readonly Item[]): Promise<Item[]> {
    const items = all.filter(({ repro }) => !this.#shown.has(repro.fingerprint));
    if (items.length === 0) return [];
    const { file, draw, bounds = WORKER_BOUNDS, packages = [], signal } = this.#place;
    let nth: number | undefined;
    /** The first that nothing is told of. */
    let untold = 0;
    try {
      const { next } = await askWorker(
        {
          kind: 'corpus',
          file,
          neighbours: CORPUS_NEIGHBOURS,
          seed: draw.seed,
          items: items.map(({ repro, changes }) => ({
            ...itemOf(repro),
            isChanged: changes.length > 0,
            isExpected: this.#place.isExpected(repro),
          })),
        },
        'corpus',
        { bounds, packages, signal },
        (message) => {
          if (message.kind === 'trying') nth = message.nth;
          // What comes behind the end was not asked for any more.
          if (message.kind !== 'kept' || this.#isOver()) return;
          untold = message.nth + 1;
          this.#take(items[message.nth]!, message.tried);
        },
      );
      return items.slice(next);
    } catch (error) {
      const isTold = error instanceof WorkerDiedError || error instanceof ClosecallError;
      if (!isTold) throw error;
      if (this.#isOver()) return items.slice(untold);
      // A scenario that does not load, or fails itself: the exploration will say so.
      if (nth === undefined || error instanceof ClosecallError) {
        for (const item of items.slice(untold)) this.#tell(item, 'not tried');
        return [];
      }
      // It was kept from a process that lived.
      const item = items[nth]!;
      this.#tell({ ...item, end: error.end.message }, item.changes.length > 0 ? 'inconclusive' : 'diverged');
      return items.slice(nth + 1);
    }
  }

  #take(item: Item, { replayed, failed, isInconclusive = false }: TriedKept): void {
    if (failed !== undefined) this.#tell(item, 'still fails', failed.group, failed.neighbour);
    else if (replayed === undefined) this.#tell(item, isInconclusive ? 'inconclusive' : 'no longer fails');
    else if (!replayed.isSame) this.#tell(item, 'diverged');
    else if (replayed.finding === undefined) this.#tell(item, 'no longer fails');
    else {
      const { finding, interleaving, timeline } = replayed;
      const shown = { ...(interleaving && { interleaving }), ...(timeline && { timeline }) };
      this.#tell(item, 'still fails', { ...groupOf(item.repro, finding), ...shown });
    }
  }

  /** The case of a death, alone in a process: there is no trace to be the same, and neighbours would cost one each. */
  async #tryDeath(item: Item): Promise<void> {
    const { repro } = item;
    if (this.#shown.has(repro.fingerprint)) return;
    const end = await replayDeath(this.#place, repro.case);
    if (this.#isOver()) return this.#tell(item, 'not tried');
    if (end === undefined) return this.#tell(item, 'no longer fails');
    if (fingerprintOfEnd(end) === repro.fingerprint)
      return this.#tell(item, 'still fails', groupOf(repro, findingOfEnd(end)));
    return this.#tell({ ...item, end: end.message }, 'inconclusive');
  }

  #tell(
    { file, repro, changes, end }: Item,
    answer: KeptAnswer,
    found?: FoundGroup,
    neighbour?: number,
  ): void {
    const { scenario, variant } = repro.case;
    const { oracle, code, fingerprint } = repro;
    const isExpected = this.#place.isExpected(repro);
    const place = { file, scenario, variant, oracle, code, fingerprint };
    const by = neighbour === undefined ? {} : { neighbour };
    const died = end === undefined ? {} : { end };
    const outcome: KeptOutcome = { ...place, answer, isExpected, changes, ...died, ...by };
    const isTold = found !== undefined && !isExpected && !this.#shown.has(found.fingerprint);
    if (answer === 'still fails') this.#shown.add(fingerprint);
    if (found !== undefined) this.#shown.add(found.fingerprint);
    const isNew = changes.length > 0 || found?.fingerprint !== fingerprint;
    return this.#onTried({ outcome, repro, isNew, ...(isTold ? { found } : {}) });
  }
}

function itemOf({
  case: kase,
  oracle,
  code,
  fingerprint,
  traceHash,
  caseIndex,
}: Repro): Omit<CorpusItem, 'isChanged' | 'isExpected'> {
  return { case: kase, oracle, code, fingerprint, traceHash, caseIndex };
}

/** The finding of a kept case that is as it was. */
function groupOf(repro: Repro, finding: Finding): FoundGroup {
  const { message, subject, places } = finding;
  const { case: kase, oracle, code, evidence, fingerprint, caseIndex, traceHash, steps } = repro;
  return {
    fingerprint,
    symptom: symptomOf(finding),
    oracle,
    code,
    evidence,
    message,
    subject,
    places,
    scenario: kase.scenario,
    variant: kase.variant,
    firstCase: caseIndex,
    steps: countElements(kase),
    shrinkRuns: 0,
    shrunk: kase,
    original: kase,
    traceHash,
    traceSteps: steps,
    interleaving: { columns: [], rows: [] },
  };
}
