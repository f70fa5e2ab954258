// Inside a worker: first sights of findings → the findings as they are reported. It is another process than that which saw them, so
// each is seen by two.
import { findByFingerprint, evaluateCase } from '../evaluate-case.ts';
import { examineFinding } from '../examine-finding.ts';
import type { Scenario } from '../../simulate/scenario.ts';
import { warmUp } from '../warm-up.ts';
import type { ExamineJob } from './tree-protocol.ts';
import type { TreeHost } from './walk-units.ts';

/** Examines one after the other. */
export async function examineSights(scenario: Scenario, job: ExamineJob, host: TreeHost): Promise<void> {
  host.note({ path: null, ordinal: 0, case: null, before: null });
  const { isBrokenBy } = await warmUp(scenario, job.variant);
  let isFit = true;
  for (const { fingerprint, case: kase } of job.sights) {
    host.note({ path: [], ordinal: 0, case: kase, before: null });
    const evaluation = await evaluateCase(scenario, kase);
    isFit &&= evaluation.isClean;
    const finding = findByFingerprint(evaluation.verdict, fingerprint);
    if (finding === undefined) {
      const run = { process: process.version, nth: 0, detail: 'lean', traceHash: '' };
      host.send({
        kind: 'diverged',
        divergence: {
          scenario: scenario.name,
          variant: kase.variant,
          caseIndex: 0,
          case: kase,
          between: 'two processes',
          step: 0,
          expected: `a finding ${fingerprint}`,
          actual: `verdict ${evaluation.verdict.kind}`,
          runs: [run, run],
        },
      });
      continue;
    }
    const found = await examineFinding(scenario, kase, 0, finding, evaluation, {
      onUnfit: () => {
        isFit = false;
      },
      isBrokenBy,
    });
    if ('shrunk' in found) host.send({ kind: 'found', group: found });
    else host.send({ kind: 'diverged', divergence: found });
    // The next one is examined in a process of its own.
    if (!isFit) return host.send({ kind: 'finished', next: 0, why: 'recycle' });
    if (host.isStopped()) return host.send({ kind: 'finished', next: 0, why: 'stopped' });
  }
  return host.send({ kind: 'finished', next: 0, why: 'done' });
}
