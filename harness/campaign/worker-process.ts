// Starting a worker and talking to it: one job, its messages, and how the process ended.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { ClosecallError } from '../model/closecall-error.ts';
import type { PackageUnderTest } from '../model/package-spec.ts';
import { describeEnd, type WorkerEnd } from './describe-end.ts';
import { WORKER_BOUNDS, type WorkerBounds } from './worker-bounds.ts';
import type { WorkerJob, WorkerMessage, WorkerOrder } from './worker-protocol.ts';
import { workerRuntime } from './worker-runtime.ts';

/** How a worker's process ended: by itself after its job, or otherwise. */
export type WorkerExit = { code: number | null; signal: NodeJS.Signals | null; stderr: string };

/**
 * Where a worker runs, by default where its parent does (traces do not depend on it), how much it may take, and the packages
 * that it runs on instead of those that are installed.
 */
export type WorkerPlace = {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  bounds?: WorkerBounds;
  execPath?: string;
  packages?: readonly PackageUnderTest[];
};

/** Characters of a worker's stderr that are kept for messages. */
const STDERR_LIMIT_CHARS = 8_000;

/** A worker process with one job. */
export class WorkerProcess {
  readonly #child: ChildProcess;
  #stderr = '';
  readonly exited: Promise<WorkerExit>;

  constructor(job: WorkerJob, onMessage: (message: WorkerMessage) => void, place: WorkerPlace = {}) {
    const { bounds = WORKER_BOUNDS, packages = [], ...options } = place;
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
    const [entry, watchdog] = ['worker', 'watchdog'].map((name) =>
      fileURLToPath(new URL(`./${name}.${extension}`, import.meta.url)),
    ) as [string, string];
    const runtime = workerRuntime(packages, [entry, watchdog, job.file]);
    this.#child = fork(entry, [], {
      execPath: runtime.execPath,
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      execArgv: [
        // process.binding is what the simulated socket handle stands on; its deprecation is known and pinned by tests.
        '--no-deprecation',
        '--disable-warning=ExperimentalWarning',
        `--max-old-space-size=${bounds.heapMb}`,
        ...runtime.execArgv,
      ],
      serialization: 'advanced',
      ...options,
    });
    this.#child.stderr?.setEncoding('utf8');
    this.#child.stderr?.on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-STDERR_LIMIT_CHARS);
    });
    this.#child.on('message', (message) => onMessage(message as WorkerMessage));
    // The process's end, its last message and its last words; 'close' would wait for a channel we disconnected ourselves.
    const exit = once(this.#child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
    const ends = Promise.all([exit, once(this.#child, 'disconnect'), once(this.#child.stderr!, 'close')]);
    this.exited = ends.then(([[code, signal]]) => ({ code, signal, stderr: this.#stderr }));
    this.#child.send({ job, bounds, packages } satisfies WorkerOrder);
  }

  /** Asks for an end after the case in flight. */
  stop(): void {
    if (this.#child.connected) this.#child.send('stop');
  }

  /** The job is done: lets the process go. */
  release(): void {
    if (this.#child.connected) this.#child.disconnect();
  }

  /** Ends the process at once. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }
}

/** A worker that died of what its client did, before it had answered. */
export class WorkerDiedError extends Error {
  override readonly name = 'WorkerDiedError';
  readonly end: WorkerEnd;
  constructor(end: WorkerEnd) {
    super(`the worker process ended before it answered: ${end.message}`);
    this.end = end;
  }
}

/**
 * Runs one job that answers with a single message of kind `kind`; `onMessage` sees the others; `redirected` are the packages under
 * test that it asked for. Aborting kills the process. Rejects with what went wrong in the worker, and with a WorkerDiedError when its client took it down.
 */
export async function askWorker<K extends WorkerMessage['kind']>(
  job: WorkerJob,
  kind: K,
  { signal, ...place }: WorkerPlace & { signal?: AbortSignal | undefined } = {},
  onMessage: (message: WorkerMessage) => void = () => {},
): Promise<WorkerMessage & { kind: K } & { redirected: string[] }> {
  let redirected: string[] = [];
  let answer: (WorkerMessage & { kind: K }) | undefined;
  let failure: Error | undefined;
  const listen = (message: WorkerMessage): void => {
    if (message.kind === kind) answer = message as WorkerMessage & { kind: K };
    else if (message.kind === 'redirected') redirected = message.names;
    else if (message.kind === 'failed')
      failure = message.isOurs
        ? Object.assign(new Error(message.message), { stack: message.stack })
        : new ClosecallError(message.code, message.message);
    else onMessage(message);
    if (answer !== undefined || failure !== undefined) worker.release();
  };
  const worker = new WorkerProcess(job, listen, place);
  const onAbort = (): void => worker.kill();
  signal?.addEventListener('abort', onAbort, { once: true });
  const exit = await worker.exited;
  signal?.removeEventListener('abort', onAbort);
  if (failure !== undefined) throw failure;
  if (answer === undefined) throw new WorkerDiedError(describeEnd(exit));
  return { ...answer, redirected };
}
