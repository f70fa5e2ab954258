// Inside a worker: cases that differ from a failing one → what each comes to, counted and bounded. A run is noted before it
// begins, so that the parent can bar one that takes the process down and start again.
import { classifyRun, type KnownFailure } from '../explain/classify-run.ts';
import type { Case } from '../model/case.ts';
import { EXPLAIN_RUN_STEPS, EXPLAIN_STEP_BUDGET } from '../model/limits.ts';
import type { RunOutcome } from '../model/differential.ts';
import { fingerprint, type Finding } from '../model/finding.ts';
import type { Trace } from '../model/trace.ts';
import type { RunWatch } from '../simulate/run-watch.ts';
import type { Scenario } from '../simulate/scenario.ts';
import { evaluateCase } from './evaluate-case.ts';

/** What one case came to; there is no trace of a run that was barred. */
export type CandidateRun = { outcome: RunOutcome; shown?: Finding; trace?: Trace };

/** Runs that are not to be made, since the process died of them, and where each run is noted before it begins. */
export type RunGuard = { barred: readonly number[]; note: (nth: number) => void };

/** The runs of one explanation. */
export class CandidateRuns {
  readonly #scenario: Scenario;
  readonly #known: KnownFailure;
  readonly #guard: RunGuard;
  /** Runs so far. */
  count = 0;
  #steps = 0;

  constructor(scenario: Scenario, known: KnownFailure, guard: RunGuard) {
    this.#scenario = scenario;
    this.#known = known;
    this.#guard = guard;
  }

  /** Steps that are left of a share of the whole budget, when `since` were used before that share began. */
  leftOf(share: number, since: number): number {
    return EXPLAIN_STEP_BUDGET * share - (this.#steps - since);
  }

  /** Steps of all runs so far, with what each run costs besides. */
  get steps(): number {
    return this.#steps;
  }

  /** Does what one needs before a case can be run; false where the process died of that. */
  async prepare(make: () => Promise<unknown>): Promise<boolean> {
    const nth = this.count++;
    if (this.#guard.barred.includes(nth)) return false;
    this.#guard.note(nth);
    await make();
    return true;
  }

  /** Runs a case with the frames that fingerprints are made of. */
  async run(kase: Case, watch?: RunWatch): Promise<CandidateRun> {
    const nth = this.count++;
    if (this.#guard.barred.includes(nth)) return { outcome: 'died' };
    this.#guard.note(nth);
    const { trace, verdict } = await evaluateCase(this.#scenario, kase, 'frames', watch);
    this.#steps += trace.steps + EXPLAIN_RUN_STEPS;
    return { ...classifyRun(verdict, this.#known), trace };
  }
}

/** The failure that runs are held against: a finding, among all of its run. */
export function knownFailure(finding: Finding, all: readonly Finding[]): KnownFailure {
  return { finding, fingerprint: fingerprint(finding), all: new Set(all.map(fingerprint)) };
}
