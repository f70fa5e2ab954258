// One worker process with a job about a tree, to its end: what it says is handed on, and how it ended is told.
import type { PackageUnderTest } from '../../model/package-spec.ts';
import { describeEnd, type WorkerEnd } from '../describe-end.ts';
import type { WorkerBounds } from '../worker-bounds.ts';
import { WorkerProcess } from '../worker-process.ts';
import type { WorkerMessage } from '../worker-protocol.ts';
import type { ExamineJob, SurveyJob, WalkJob } from './tree-protocol.ts';

/** How it ended: it died, its module or the harness failed, or `why` it ended by itself. */
export type JobEnd =
  | { why: 'done' | 'recycle' | 'stopped' }
  | { why: 'failed'; isOurs: boolean; what: string }
  | { why: 'died'; end: WorkerEnd };

/** Who listens, and when it is to stop. */
export type JobPlace = {
  bounds: WorkerBounds;
  packages: readonly PackageUnderTest[];
  signal: AbortSignal | undefined;
  onMessage: (message: WorkerMessage) => void;
  /** Asked after each message. */
  isOver: () => boolean;
};

/** Runs it. Rejects with what `onMessage` throws. */
export async function runTreeJob(
  job: SurveyJob | WalkJob | ExamineJob,
  { bounds, packages, signal, onMessage, isOver }: JobPlace,
): Promise<JobEnd> {
  let end: JobEnd | undefined;
  let thrown: { error: unknown } | undefined;
  const hear = (message: WorkerMessage): void => {
    if (message.kind === 'finished') {
      end = { why: message.why };
      worker.release();
    } else if (message.kind === 'failed') {
      const { message: text, stack, isOurs } = message;
      end = { why: 'failed', isOurs, what: isOurs ? `${text}\n${stack}` : text };
      worker.release();
    } else {
      onMessage(message);
      if (isOver()) worker.stop();
    }
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
  const onAbort = (): void => worker.stop();
  signal?.addEventListener('abort', onAbort, { once: true });
  if (signal?.aborted === true) worker.stop();
  const exit = await worker.exited;
  signal?.removeEventListener('abort', onAbort);
  if (thrown !== undefined) throw thrown.error;
  return end ?? { why: 'died', end: describeEnd(exit) };
}
