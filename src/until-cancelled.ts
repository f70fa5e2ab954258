// Turns waiting for work that others share into waiting that a cancelled consumer leaves at once.
// Invariant: the work itself is not cancelled, and no listener stays on the signal.

import { TaskCancelledError } from './session-errors.ts';

/** Settles as `work` does, or rejects with TaskCancelledError once the signal fires, whichever is first. */
export async function untilCancelled<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
  what: string,
): Promise<T> {
  if (signal === undefined) return work;
  const cancelled = Promise.withResolvers<never>();
  const onAbort = (): void => cancelled.reject(new TaskCancelledError(what, "its consumer's signal"));
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([cancelled.promise, work]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
