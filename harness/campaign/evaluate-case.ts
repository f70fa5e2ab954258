// Case → Trace → Verdict: the middle of the line, run inside a worker process.
import { judge } from '../judge/judge.ts';
import type { Case } from '../model/case.ts';
import { fingerprint, type Finding, type Verdict } from '../model/finding.ts';
import type { Trace } from '../model/trace.ts';
import { runCase, type Detail } from '../simulate/run-case.ts';
import type { RunWatch } from '../simulate/run-watch.ts';
import { composeScenario, type Scenario } from '../simulate/scenario.ts';
import { withoutCause } from './known-findings.ts';
import { beat } from './pulse.ts';

/**
 * One case, run and judged. `isClean` false: the process is not fit for another case. `hasThrown`: an exception left a callback, and
 * whether the process is fit has to be tried.
 */
export type Evaluation = { trace: Trace; verdict: Verdict; isClean: boolean; hasThrown: boolean };

/**
 * Runs and judges a case. Few cases fail, so a lean run records no stacks; a case that
 * fails is run again for those of its findings. Whether it would always run so is for whoever compares trace hashes.
 */
export async function evaluateCase(
  scenario: Scenario,
  kase: Case,
  detail: Detail = 'lean',
  watch?: RunWatch,
): Promise<Evaluation> {
  const first = await evaluateOnce(scenario, kase, detail, watch);
  if (detail !== 'lean' || first.verdict.kind !== 'fail') return first;
  const again = await evaluateOnce(scenario, kase, 'frames');
  return {
    trace: first.trace,
    verdict: again.verdict.kind === 'fail' ? again.verdict : first.verdict,
    isClean: first.isClean && again.isClean,
    hasThrown: first.hasThrown,
  };
}

async function evaluateOnce(
  scenario: Scenario,
  kase: Case,
  detail: Detail,
  watch?: RunWatch,
): Promise<Evaluation> {
  beat();
  const { trace, isClean, hasThrown } = await runCase(scenario, kase, detail, undefined, watch);
  return { trace, verdict: judgeCase(scenario, trace), isClean, hasThrown };
}

/** Judges a run by the promises of its scenario, or of what its program makes of it. */
export function judgeCase(scenario: Scenario, trace: Trace): Verdict {
  const { program } = trace.case;
  const composed = composeScenario(scenario, trace.case);
  const verdict = judge(trace, composed.invariants);
  if (program === undefined || verdict.kind !== 'fail') return verdict;
  // Which of a program's calls it is says nothing: they are drawn alike.
  const findings = verdict.findings.map((finding) =>
    Object.hasOwn(composed.actors, finding.subject) ? { ...finding, subject: 'call' } : finding,
  );
  return { kind: 'fail', findings };
}

/** The findings of a verdict, none when it is not a failure. */
export function findingsOf(verdict: Verdict): Finding[] {
  return verdict.kind === 'fail' ? verdict.findings : [];
}

/** The finding with that fingerprint, undefined when the verdict has none. */
export function findByFingerprint(verdict: Verdict, wanted: string): Finding | undefined {
  return findingsOf(verdict).find((finding) => fingerprint(finding) === withoutCause(wanted));
}
