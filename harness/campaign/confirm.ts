// A case → how often it breaks the same promise on real sockets: one process per try, one after the other, each with a
// bound on its time.
import { sumTries, type Confirmation, type Try } from '../model/confirmation.ts';
import { LAST_WORDS_CHARS, LOOPBACK_TRY_LIMIT_MS } from '../model/limits.ts';
import { ClosecallError } from '../model/closecall-error.ts';
import type { PackageUnderTest } from '../model/package-spec.ts';
import { WorkerProcess } from './worker-process.ts';
import type { ConfirmJob, WorkerMessage } from './worker-protocol.ts';

/** What to run on besides what is installed, and when to stop. */
export type ConfirmPlace = { packages?: readonly PackageUnderTest[]; signal?: AbortSignal | undefined };

/** Makes `tries` tries. Rejects when the scenario cannot be loaded, or for a fault of our own. */
export async function confirmCase(
  job: Omit<ConfirmJob, 'kind'>,
  tries: number,
  { packages = [], signal }: ConfirmPlace = {},
): Promise<Confirmation> {
  const made: Try[] = [];
  for (let nth = 0; nth < tries; nth++) {
    if (signal?.aborted === true) break;
    made.push(await tryInProcess(job, packages));
  }
  return sumTries(made);
}

async function tryInProcess(
  job: Omit<ConfirmJob, 'kind'>,
  packages: readonly PackageUnderTest[],
): Promise<Try> {
  let tried: Try | undefined;
  let failure: Error | undefined;
  let isLate = false;
  const onMessage = (message: WorkerMessage): void => {
    if (message.kind === 'tried') tried = { ...message, holders: [], unsettled: [] };
    else if (message.kind === 'held' && tried !== undefined) tried.holders = message.holders;
    else if (message.kind === 'unsettled' && tried !== undefined) tried.unsettled = message.unsettled;
    else if (message.kind === 'failed') {
      failure = message.isOurs
        ? Object.assign(new Error(message.message), { stack: message.stack })
        : new ClosecallError(message.code, message.message);
      worker.release();
    }
  };
  const worker = new WorkerProcess({ kind: 'confirm', ...job }, onMessage, { packages });
  const timer = setTimeout(() => {
    isLate = true;
    worker.kill();
  }, LOOPBACK_TRY_LIMIT_MS);
  const { code, signal, stderr } = await worker.exited;
  clearTimeout(timer);
  if (failure !== undefined) throw failure;
  if (tried !== undefined) return tried;
  const how = isLate
    ? `was ended after ${LOOPBACK_TRY_LIMIT_MS / 1000} s`
    : `ended (${signal ?? `code ${code}`})`;
  const words = stderr.trim().slice(-LAST_WORDS_CHARS);
  const why = `the process ${how} before the case was through${words === '' ? '' : `: ${words}`}`;
  return { outcome: 'not confirmable', hasSameTrace: false, why, holders: [], unsettled: [] };
}
