// Errors that the model in `src/` raises for what would be a crash in the original client: its words, its evidence.
import type { ErrorRecord } from '../model/trace.ts';

const MODEL_CODES: ReadonlySet<string> = new Set(['ERR_RELEASED_STATE', 'ERR_SESSION_INVALIDATED']);

/** The model's error in `error` or its causes, undefined when there is none. */
export function modelError(error: ErrorRecord): ErrorRecord | undefined {
  for (let current: ErrorRecord | undefined = error; current !== undefined; current = current.cause)
    if (MODEL_CODES.has(current.code)) return current;
  return undefined;
}
