// Turns a task's body into an async iterable of chunks, as Foundation's URLSession.AsyncBytes.
// Invariant: an iterator that was left, failed or finished never touches its task again.

import type { SessionTask } from './session-task.ts';

/** The body of a response. Iterate it once; leaving the loop early cancels the task. */
export class AsyncBytes implements AsyncIterable<Uint8Array> {
  readonly task: SessionTask;
  readonly #signal: AbortSignal | undefined;

  constructor(task: SessionTask, signal?: AbortSignal) {
    this.task = task;
    this.#signal = signal;
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
