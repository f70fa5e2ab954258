// Turns undici's callbacks for one request into jobs on the session's delegate queue.
// Invariant: nothing of ours runs, or throws, inside undici's callbacks but bookkeeping; the delegate hears of the
// completion exactly once, whichever way undici reports it, and of nothing at all after an abort.

import type { Dispatcher } from 'undici';

import type { DelegateQueue } from './delegate-queue.ts';
import { MAX_UNREAD_BYTES } from './limits.ts';
import type { ResponseHead } from './task-state.ts';

/** What a task learns about its request, on the delegate queue and in this order. */
export interface TaskDelegate {
  didReceiveHead(head: ResponseHead): void;
  didReceiveData(chunk: Uint8Array): void;
  /** The response ended; `cause` is undici's error, undefined when the response is complete. */
  didComplete(cause: unknown): void;
}

/** The undici handler of one request. */
export class DispatchHandler implements Dispatcher.DispatchHandler {
  readonly #queue: DelegateQueue;
  readonly #delegate: TaskDelegate;
  #controller: Dispatcher.DispatchController | undefined;
  #abortReason: Error | undefined;
  #isOver = false;
  #unreadBytes = 0;

  constructor(queue: DelegateQueue, delegate: TaskDelegate) {
    this.#queue = queue;
    this.#delegate = delegate;
  }

  // undici has no way to take a request out of its queue: it calls this when it is about to write the request to
  // a connection, and an abort given here is the last moment at which it is never sent (undici's own
  // request({signal}) does the same). It may come again if undici repeats a request on a new connection.
  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#abortReason === undefined) this.#controller = controller;
    else controller.abort(this.#abortReason);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: ResponseHead['headers'],
  ): void {
    const isInformational = status < 200;
    if (this.#isOver || isInformational) return;
    this.#queue.enqueue(() => this.#delegate.didReceiveHead({ status, headers }));
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    if (this.#isOver) return;
    this.#unreadBytes += chunk.byteLength;
    if (this.#unreadBytes > MAX_UNREAD_BYTES) controller.pause();
    this.#queue.enqueue(() => this.#delegate.didReceiveData(chunk));
  }

  onResponseEnd(): void {
    this.#complete(undefined);
  }

  // The controller is null when the request never reached a connection.
  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    this.#complete(error);
  }

  /** The dispatcher threw instead of reporting the error. Most report it, custom ones need not. */
  dispatchThrew(error: unknown): void {
    this.#complete(error);
  }

  /** The consumer took this many bytes; once it has taken all, a paused connection goes on. */
  didRead(byteCount: number): void {
    this.#unreadBytes -= byteCount;
    const isDrained = !this.#isOver && this.#unreadBytes === 0;
    if (isDrained && this.#controller?.paused === true) this.#controller.resume();
  }

  /**
   * Ends the request, or sees to it that it is never sent. The delegate hears nothing more from this handler.
   * undici answers an abort with onResponseError, synchronously: we are over by then.
   */
  abort(reason: Error): void {
    this.#isOver = true;
    this.#abortReason = reason;
    this.#controller?.abort(reason);
  }

  #complete(cause: unknown): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#queue.enqueue(() => this.#delegate.didComplete(cause));
  }
}
