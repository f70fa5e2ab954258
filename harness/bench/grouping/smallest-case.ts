// Findings of failing cases → the smallest case of each, shrunk once for all that it explains: what it takes, and all that it breaks.
import { evaluateCase, findingsOf, type Evaluation } from '../../campaign/evaluate-case.ts';
import { writeOutPolicy } from '../../campaign/write-out-policy.ts';
import type { Case } from '../../model/case.ts';
import type { Finding } from '../../model/finding.ts';
import type { Trace } from '../../model/trace.ts';
import { shrinkCase } from '../../shrink/shrink-case.ts';
import type { Scenario } from '../../simulate/scenario.ts';
import { causeKey } from './cause-key.ts';
import { SHRINK_RUNS } from './limits.ts';

/** Kinds of elements without which a case does not fail; none: the natural order fails, or another one. */
export type Need = 'fault' | 'action';

/** The smallest case that was found to show something: what it takes, and the keys of all that it breaks, sorted. */
export type SmallestCase = { takes: Need[]; breaks: string[] };

/** Smallest cases by the key of what they were shrunk to. */
export type KnownCauses = Record<string, SmallestCase[]>;

/** Looks up, or shrinks. `isFit` turns false when a run has left the process unfit for another. */
export class SmallestCases {
  readonly #scenario: Scenario;
  readonly known: KnownCauses;
  isFit = true;

  constructor(scenario: Scenario, known: KnownCauses) {
    this.#scenario = scenario;
    this.known = known;
  }

  /** The one that explains the finding of this run: a case that has all that a smallest one takes is another sight of it. */
  async find(finding: Finding, trace: Trace): Promise<SmallestCase> {
    const key = causeKey(finding);
    const known = (this.known[key] ??= []);
    const given = needsOf(trace.case);
    const explained = known.find(({ takes }) => takes.every((need) => given.includes(need)));
    if (explained !== undefined) return explained;
    const smallest = await this.#shrink(key, trace);
    known.push(smallest);
    return smallest;
  }

  async #shrink(key: string, trace: Trace): Promise<SmallestCase> {
    const written = await writeOutPolicy(trace, (candidate) => this.#run(candidate));
    const { shrunk } = await shrinkCase(
      written,
      async (candidate) => (await this.#keysOf(candidate)).includes(key),
      SHRINK_RUNS,
    );
    return { takes: needsOf(shrunk), breaks: await this.#keysOf(shrunk) };
  }

  async #keysOf(kase: Case): Promise<string[]> {
    const { verdict } = await this.#run(kase);
    return [...new Set(findingsOf(verdict).map(causeKey))].toSorted();
  }

  async #run(kase: Case): Promise<Evaluation> {
    const evaluation = await evaluateCase(this.#scenario, kase);
    if (!evaluation.isClean) this.isFit = false;
    return evaluation;
  }
}

function needsOf({ faults, actions }: Case): Need[] {
  return [
    ...(faults.length > 0 ? (['fault'] as const) : []),
    ...(actions.length > 0 ? (['action'] as const) : []),
  ];
}
