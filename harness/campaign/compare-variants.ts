// Inside a worker: a case → what the same case comes to on every variant of its scenario.
import { tellDifferential } from '../explain/tell-differential.ts';
import type { Case } from '../model/case.ts';
import type { Differential, VariantOutcome } from '../model/explanation.ts';
import { hasApplied } from '../model/trace.ts';
import type { Scenario } from '../simulate/scenario.ts';
import type { CandidateRuns } from './candidate-runs.ts';
import { warmUp } from './warm-up.ts';

/** Runs it on each, that of the case first, which is known to fail. */
export async function compareVariants(
  scenario: Scenario,
  kase: Case,
  runs: CandidateRuns,
): Promise<Differential> {
  const outcomes: VariantOutcome[] = [{ variant: kase.variant, outcome: 'same' }];
  for (const variant of Object.keys(scenario.variants)) {
    if (variant === kase.variant) continue;
    const natural = await runs.prepare(() => warmUp(scenario, variant, kase.program));
    const { outcome, shown, trace } = natural ? await runs.run({ ...kase, variant }) : DIED;
    const isIdle = outcome === 'pass' && trace !== undefined && !hasApplied(trace);
    outcomes.push({
      variant,
      outcome: isIdle ? 'not applied' : outcome,
      ...(shown === undefined ? {} : { finding: `${shown.oracle} ${shown.code}` }),
    });
  }
  return tellDifferential(outcomes);
}

const DIED = { outcome: 'died', shown: undefined, trace: undefined } as const;
