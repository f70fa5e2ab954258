// One worker process with a long job, to its end: what it says is handed on, and how it ended is told.
import type { PackageUnderTest } from '../model/package-spec.ts';
import { describeEnd, type WorkerEnd } from './describe-end.ts';
import type { WorkerBounds } from './worker-bounds.ts';
import { WorkerProcess } from './worker-process.ts';
import type { WorkerJob, WorkerMessage } from './worker-protocol.ts';

/** How it ended: it died, its module or the harness failed, or `why` it ended by itself. */
export type JobEnd =
  | { why: 'done' | 'recycle' | 'stopped' }
  | { why: 'failed'; isOurs: boolean; what: string }
  | { why: 'died'; end: WorkerEnd };

/** Who listens. `stop` ends the job after the case in flight, as aborting `signal` does. */
export type JobPlace = {
  bounds: WorkerBounds;
  packages: readonly PackageUnderTest[];
  signal: AbortSignal | undefined;
  onMessage: (message: WorkerMessage, stop: () => void) => void;
};

/** Runs it. Rejects with what `onMessage` throws. */
export async function runJob(
  job: WorkerJob,
  { bounds, packages, signal, onMessage }: JobPlace,
): Promise<JobEnd> {
  let end: JobEnd | undefined;
  let thrown: { error: unknown } | undefined;
  const stop = (): void => worker.stop();
  const hear = (message: WorkerMessage): void => {
    if (message.kind === 'finished') {
      end = { why: message.why };
      worker.release();
    } else if (message.kind === 'failed') {
      const { message: text, stack, isOurs } = message;
      end = { why: 'failed', isOurs, what: isOurs ? `${text}\n${stack}` : text };
      worker.release();
    } else onMessage(message, stop);
  };
  const worker = new WorkerProcess(
    job,
    (message) => {
      try {
        if (thrown === undefined) hear(message);
      } catch (error) {
        thrown = { error };
        worker.kill();
      }
    },
    { bounds, packages },
  );
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted === true) stop();
  const exit = await worker.exited;
  signal?.removeEventListener('abort', stop);
  if (thrown !== undefined) throw thrown.error;
  return end ?? { why: 'died', end: describeEnd(exit) };
}
