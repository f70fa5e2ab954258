// Inside a worker: a case → what the same case comes to on every variant of its scenario.
import { tellDifferential } from '../explain/tell-differential.ts';
import type { Case } from '../model/case.ts';
import type { Differential, VariantOutcome } from '../model/differential.ts';
import { hasApplied } from '../model/trace.ts';
import type { Scenario } from '../simulate/scenario.ts';
import { CandidateRuns, knownFailure, type CandidateRun } from './candidate-runs.ts';
import { evaluateCase, findByFingerprint, findingsOf } from './evaluate-case.ts';
import { warmUpFor } from './warm-up.ts';

/** Runs it on each of `variants` (by default all), that of the case first, which is known to fail. */
export async function compareVariants(
  scenario: Scenario,
  kase: Case,
  runs: CandidateRuns,
  variants: readonly string[] = Object.keys(scenario.variants),
): Promise<Differential> {
  const outcomes: VariantOutcome[] = [{ variant: kase.variant, outcome: 'same' }];
  for (const variant of variants) {
    if (variant === kase.variant) continue;
    const { outcome, shown, trace } = await runOn(scenario, { ...kase, variant }, runs);
    const isIdle = outcome === 'pass' && trace !== undefined && !hasApplied(trace);
    outcomes.push({
      variant,
      outcome: isIdle ? 'not applied' : outcome,
      ...(shown === undefined ? {} : { finding: `${shown.oracle} ${shown.code}` }),
    });
  }
  return tellDifferential(outcomes);
}

/** A variant that cannot be run here has no verdict. */
async function runOn(scenario: Scenario, kase: Case, runs: CandidateRuns): Promise<CandidateRun> {
  try {
    const isReady = await runs.prepare(() => warmUpFor(scenario, kase));
    return isReady ? await runs.run(kase) : { outcome: 'died' };
  } catch {
    return { outcome: 'no verdict' };
  }
}

/** Findings with the cases that show them, and the variants to run those on. */
export type Comparison = { cases: { case: Case; fingerprint: string }[]; variants: string[] };

/** What each of the cases comes to; undefined for one that no longer shows its finding. */
export async function compareCases(
  scenario: Scenario,
  { cases, variants }: Comparison,
): Promise<(Differential | undefined)[]> {
  const differentials: (Differential | undefined)[] = [];
  for (const { case: kase, fingerprint: wanted } of cases) {
    await warmUpFor(scenario, kase);
    const { verdict } = await evaluateCase(scenario, kase, 'frames');
    const finding = findByFingerprint(verdict, wanted);
    if (finding === undefined) {
      differentials.push(undefined);
      continue;
    }
    const runs = new CandidateRuns(scenario, knownFailure(finding, findingsOf(verdict)), UNGUARDED);
    differentials.push(await compareVariants(scenario, kase, runs, variants));
  }
  return differentials;
}

/** The parent does without what a process dies of. */
const UNGUARDED = { barred: [], note: () => {} };
