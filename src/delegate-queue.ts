// Turns callbacks of a session's tasks into ordered jobs: one serial queue per session, as Foundation's
// delegateQueue. Invariant: jobs run one at a time, in the order they came, each on an executor turn of its own.

import type { Executor } from './executor.ts';

/** One ordered, serial queue over an executor. */
export class DelegateQueue {
  readonly #executor: Executor;
  readonly #jobs: (() => void)[] = [];
  #isScheduled = false;

  constructor(executor: Executor) {
    this.#executor = executor;
  }

  /**
   * Adds a job behind all earlier ones. It never runs inside another job of this queue. A job that throws does not
   * stall the queue: the next one is scheduled all the same, and the exception reaches whoever runs the executor.
   */
  enqueue(job: () => void): void {
    this.#jobs.push(job);
    if (!this.#isScheduled) this.#schedule();
  }

  #schedule(): void {
    this.#isScheduled = true;
    this.#executor(() => this.#runNext());
  }

  #runNext(): void {
    const job = this.#jobs.shift();
    try {
      job?.();
    } finally {
      if (this.#jobs.length > 0) this.#schedule();
      else this.#isScheduled = false;
    }
  }
}
