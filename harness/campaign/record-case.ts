// Inside a worker: a failing case, run once more → its trace, its finding, and the bytes that the gateway wrote.
import { readInvariant } from '../eject/read-invariant.ts';
import { judge } from '../judge/judge.ts';
import { ClosecallError } from '../model/closecall-error.ts';
import type { RecordedWrite, Recording } from '../model/recording.ts';
import { composeScenario, identityOf, type Scenario } from '../simulate/scenario.ts';
import { tapWire } from '../simulate/wire-tap.ts';
import { evaluateCase, findByFingerprint, findingsOf } from './evaluate-case.ts';
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
  const found =
    findByFingerprint(verdict, job.fingerprint) ??
    findingsOf(verdict).find(({ oracle, code }) => oracle === job.oracle && code === job.code);
  const composed = composeScenario(scenario, kase);
  // Of a program's finding it is kept from fingerprints which of its calls it is of; a script has to know.
  const finding = found && findingsOf(judge(trace, composed.invariants))[findingsOf(verdict).indexOf(found)];
  if (finding === undefined)
    throw new ClosecallError(
      'ERR_NOT_REPRODUCED',
      `the case no longer shows "${job.oracle} ${job.code}" in the simulation: there is nothing to eject. Look at it with "closecall retry".`,
    );
  const { actors, probe, dispose, variants } = composed;
  const { code } = finding;
  const invariant = finding.oracle === 'invariant' ? composed.invariants?.[code] : undefined;
  const { params } = variants[kase.variant]!;
  const recording: Recording = {
    trace,
    finding,
    ...(invariant && { invariant: readInvariant(code, invariant, trace) }),
    writes,
    isSecure: identityOf(scenario, kase.variant) !== undefined,
    actors: Object.keys(actors),
    hasProbe: probe !== undefined,
    hasDispose: dispose !== undefined,
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
