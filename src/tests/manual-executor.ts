// Turns an executor into a list of jobs that a test runs one by one, in the order in which they were handed over.

import type { Executor } from '../executor.ts';

/** An executor under the control of a test. What a job throws, the test gets: in a process it would be uncaught. */
export class ManualExecutor {
  readonly jobs: (() => void)[] = [];
  readonly execute: Executor = (job) => void this.jobs.push(job);

  /** Runs the oldest job. */
  runNext(): void {
    this.jobs.shift()?.();
  }

  /** Runs jobs, and whatever they cause, until there are none. */
  async runAll(): Promise<void> {
    await settleMicrotasks();
    while (this.jobs.length > 0) {
      this.runNext();
      await settleMicrotasks();
    }
  }
}

/** Resolves when every promise reaction that is due has run. */
export function settleMicrotasks(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
