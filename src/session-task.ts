// Turns one request on a session into a response head and a body, read by one consumer.
// Two sides meet in its TaskState: the delegate queue writes and resumes the parked consumer; the consumer, resumed on
// a later turn, reads. Invariants: a parked consumer is resumed exactly once; the task ends exactly once.
//
// The hazard that Foundation has is here too, and on purpose nothing guards it: cancel() releases the state at once,
// and a consumer that was resumed before, but has not run yet, will touch it. The delegate side is safe, since
// callbacks of a cancelled task are dropped. Who may call cancel(), and when, is what the strategies differ in.

import type { Dispatcher } from 'undici';

import type { DelegateQueue } from './delegate-queue.ts';
import { DispatchHandler } from './dispatch-handler.ts';
import { dispatchRequest } from './dispatch-request.ts';
import type { Executor } from './executor.ts';
import { ConcurrentReadError, TaskCancelledError, toSessionError } from './session-errors.ts';
import { TaskState, type ResponseHead } from './task-state.ts';

/** A request as a session takes it. */
export interface SessionRequest {
  /** An absolute http or https URL. */
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  /** Idle timeout in milliseconds: for the head, then between any two pieces of the body. undefined: none at all. */
  readonly timeoutMs: number | undefined;
  /** The consumer's cancellation, cooperative as a Swift Task's: it makes the consumer leave at its next suspension. */
  readonly signal?: AbortSignal | undefined;
  /** Called as soon as there is a task, before it starts, as `urlSession(_:didCreateTask:)`. Safe bytes have none. */
  readonly didCreateTask?: ((task: SessionTask) => void) | undefined;
}

/** What a session knows of a task that is open on it. */
export interface OpenTask {
  /** The session was invalidated, and with it all that was on it. `by` names the call, for messages. */
  sessionEnded(by: string): void;
}

/** What a task needs from its session. */
export interface TaskOwner {
  readonly executor: Executor;
  readonly delegateQueue: DelegateQueue;
  /** The task completed or was cancelled. Called once. */
  taskEnded(task: OpenTask): void;
}

type Collected<T> = { readonly value: T } | { readonly error: Error };

/** A request under way. Sessions make it; `didCreateTask` and `AsyncBytes.task` hand it out. */
export class SessionTask implements OpenTask {
  /** Method and URL, for messages. */
  readonly description: string;
  readonly #request: SessionRequest;
  readonly #url: URL;
  readonly #owner: TaskOwner;
  readonly #handler: DispatchHandler;
  readonly #state = new TaskState();
  #hasEnded = false;
  #isBeingRead = false;
  #isConsumed = false;
  #cancelledBy: string | undefined;

  /** Throws a TypeError for a URL that is none. */
  constructor(request: SessionRequest, owner: TaskOwner) {
    this.#url = new URL(request.url);
    this.description = `${request.method} ${request.url}`;
    this.#request = request;
    this.#owner = owner;
    this.#handler = new DispatchHandler(owner.delegateQueue, {
      didReceiveHead: (head) => this.#deliver(() => this.#state.setHead(head, 'didReceiveHead')),
      didReceiveData: (chunk) => this.#deliver(() => this.#state.pushChunk(chunk, 'didReceiveData')),
      didComplete: (cause) => this.#deliver(() => this.#complete(cause)),
    });
  }

  /** True once cancel() took effect. */
  get cancelled(): boolean {
    return this.#cancelledBy !== undefined;
  }

  /** Sends the request. For the session, once. */
  start(dispatcher: Dispatcher): void {
    if (this.cancelled) return;
    dispatchRequest(dispatcher, this.#request, this.#url, this.#handler);
  }

  /** Waits for the head. Rejects with TaskCancelledError, RequestTimeoutError or RequestFailedError. */
  response(signal?: AbortSignal): Promise<ResponseHead> {
    return this.#read(() => this.#collectHead(), signal);
  }

  /** Waits for the next bytes; undefined at the end. Rejects as response() does. One consumer at a time. */
  nextChunk(signal?: AbortSignal): Promise<Uint8Array | undefined> {
    return this.#read(() => this.#collectChunk(), signal);
  }

  /**
   * Ends the task from outside, at once, as `URLSessionTask.cancel()`: the request is aborted, a parked consumer is
   * resumed with a TaskCancelledError, and the state is released. Idempotent; nothing happens to a body that was read to
   * its end. Safe only for a caller who knows that no consumer has been resumed and not run yet.
   */
  cancel(by = 'SessionTask.cancel()'): void {
    if (this.cancelled || this.#isConsumed) return;
    this.#cancelledBy = by;
    const error = new TaskCancelledError(this.description, by);
    this.#state.takeContinuation(by)?.resumeThrowing(error);
    this.#state.release(by);
    this.#handler.abort(error);
    this.#end();
  }

  /** As cancel(): it releases the state at once, whatever its consumer is about to do. */
  sessionEnded(by: string): void {
    this.cancel(by);
  }

  // -- The delegate side ------------------------------------------------------------------------------------------

  #deliver(write: () => void): void {
    if (this.cancelled) return;
    write();
    this.#state.takeContinuation('delegate queue')?.resume();
  }

  #complete(cause: unknown): void {
    const error =
      cause === undefined ? undefined : toSessionError(this.description, this.#request.timeoutMs, cause);
    this.#state.setOutcome(
      error === undefined ? { kind: 'finished' } : { kind: 'failed', error },
      'didComplete',
    );
    this.#end();
  }

  #end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#owner.taskEnded(this);
  }

  // -- The consumer's side ----------------------------------------------------------------------------------------

  #read<T>(collect: () => Collected<T> | undefined, signal: AbortSignal | undefined): Promise<T> {
    if (this.#isBeingRead) return Promise.reject(new ConcurrentReadError(this.description));
    if (signal?.aborted === true) return Promise.reject(this.#leave());
    if (this.#cancelledBy !== undefined) {
      return Promise.reject(new TaskCancelledError(this.description, this.#cancelledBy));
    }
    this.#isBeingRead = true;
    return new Promise<T>((resolve, reject) => {
      const settle = (collected: Collected<T>): void => {
        this.#isBeingRead = false;
        if (signal?.aborted === true) reject(this.#leave());
        else if ('error' in collected) reject(collected.error);
        else resolve(collected.value);
      };
      const ready = collect();
      if (ready === undefined) this.#park(collect, settle, signal);
      else settle(ready);
    });
  }

  #park<T>(
    collect: () => Collected<T> | undefined,
    settle: (collected: Collected<T>) => void,
    signal: AbortSignal | undefined,
  ): void {
    const onAbort = (): void => {
      const error = new TaskCancelledError(this.description, "its consumer's signal");
      this.#state.takeContinuation("its consumer's signal")?.resumeThrowing(error);
    };
    const hop = (job: () => void): void => {
      signal?.removeEventListener('abort', onAbort); // From here on a signal that fires finds nothing to take.
      this.#owner.executor(job);
    };
    this.#state.park(
      {
        // The touch is in the job itself, before any promise settles: what it throws is uncaught, as the crash was.
        resume: () => hop(() => settle(this.#mustCollect(collect))),
        resumeThrowing: (error) => hop(() => settle({ error })),
      },
      'AsyncBytes: wait',
    );
    signal?.addEventListener('abort', onAbort, { once: true });
  }

  #mustCollect<T>(collect: () => Collected<T> | undefined): Collected<T> {
    const collected = collect();
    if (collected === undefined) {
      throw new Error('a consumer was resumed for nothing; this is a bug in closecall');
    }
    return collected;
  }

  // A cancelled consumer ends its task itself, on its own turn, when it touches nothing any more.
  #leave(): TaskCancelledError {
    this.cancel("its consumer's signal");
    return new TaskCancelledError(this.description, "its consumer's signal");
  }

  #collectHead(): Collected<ResponseHead> | undefined {
    const by = 'AsyncBytes: read the head it was resumed for';
    const head = this.#state.getHead(by);
    if (head !== undefined) return { value: head };
    const outcome = this.#state.getOutcome(by);
    if (outcome === undefined) return undefined;
    this.#isConsumed = true;
    return {
      error:
        outcome.kind === 'failed'
          ? outcome.error
          : toSessionError(this.description, undefined, 'it ended without a response'),
    };
  }

  #collectChunk(): Collected<Uint8Array | undefined> | undefined {
    const by = 'AsyncBytes: read the bytes it was resumed for';
    const chunk = this.#state.takeChunk(by);
    if (chunk !== undefined) {
      this.#handler.didRead(chunk.byteLength);
      return { value: chunk };
    }
    const outcome = this.#state.getOutcome(by);
    if (outcome === undefined) return undefined;
    this.#isConsumed = true;
    return outcome.kind === 'failed' ? { error: outcome.error } : { value: undefined };
  }
}
