// Turns an unread body into a free connection: reads it to its end, or closes the connection when that is no bargain.
// Invariant: afterwards the body's task is over.

import type { ResponseBytes } from './async-bytes.ts';
import { MAX_DRAINED_BYTES } from './limits.ts';
import { RequestFailedError, RequestTimeoutError } from './session-errors.ts';

/**
 * Reads a body that nobody wants. One that breaks off or is too long has cost its connection, which is all that there
 * was to save, so neither is an error. Rejects with TaskCancelledError when its consumer is cancelled meanwhile.
 */
export async function drain(bytes: ResponseBytes): Promise<void> {
  let byteCount = 0;
  try {
    for await (const chunk of bytes) {
      byteCount += chunk.byteLength;
      if (byteCount > MAX_DRAINED_BYTES) break; // leaving the loop cancels the task
    }
  } catch (error) {
    if (!(error instanceof RequestFailedError) && !(error instanceof RequestTimeoutError)) throw error;
  }
}
