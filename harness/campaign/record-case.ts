// Inside a worker: a failing case, run once more → its trace, its finding, and the bytes that the gateway wrote.
import { ClosecallError } from '../model/closecall-error.ts';
import { fingerprint } from '../model/finding.ts';
import type { RecordedWrite, Recording } from '../model/recording.ts';
import { identityOf, type Scenario } from '../simulate/scenario.ts';
import { tapWire } from '../simulate/wire-tap.ts';
import { evaluateCase, findingsOf } from './evaluate-case.ts';
import { warmUp } from './warm-up.ts';
import type { RecordJob, WorkerMessage } from './worker-protocol.ts';

/** Runs the case and sends what there is to know of it. Throws a ClosecallError when it does not fail as it did. */
export async function answerRecord(
  scenario: Scenario,
  job: RecordJob,
  send: (message: WorkerMessage) => void,
): Promise<void> {
  const { case: kase } = job;
  await warmUp(scenario, kase.variant);
  const writes: RecordedWrite[] = [];
  tapWire((write) => writes.push(write));
  const { trace, verdict } = await evaluateCase(scenario, kase, 'frames');
  tapWire(undefined);
  const findings = findingsOf(verdict);
  const finding =
    findings.find((candidate) => fingerprint(candidate) === job.fingerprint) ??
    findings.find(({ oracle, code }) => oracle === job.oracle && code === job.code);
  if (finding === undefined)
    throw new ClosecallError(
      'ERR_NOT_REPRODUCED',
      `the case no longer shows "${job.oracle} ${job.code}" in the simulation: there is nothing to eject. Look at it with "closecall retry".`,
    );
  const { params } = scenario.variants[kase.variant]!;
  const recording: Recording = {
    trace,
    finding,
    writes,
    isSecure: identityOf(scenario, kase.variant) !== undefined,
    actors: Object.keys(scenario.actors),
    hasProbe: scenario.probe !== undefined,
    hasDispose: scenario.dispose !== undefined,
    params: isPlain(params) ? params : undefined,
  };
  send({ kind: 'recorded', recording });
}

/** True for what JSON gives back as it was. */
function isPlain(value: unknown): boolean {
  if (value === null || ['string', 'boolean'].includes(typeof value)) return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isPlain);
  if (typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return false;
  return Object.values(value).every(isPlain);
}
