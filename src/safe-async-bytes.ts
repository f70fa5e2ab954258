// Turns one request on a session into a response head and a body, as SessionTask and AsyncBytes do together, for a
// session that anybody may end at any moment.
// Invariants: the first terminal state stays; a waiting consumer is resumed exactly once; what the consumer reads
// belongs to this object, which lives as long as somebody holds it, so there is nothing that could be released too early.

import type { Dispatcher } from 'undici';

import type { ResponseBytes } from './async-bytes.ts';
import { DispatchHandler } from './dispatch-handler.ts';
import { dispatchRequest } from './dispatch-request.ts';
import {
  ConcurrentReadError,
  SessionEndedError,
  TaskCancelledError,
  toSessionError,
} from './session-errors.ts';
import type { OpenTask, SessionRequest, TaskOwner } from './session-task.ts';
import type { Outcome, ResponseHead } from './task-state.ts';

const CONSUMER = "its consumer's signal";

/** A request under way and its body. `Session.safeBytes` makes it. */
export class SafeAsyncBytes implements ResponseBytes, OpenTask {
  /** Method and URL, for messages. */
  readonly description: string;
  readonly #request: SessionRequest;
  readonly #url: URL;
  readonly #owner: TaskOwner;
  readonly #handler: DispatchHandler;
  readonly #chunks: Uint8Array[] = [];
  readonly #onAbort = (): void => this.cancel(CONSUMER);
  #head: ResponseHead | undefined;
  #outcome: Outcome | undefined;
  #resume: (() => void) | undefined;
  #isBeingRead = false;

  /** Throws a TypeError for a URL that is none. */
  constructor(request: SessionRequest, owner: TaskOwner) {
    this.#url = new URL(request.url);
    this.description = `${request.method} ${request.url}`;
    this.#request = request;
    this.#owner = owner;
    this.#handler = new DispatchHandler(owner.delegateQueue, {
      didReceiveHead: (head) => this.#deliver(() => (this.#head = head)),
      didReceiveData: (chunk) => this.#deliver(() => this.#chunks.push(chunk)),
      didComplete: (cause) => this.#complete(cause),
    });
    request.signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** Sends the request. For the session, once. */
  start(dispatcher: Dispatcher): void {
    dispatchRequest(dispatcher, this.#request, this.#url, this.#handler);
  }

  /**
   * Waits for the head. Rejects with SessionEndedError, TaskCancelledError, RequestTimeoutError or RequestFailedError.
   */
  response(): Promise<ResponseHead> {
    return this.#read(() => this.#head ?? this.#endOfHead());
  }

  /**
   * next() gives out the next bytes. It rejects once, as response() does, and is `done` from then on. Of a body that broke
   * off, what came is given out first; when the session ended or the consumer left, it is dropped.
   * return() ends the request, also while a next() is pending, which then rejects with TaskCancelledError.
   */
  [Symbol.asyncIterator](): AsyncIterator<Uint8Array, undefined> {
    let isOver = false;
    return {
      next: async () => {
        if (isOver) return { done: true, value: undefined };
        try {
          const chunk = await this.#read(() => this.#chunks.shift() ?? this.#endOfBody());
          if (chunk !== 'end') {
            this.#handler.didRead(chunk.byteLength);
            return { done: false, value: chunk };
          }
        } catch (error) {
          isOver = true;
          throw error;
        }
        isOver = true;
        return { done: true, value: undefined };
      },
      return: () => {
        isOver = true;
        this.cancel('SafeAsyncBytes: its consumer left the loop');
        return Promise.resolve({ done: true, value: undefined });
      },
    };
  }

  /** Ends the request at once, from anywhere and at any moment. Nothing happens to one that is over. */
  cancel(by = 'SafeAsyncBytes.cancel()'): void {
    this.#abort(new TaskCancelledError(this.description, by));
  }

  /** The session was invalidated: ends the request as cancel() does, with a SessionEndedError. */
  sessionEnded(by: string): void {
    this.#abort(new SessionEndedError(this.description, by));
  }

  // -- The delegate side ------------------------------------------------------------------------------------------

  #deliver(write: () => void): void {
    if (this.#outcome !== undefined) return;
    write();
    this.#wake();
  }

  #complete(cause: unknown): void {
    if (cause === undefined) return this.#end({ kind: 'finished' });
    this.#end({
      kind: 'failed',
      error: toSessionError(this.description, this.#request.timeoutMs, cause),
    });
  }

  #abort(error: Error): void {
    if (this.#outcome !== undefined) return;
    this.#head = undefined;
    this.#chunks.length = 0;
    this.#handler.abort(error);
    this.#end({ kind: 'failed', error });
  }

  #end(outcome: Outcome): void {
    if (this.#outcome !== undefined) return;
    this.#outcome = outcome;
    this.#request.signal?.removeEventListener('abort', this.#onAbort);
    this.#owner.taskEnded(this);
    this.#wake();
  }

  #wake(): void {
    const resume = this.#resume;
    this.#resume = undefined;
    if (resume !== undefined) this.#owner.executor(resume);
  }

  // -- The consumer's side ----------------------------------------------------------------------------------------

  async #read<T>(collect: () => T | undefined): Promise<T> {
    if (this.#isBeingRead) throw new ConcurrentReadError(this.description);
    this.#isBeingRead = true;
    try {
      for (;;) {
        // A body that was complete before its consumer left has no listener any more.
        const hasFailed = this.#outcome?.kind === 'failed';
        if (!hasFailed && this.#request.signal?.aborted === true) {
          throw new TaskCancelledError(this.description, CONSUMER);
        }
        const collected = collect();
        if (collected !== undefined) return collected;
        await new Promise<void>((resolve) => (this.#resume = resolve));
      }
    } finally {
      this.#isBeingRead = false;
    }
  }

  #endOfHead(): undefined {
    if (this.#outcome?.kind === 'failed') throw this.#outcome.error;
    if (this.#outcome !== undefined) {
      throw toSessionError(this.description, undefined, 'it ended without a response');
    }
    return undefined;
  }

  #endOfBody(): 'end' | undefined {
    if (this.#outcome?.kind === 'failed') throw this.#outcome.error;
    return this.#outcome === undefined ? undefined : 'end';
  }
}
