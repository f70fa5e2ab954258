// A worker process: in the world from its first import, told by messages what to run. It may die of what the client
// does; the parent knows the case by the index that was written down before the case began.
import '../simulate/install.ts';
import { openSync, writeSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { ClosecallError } from '../model/closecall-error.ts';
import { hashTrace } from '../model/trace.ts';
import type { Scenario } from '../simulate/scenario.ts';
import { evaluateCase } from './evaluate-case.ts';
import { explore, prepareCases } from './explore.ts';
import { answerReplay, answerRetry } from './replay-case.ts';
import { warmUp } from './warm-up.ts';
import type { HashJob, HashedRun, WorkerJob, WorkerMessage } from './worker-protocol.ts';

let isStopped = false;

function send(message: WorkerMessage, sent?: () => void): void {
  process.send?.(message, undefined, undefined, sent);
}

async function loadScenario(file: string): Promise<Scenario> {
  try {
    const module = (await import(pathToFileURL(file).href)) as { default: Scenario };
    return module.default;
  } catch (error) {
    const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new ClosecallError('ERR_SCENARIO_LOAD', `${file} could not be loaded in the world: ${what}`);
  }
}

/** Writes an index and how often it was called to the progress file: 8 bytes each, one system call. */
function indexWriter(file: string): (index: number) => void {
  const descriptor = openSync(file, 'w');
  const bytes = Buffer.alloc(16);
  let beat = 0;
  return (index) => {
    bytes.writeDoubleLE(index);
    bytes.writeDoubleLE(beat++, 8);
    writeSync(descriptor, bytes, 0, bytes.length, 0);
  };
}

async function answerHashes(scenario: Scenario, job: HashJob): Promise<void> {
  const caseAt = await prepareCases(scenario, job.variant, job.seed);
  const variants = job.picks.map((pick) => (typeof pick === 'number' ? job.variant : pick.variant));
  for (const variant of new Set(variants)) if (variant !== job.variant) await warmUp(scenario, variant);
  const runs: HashedRun[] = [];
  for (const pick of job.picks) {
    const kase = typeof pick === 'number' ? caseAt(pick) : pick;
    const { trace, verdict } = await evaluateCase(scenario, kase);
    runs.push({ case: kase, traceHash: hashTrace(trace), verdict: verdict.kind, virtualMs: trace.virtualMs });
  }
  send({ kind: 'hashed', runs });
}

async function perform(job: WorkerJob): Promise<void> {
  if (job.kind === 'confirm') {
    // Before the client: it keeps account of everything that is made from now on.
    const { answerConfirm } = await import('./confirm-case.ts');
    return answerConfirm(await loadScenario(job.file), job, send);
  }
  const scenario = await loadScenario(job.file);
  if (job.kind === 'explore')
    await explore(scenario, job, send, indexWriter(job.progressFile), () => isStopped);
  else if (job.kind === 'replay') await answerReplay(scenario, job, send);
  else if (job.kind === 'retry') await answerRetry(scenario, job, send);
  else await answerHashes(scenario, job);
}

process.on('message', (message: WorkerJob | 'stop') => {
  if (message === 'stop') {
    isStopped = true;
    return;
  }
  perform(message).catch((error: unknown) => {
    const { message: text, stack } = error instanceof Error ? error : new Error(String(error));
    send({
      kind: 'failed',
      message: text,
      stack: stack ?? '',
      isOurs: !(error instanceof ClosecallError),
    });
  });
});
// The parent is gone: nobody wants the results.
process.on('disconnect', () => process.exit(0));
// A signal to the process group reaches workers as well; the parent decides when they end.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});
