// Turns a task's body into an async iterable of chunks, as Foundation's URLSession.AsyncBytes.
// Invariant: an iterator that was left, failed or finished never touches its task again.

import type { SessionTask } from './session-task.ts';

/** A body still to be read, however it is kept safe. Iterate it once; leaving the loop early ends its request. */
export interface ResponseBytes extends AsyncIterable<Uint8Array> {
  /** Gives the body up unread, and ends its request. `by` names the caller, for messages. */
  cancel(by?: string): void;
}

/** The body of a response. Iterate it once; leaving the loop early cancels the task. */
export class AsyncBytes implements ResponseBytes {
  readonly task: SessionTask;
  readonly #signal: AbortSignal | undefined;

  constructor(task: SessionTask, signal?: AbortSignal) {
    this.task = task;
    this.#signal = signal;
  }

  /** Cancels the task. Call it only while no next() is pending: see SessionTask.cancel(). */
  cancel(by = 'AsyncBytes.cancel()'): void {
    this.task.cancel(by);
  }

  /**
   * @param signal the consumer's cancellation; by default the one the request was made with. Once it has fired, next()
   * rejects with TaskCancelledError.
   * next() otherwise rejects with RequestTimeoutError, or RequestFailedError for a body that broke off.
   * return() cancels the task. Call it only while no next() is pending, as `for await` does: see SessionTask.cancel().
   */
  [Symbol.asyncIterator](
    signal: AbortSignal | undefined = this.#signal,
  ): AsyncIterator<Uint8Array, undefined> {
    const { task } = this;
    let isOver = false;
    return {
      async next() {
        if (isOver) return { done: true, value: undefined };
        try {
          const chunk = await task.nextChunk(signal);
          if (chunk !== undefined) return { done: false, value: chunk };
          isOver = true;
          return { done: true, value: undefined };
        } catch (error) {
          isOver = true;
          throw error;
        }
      },
      return() {
        if (!isOver) task.cancel('AsyncBytes: its consumer left the loop');
        isOver = true;
        return Promise.resolve({ done: true, value: undefined });
      },
    };
  }
}
