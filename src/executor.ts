// Turns a job into a later turn: the one asynchronous hop of the model. Swift has such hops because delegate
// callbacks run on a queue of the session and continuations resume on the cooperative pool; here they are needed
// because a delegate callback must not run inside undici's parser callback, and a consumer must not run on the
// delegate queue, where a slow one would hold up every other task of its session.
// Invariant: each job runs exactly once, on a turn of its own, in the order in which the jobs were handed over.

/**
 * Runs `job` once, on a later turn. What the job throws must reach the process as an uncaught exception: the
 * model's ReleasedStateError travels that way. An executor that runs the job at once takes the hop away.
 */
export type Executor = (job: () => void) => void;

/** One turn of the event loop. The global is looked up at each call, as any code of the application would do. */
export const defaultExecutor: Executor = (job) => {
  setImmediate(job);
};
