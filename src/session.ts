// Turns requests into tasks on one dispatcher, and owns both, as Foundation's URLSession.
// Invariants: an invalidated session makes no task and never comes back; each of its tasks ends exactly once; whatever
// it was given or made to send with is ended once, when the last task is.

import type { Dispatcher } from 'undici';

import { AsyncBytes } from './async-bytes.ts';
import { DelegateQueue } from './delegate-queue.ts';
import { defaultExecutor, type Executor } from './executor.ts';
import { SafeAsyncBytes } from './safe-async-bytes.ts';
import {
  SessionEndedError,
  SessionInvalidatedError,
  TaskCancelledError,
  codeOf,
  rememberPlace,
  type Place,
} from './session-errors.ts';
import { SessionTask, type OpenTask, type SessionRequest, type TaskOwner } from './session-task.ts';
import type { ResponseHead } from './task-state.ts';
import { givenTransport, globalTransport, ownTransport, type Transport } from './transport.ts';

/** How a session is made; every part has a default. */
export interface SessionOptions {
  /** What to send with. The session takes it over and ends it. Default: an undici Agent of its own. */
  readonly dispatcher?: Dispatcher;
  /** Where delegate callbacks and resumed consumers run. Default: one event loop turn each. */
  readonly executor?: Executor;
  /** For messages. Default: "session". */
  readonly name?: string;
}

/** A response: its head, and its body still to be read. */
export interface SessionResponse {
  readonly response: ResponseHead;
  readonly bytes: AsyncBytes;
}

/** A response whose body survives whatever becomes of its session. */
export interface SafeSessionResponse {
  readonly response: ResponseHead;
  readonly bytes: SafeAsyncBytes;
}

/** Connections and the tasks on them. */
export class Session {
  /** The process-wide session, over undici's global dispatcher of the moment. It cannot be invalidated. */
  static get shared(): Session {
    return (sharedSession ??= new SharedSession({ name: 'shared' }));
  }

  readonly name: string;
  readonly #owner: TaskOwner;
  readonly #tasks = new Set<OpenTask>();
  readonly #closed = Promise.withResolvers<void>();
  #transport: Transport | undefined;
  #invalidated: Place | undefined;
  #isEnding = false;
  #isDestroyed = false;

  constructor(options: SessionOptions = {}) {
    this.name = options.name ?? 'session';
    if (options.dispatcher !== undefined) this.#transport = givenTransport(options.dispatcher);
    const executor = options.executor ?? defaultExecutor;
    this.#owner = {
      executor,
      delegateQueue: new DelegateQueue(executor),
      taskEnded: (task) => {
        this.#tasks.delete(task);
        this.#closeIfLast();
      },
    };
  }

  /** True once either way of invalidating was called. */
  get isInvalidated(): boolean {
    return this.#invalidated !== undefined;
  }

  /** Tasks that have neither completed nor been cancelled. A completed one may still have unread bytes. */
  get openTaskCount(): number {
    return this.#tasks.size;
  }

  /** Resolves when the session is over and its dispatcher closed. Never rejects; for `Session.shared`, never settles. */
  get closed(): Promise<void> {
    return this.#closed.promise;
  }

  /**
   * Sends a request and waits for the head of its response.
   *
   * Throws SessionInvalidatedError, synchronously, on a session that is over, whether or not the signal has fired: a
   * cancelled Swift task that opens bytes there aborts the process just as well. Throws TypeError for a bad URL.
   * Rejects with TaskCancelledError (no request is made for a signal that has fired before), RequestTimeoutError or
   * RequestFailedError.
   */
  bytes(request: SessionRequest): Promise<SessionResponse> {
    const what = `${request.method} ${request.url}`;
    if (this.#invalidated !== undefined) {
      throw new SessionInvalidatedError(this.name, this.#invalidated, rememberPlace(what));
    }
    if (request.signal?.aborted === true) {
      return Promise.reject(new TaskCancelledError(what, "its consumer's signal"));
    }
    const dispatcher = this.transport().dispatcher();
    const task = new SessionTask(request, this.#owner);
    this.#tasks.add(task);
    request.didCreateTask?.(task);
    task.start(dispatcher);
    return respond(task, request.signal);
  }

  /**
   * bytes() for a session that others may end at any moment: the response and its body come as a once-only delegate (see
   * SafeAsyncBytes), which no invalidation can hurt.
   *
   * Rejects with SessionEndedError once the session is over, also when it was before the call; else as bytes() does. Never
   * throws synchronously. `didCreateTask` is not called: nobody needs to reach a task that ends by itself.
   */
  async safeBytes(request: SessionRequest): Promise<SafeSessionResponse> {
    const what = `${request.method} ${request.url}`;
    if (this.#invalidated !== undefined) throw new SessionEndedError(what, this.#invalidated.label);
    if (request.signal?.aborted === true) throw new TaskCancelledError(what, "its consumer's signal");
    const dispatcher = this.transport().dispatcher();
    const bytes = new SafeAsyncBytes(request, this.#owner);
    this.#tasks.add(bytes);
    bytes.start(dispatcher);
    return { response: await bytes.response(), bytes };
  }

  /** No new task from now on; the session ends with its last task. Final and idempotent. */
  finishTasksAndInvalidate(): void {
    this.#invalidated ??= rememberPlace('Session.finishTasksAndInvalidate()');
    this.#closeIfLast();
  }

  /** No new task from now on; all tasks are cancelled and every connection destroyed. Final and idempotent. */
  invalidateAndCancel(): void {
    const by = 'Session.invalidateAndCancel()';
    this.#invalidated ??= rememberPlace(by);
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    this.#isEnding = true;
    for (const task of this.#tasks) task.sessionEnded(by); // each takes itself out of the set
    const reason = new TaskCancelledError(`session "${this.name}"`, by);
    this.#settleClosed(this.#transport?.destroy(reason), reason);
  }

  /** What the next task is sent with; made when first needed. */
  protected transport(): Transport {
    return (this.#transport ??= ownTransport());
  }

  #closeIfLast(): void {
    if (this.#invalidated === undefined || this.#isEnding || this.#tasks.size > 0) return;
    this.#isEnding = true;
    this.#settleClosed(this.#transport?.close());
  }

  // A dispatcher may say that it was ended already, or repeat our own reason. Anything else is a defect, which must
  // reach the process; it is nothing that a caller who waits for `closed` could handle.
  #settleClosed(ending: Promise<void> | undefined, reason?: Error): void {
    Promise.resolve(ending).then(this.#closed.resolve, (error: unknown) => {
      this.#closed.resolve();
      const isEndedAlready = codeOf(error) === 'UND_ERR_DESTROYED' || codeOf(error) === 'UND_ERR_CLOSED';
      if (isEndedAlready || error === reason) return;
      this.#owner.executor(() => {
        throw error;
      });
    });
  }
}

let sharedSession: Session | undefined;

/** Foundation: invalidating the shared session has no effect. */
class SharedSession extends Session {
  override finishTasksAndInvalidate(): void {}

  override invalidateAndCancel(): void {}

  protected override transport(): Transport {
    return globalTransport;
  }
}

async function respond(task: SessionTask, signal: AbortSignal | undefined): Promise<SessionResponse> {
  const response = await task.response(signal);
  return { response, bytes: new AsyncBytes(task, signal) };
}
