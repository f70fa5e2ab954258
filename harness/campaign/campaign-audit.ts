// What a campaign ran → the same once more in other processes: every case where that was asked for, and whatever was found in
// any case. What it took is kept account of.
import type { Audit, Divergence } from '../model/campaign-result.ts';
import { listStretches, runElsewhere, type Audited } from './audit-variant.ts';
import type { CasePlace } from './case-place.ts';
import type { Comparison } from './compare-variants.ts';
import type { WorkerEnd } from './describe-end.ts';
import type { VariantEntry, VariantOutcome, VariantState } from './variant-state.ts';
import { WorkerDiedError } from './worker-process.ts';

/** Twice in the process that explores, once in another. */
export const RUNS_PER_AUDITED_CASE = 3;

/** The audit of one campaign. */
export class CampaignAudit {
  readonly #nowMs: () => number;
  readonly #signal: AbortSignal;
  #findingsChecked = 0;
  #elapsedMs = 0;

  constructor(nowMs: () => number, signal: AbortSignal) {
    this.#nowMs = nowMs;
    this.#signal = signal;
  }

  /** What was audited of `states` in all. */
  result(states: readonly VariantState[]): Audit {
    const cases = states.reduce((sum, { auditedCases }) => sum + auditedCases, 0);
    const [findingsChecked, elapsedMs] = [this.#findingsChecked, this.#elapsedMs];
    return { cases, runs: cases * RUNS_PER_AUDITED_CASE, findingsChecked, elapsedMs };
  }

  /** Runs the cases of a variant in another process. */
  async auditCases(
    place: CasePlace,
    state: VariantState,
    learn: (entry: VariantEntry) => void,
  ): Promise<void> {
    for (const { cases, next } of listStretches(state.hashes, state.audited, state.next)) {
      if (this.#signal.aborted) return;
      const startedMs = this.#nowMs();
      try {
        for (const divergence of (await runElsewhere(place, cases)).divergences)
          learn({ kind: 'diverged', divergence });
      } catch (error) {
        if (!(error instanceof WorkerDiedError)) throw error;
        const what = `${error.end.message}; that was in the second process of the audit, in the cases up to #${next}`;
        const { scenario, variant } = place;
        learn({
          kind: 'problem',
          problem: { kind: 'not-repeated', scenario, variant, caseIndex: next - 1, what },
        });
      }
      learn({ kind: 'audited', next });
      this.#elapsedMs += this.#nowMs() - startedMs;
    }
  }

  /**
   * Runs what was found in the variants of a scenario in another process. What differs there is no finding; what is one is run
   * on the other `variants` as well.
   */
  async checkFindings(
    scenario: CasePlace,
    outcomes: readonly VariantOutcome[],
    variants: readonly string[],
  ): Promise<void> {
    const groups = outcomes.flatMap((outcome) => outcome.groups);
    this.#findingsChecked += groups.length;
    // A death has no trace, and was seen in a process of its own already.
    const found = groups.filter((group) => group.found.traceHash !== '');
    if (found.length === 0) return;
    const startedMs = this.#nowMs();
    const place = { ...scenario, variant: found[0]!.found.variant };
    const cases = found.map((group) => ({
      index: group.found.firstCase,
      pick: group.found.shrunk,
      traceHash: group.found.traceHash,
    }));
    const noteDeath = (end: WorkerEnd): void => {
      const what = `${end.message}; that was when what was found was run once more in another process`;
      const { variant } = place;
      const caseIndex = found[0]!.found.firstCase;
      const problem = { kind: 'not-repeated', scenario: place.scenario, variant, caseIndex, what } as const;
      outcomes[0]!.problems = [...outcomes[0]!.problems, problem];
    };
    const compared = found.map(({ found: { shrunk, fingerprint } }) => ({ case: shrunk, fingerprint }));
    const comparison = { cases: compared, variants: [...variants] };
    const { divergences, differentials } = await checkElsewhere(place, cases, comparison, noteDeath);
    for (const [nth, group] of found.entries()) {
      const differential = differentials[nth];
      if (differential !== undefined) group.found = { ...group.found, differential };
    }
    for (const divergence of divergences) for (const outcome of outcomes) takeOut(divergence, outcome);
    this.#elapsedMs += this.#nowMs() - startedMs;
  }
}

type Checked = Awaited<ReturnType<typeof runElsewhere>>;

/**
 * Checks the cases and compares them on the variants, where there are several. A case that lives may kill its process on
 * another variant: then all are checked by themselves, and each is compared in a process of its own, so that what is told of
 * one depends on no other.
 */
async function checkElsewhere(
  place: CasePlace,
  cases: readonly Audited[],
  comparison: Comparison,
  onDeath: (end: WorkerEnd) => void,
): Promise<Checked> {
  const attempt = async (audited: readonly Audited[], more?: Comparison): Promise<Checked | WorkerEnd> => {
    try {
      return await runElsewhere(place, audited, more);
    } catch (error) {
      if (!(error instanceof WorkerDiedError)) throw error;
      return error.end;
    }
  };
  const { variants } = comparison;
  if (variants.length > 1) {
    const both = await attempt(cases, comparison);
    if ('divergences' in both) return both;
  }
  const checked = await attempt(cases);
  if (!('divergences' in checked)) {
    onDeath(checked);
    return { divergences: [], differentials: [] };
  }
  if (variants.length === 1) return checked;
  const differentials: Checked['differentials'] = [];
  for (const [nth, one] of comparison.cases.entries()) {
    const alone = await attempt([cases[nth]!], { cases: [one], variants });
    differentials.push('divergences' in alone ? alone.differentials[0] : undefined);
  }
  return { ...checked, differentials };
}

function takeOut(divergence: Divergence, outcome: VariantOutcome): void {
  const isSame = ({ found }: VariantOutcome['groups'][number]): boolean =>
    found.variant === divergence.variant && found.traceHash === divergence.runs[0].traceHash;
  if (!outcome.groups.some(isSame)) return;
  outcome.groups = outcome.groups.filter((group) => !isSame(group));
  outcome.divergences = [...outcome.divergences, divergence];
  outcome.tally.inconclusive++;
}
