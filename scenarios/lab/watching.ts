// Who watches the progress of a call → its listener, and the signal that the call is to have: a caller may give up from inside it.
import type { CallContext } from './call-book.ts';

/** Listens for the progress of an answer, and may leave at the first sign of it. */
export type Watched = true | 'leaves';

/** The listener, and the context with the signal that it pulls. Leaving comes once: it is told to the oracles just before. */
export function watch(
  watched: Watched | undefined,
  context: CallContext,
): { onProgress: () => void; context: CallContext } {
  if (watched !== 'leaves') return { onProgress: () => {}, context };
  const { actor, signal, act } = context;
  const own = new AbortController();
  const onProgress = (): void => {
    if (!own.signal.aborted) act('leaves while it watches', [actor], () => own.abort());
  };
  return { onProgress, context: { ...context, signal: AbortSignal.any([signal, own.signal]) } };
}
