// Inside a worker: one case, simulated and then on real sockets → whether it broke the same promise there. Then the
// process is let go: it has to exit by itself, with nobody still waiting, and when it does not, says what holds it.
import whyIsNodeRunning from 'why-is-node-running';
import type { Finding } from '../model/finding.ts';
import { fingerprint } from '../model/finding.ts';
import { FRAMES_OF_HOLDERS, LOOPBACK_EXIT_LIMIT_MS } from '../model/limits.ts';
import { hashTrace, listSteps, type Trace } from '../model/trace.ts';
import { Loopback } from '../simulate/loopback/loopback.ts';
import { UnreachedStepError } from '../simulate/loopback/unreached-step-error.ts';
import { runCase } from '../simulate/run-case.ts';
import type { Scenario } from '../simulate/scenario.ts';
import { realSetTimeout } from '../simulate/real-time.ts';
import { evaluateCase, findByFingerprint, findingsOf, judgeCase } from './evaluate-case.ts';
import { withoutCause } from './known-findings.ts';
import { readHolders } from './read-holders.ts';
import { warmUpFor } from './warm-up.ts';
import type { ConfirmJob, TriedMessage, WorkerMessage } from './worker-protocol.ts';

/** Tries the case once; sends what came of it, and later what holds the process, or who was left waiting as it ended. */
export async function answerConfirm(
  scenario: Scenario,
  job: ConfirmJob,
  send: (message: WorkerMessage, sent?: () => void) => void,
): Promise<void> {
  // Holders are told by where they were made; the client's part of a stack lies below ours and Node's.
  Error.stackTraceLimit = FRAMES_OF_HOLDERS;
  await warmUpFor(scenario, job.case);
  const simulated = await evaluateCase(scenario, job.case, 'frames');
  const wanted = findByFingerprint(simulated.verdict, job.fingerprint);
  const { tried, end, listUnsettled } = await tryOnce(scenario, job, simulated.trace, wanted);
  // What a client does after an uncaught error is not judged, and no real process would live to do it.
  if (end !== 'completed') {
    send(tried, () => process.exit(0));
    return;
  }
  send(tried);
  process.once('beforeExit', () => {
    const unsettled = listUnsettled().map(describeUnsettled);
    if (unsettled.length > 0) send({ kind: 'unsettled', unsettled }, () => process.exit(0));
  });
  process.channel?.unref();
  realSetTimeout(() => {
    send({ kind: 'held', holders: readHolders(whyIsNodeRunning) }, () => process.exit(0));
  }, LOOPBACK_EXIT_LIMIT_MS).unref();
}

async function tryOnce(
  scenario: Scenario,
  job: ConfirmJob,
  simulated: Trace,
  wanted: Finding | undefined,
): Promise<{ tried: TriedMessage; end: Trace['end'] | 'unreached'; listUnsettled: () => string[] }> {
  try {
    const { trace, listUnsettled } = await runCase(scenario, job.case, 'frames', new Loopback());
    const findings = findingsOf(judgeCase(scenario, trace));
    const isConfirmed = findings.some((finding) => isTheSame(finding, job, wanted));
    const hasSameTrace = hashTrace(trace) === hashTrace(simulated);
    const tried: TriedMessage = {
      kind: 'tried',
      outcome: isConfirmed ? 'confirmed' : 'not confirmed',
      hasSameTrace,
      why: isConfirmed ? '' : describeMiss(trace, simulated, findings),
    };
    return { tried, end: trace.end, listUnsettled };
  } catch (error) {
    if (!(error instanceof UnreachedStepError)) throw error;
    const step = listSteps(simulated)[error.step];
    const why = `${error.message}${step === undefined ? '' : ` (simulated: ${withoutHash(step)})`}`;
    return {
      tried: { kind: 'tried', outcome: 'not confirmable', hasSameTrace: false, why },
      end: 'unreached',
      listUnsettled: () => [],
    };
  }
}

/**
 * The finding itself; or what is known to be it: a frame of the socket below the client names another class here, and in a
 * changed client (`wanted` is none) the promise and the code are all that can be compared.
 */
function isTheSame(finding: Finding, job: ConfirmJob, wanted: Finding | undefined): boolean {
  if (fingerprint(finding) === withoutCause(job.fingerprint)) return true;
  if (finding.oracle !== job.oracle || finding.code !== job.code) return false;
  return wanted === undefined || finding.subject === wanted.subject;
}

/** Node says so itself (exit code 13) where a module's own top level waits, and nothing at all anywhere else. */
function describeUnsettled(call: string): Finding {
  return {
    oracle: 'hang',
    code: 'exit',
    evidence: 'native',
    message: `the process exited by itself while ${call} was still waiting: its promise never settled, and nothing was left that could have settled it`,
    step: 0,
    subject: call,
    places: [],
  };
}

function describeMiss(trace: Trace, simulated: Trace, findings: readonly Finding[]): string {
  const shown = findings.map(({ oracle, code }) => `${oracle} ${code}`);
  const what = shown.length === 0 ? 'nothing was found' : `found instead: ${[...new Set(shown)].join(', ')}`;
  const expected = listSteps(simulated);
  const actual = listSteps(trace);
  const step = actual.findIndex((line, index) => line !== expected[index]);
  if (step < 0) return `${what}; the order was that of the simulation`;
  const simulatedAs = withoutHash(expected[step] ?? 'the end');
  return `${what}; the runs part in step ${step}: ${withoutHash(actual[step]!)} (simulated: ${simulatedAs})`;
}

function withoutHash(step: string): string {
  return step.replace(/ ~[0-9a-f]+$/, '');
}
