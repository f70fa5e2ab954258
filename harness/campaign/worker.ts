// A worker process: in the world from its first import, told by messages what to run. It may die of what the client
// does; the parent knows the case by the index that was written down before the case began.
import { catchStrays } from '../simulate/install.ts';
import { sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { ClosecallError } from '../model/closecall-error.ts';
import { hashTrace, listSteps } from '../model/trace.ts';
import { describeError, isOursAlone, setProjectRoot } from '../simulate/error-record.ts';
import type { Case } from '../model/case.ts';
import { realSetImmediate } from '../simulate/immediates.ts';
import { findForeignMock } from '../simulate/foreign-mocks.ts';
import { realExit } from '../simulate/install-endings.ts';
import { listRedirected, redirectImports } from '../simulate/redirect-imports.ts';
import type { Scenario } from '../simulate/scenario.ts';
import { compareCases } from './compare-variants.ts';
import { OUR_EXIT_CODE, STRAY_EXIT_CODE } from './describe-end.ts';
import { writeEndNotice } from './end-notice.ts';
import { evaluateCase } from './evaluate-case.ts';
import { examineSights } from './exhaustive/examine-sights.ts';
import { surveyTree, walkUnits, type TreeHost } from './exhaustive/walk-units.ts';
import { explainLoad } from './explain-load.ts';
import { answerExplain } from './explain-case.ts';
import { explore } from './explore.ts';
import { findProject } from './find-project.ts';
import { prepareCases } from './prepare-cases.ts';
import { progressWriter } from './progress-file.ts';
import { pulse, rest } from './pulse.ts';
import { answerRecord } from './record-case.ts';
import { answerReplay, answerRetry } from './replay-case.ts';
import { answerCorpus } from './try-kept.ts';
import { settleRealWork } from './settle-real-work.ts';
import { warmUp } from './warm-up.ts';
import type { WatchdogData } from './watchdog.ts';
import type { HashJob, HashedRun, TrialJob, WorkerMessage, WorkerOrder } from './worker-protocol.ts';

let isStopped = false;

function send(message: WorkerMessage, sent?: () => void): void {
  // A worker says nothing behind the end of its job.
  if (END_OF_JOB.has(message.kind)) process.send?.({ kind: 'redirected', names: listRedirected() });
  process.send?.(message, undefined, undefined, sent);
}

const END_OF_JOB: ReadonlySet<WorkerMessage['kind']> = new Set([
  'finished',
  'replayed',
  'explained',
  'retried',
  'hashed',
  'recorded',
  'corpus',
]);

async function loadScenario(file: string): Promise<Scenario> {
  try {
    const module = (await import(pathToFileURL(file).href)) as { default: Scenario };
    const mock = findForeignMock();
    if (mock !== undefined)
      throw new ClosecallError(
        'ERR_FOREIGN_MOCK',
        `${file}: ${mock}. Keep it out of what a scenario imports: here the gateway answers, and time is virtual.`,
      );
    return module.default;
  } catch (error) {
    if (error instanceof ClosecallError) throw error;
    throw new ClosecallError(
      'ERR_SCENARIO_LOAD',
      `${file} could not be loaded in the world: ${explainLoad(error)}`,
    );
  }
}

async function answerHashes(scenario: Scenario, job: HashJob): Promise<void> {
  const { caseAt, isBrokenBy } = await prepareCases(scenario, job.variant, job.draw);
  const variants = job.picks.map((pick) => (typeof pick === 'number' ? job.variant : pick.variant));
  for (const variant of new Set(variants)) if (variant !== job.variant) await warmUp(scenario, variant);
  const runs: HashedRun[] = [];
  for (const [nth, pick] of job.picks.entries()) {
    const { kase } = typeof pick === 'number' ? await caseAt(pick) : { kase: pick };
    const evaluation = await evaluateCase(scenario, kase);
    const { trace, verdict } = evaluation;
    const traceHash = hashTrace(trace);
    const isOther = job.expected !== undefined && job.expected[nth] !== traceHash;
    runs.push({
      case: kase,
      traceHash,
      verdict: verdict.kind,
      virtualMs: trace.virtualMs,
      ...(isOther ? { steps: listSteps(trace) } : {}),
    });
    if (nth + 1 < job.picks.length && (await isBrokenBy(evaluation)))
      return send({ kind: 'hashed', runs, differentials: [] });
  }
  const differentials = job.comparison === undefined ? [] : await compareCases(scenario, job.comparison);
  send({ kind: 'hashed', runs, differentials });
}

/** Turns of the event loop, with some real time in each, in which work that a run left behind may come back and throw. */
const AFTERMATH_TURNS = 10;
const AFTERMATH_TURN_MS = 10;

/** One case in a process of its own. It is told before it runs: it may be the last that is heard. */
async function answerTrial(scenario: Scenario, { variant, draw, pick }: TrialJob): Promise<void> {
  const { caseAt } = await prepareCases(scenario, variant, draw);
  const tell = (kase: Case): void => send({ kind: 'drawn', case: kase });
  const drawn = typeof pick === 'number' ? await caseAt(pick, tell) : { kase: pick };
  if (drawn.evaluation === undefined) {
    tell(drawn.kase);
    await evaluateCase(scenario, drawn.kase);
  }
  await settleRealWork();
  const clock = new Int32Array(new SharedArrayBuffer(4));
  for (let turn = 0; turn < AFTERMATH_TURNS; turn++) {
    Atomics.wait(clock, 0, 0, AFTERMATH_TURN_MS);
    await new Promise<void>((resolve) => realSetImmediate(resolve));
  }
  send({ kind: 'survived' });
}

function treeHost({ progressFile }: { progressFile: string }): TreeHost {
  return { send, note: progressWriter(progressFile), isStopped: () => isStopped };
}

async function perform({ job, packages }: WorkerOrder): Promise<void> {
  redirectImports(packages);
  const root = findProject(job.file);
  if (root !== undefined) setProjectRoot(root + sep);
  if (job.kind === 'confirm') {
    // Before the client: it keeps account of everything that is made from now on.
    const { answerConfirm } = await import('./confirm-case.ts');
    return answerConfirm(await loadScenario(job.file), job, send);
  }
  const scenario = await loadScenario(job.file);
  if (job.kind === 'explore')
    await explore(scenario, job, send, progressWriter(job.progressFile), () => isStopped);
  else if (job.kind === 'survey') await surveyTree(scenario, job, treeHost(job));
  else if (job.kind === 'walk') await walkUnits(scenario, job, treeHost(job));
  else if (job.kind === 'examine') await examineSights(scenario, job, treeHost(job));
  else if (job.kind === 'replay') await answerReplay(scenario, job, send);
  else if (job.kind === 'explain') await answerExplain(scenario, job, send);
  else if (job.kind === 'retry') await answerRetry(scenario, job, send);
  else if (job.kind === 'corpus') await answerCorpus(scenario, job, send);
  else if (job.kind === 'record') await answerRecord(scenario, job, send);
  else if (job.kind === 'trial') await answerTrial(scenario, job);
  else await answerHashes(scenario, job);
}

function startWatchdog({ bounds }: WorkerOrder): void {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const workerData: WatchdogData = { pulse, bounds, parent: process.ppid };
  const thread = new Worker(new URL(`./watchdog.${extension}`, import.meta.url), { workerData });
  thread.unref();
}

/** Errors that come back from real work when the run that asked for it is over still kill a real process. */
function endByStray(error: unknown): void {
  const { name, code, message } = describeError(error, false);
  const stack = error instanceof Error ? String(error.stack) : '';
  const isOurs = isOursAlone(stack);
  writeEndNotice({
    code: code === '' ? name : code,
    message: `uncaught exception after the run that caused it: ${name}: ${message}`,
    stack,
  });
  realExit(isOurs ? OUR_EXIT_CODE : STRAY_EXIT_CODE);
}

catchStrays(endByStray);
process.on('message', (message: WorkerOrder | 'stop') => {
  if (message === 'stop') {
    isStopped = true;
    return;
  }
  startWatchdog(message);
  perform(message)
    .catch((error: unknown) => {
      const { message: text, stack } = error instanceof Error ? error : new Error(String(error));
      const isOurs = !(error instanceof ClosecallError);
      send({ kind: 'failed', code: isOurs ? '' : error.code, message: text, stack: stack ?? '', isOurs });
    })
    .finally(rest);
});
// The parent is gone: nobody wants the results. While the client spins, the watchdog sees it.
process.on('disconnect', () => realExit(0));
// A signal to the process group reaches workers as well; the parent decides when they end.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});
