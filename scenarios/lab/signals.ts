// How a caller gives up → the signal that its client is handed. Whatever ends the call is told to the oracles just before.
import type { Arbitrary } from 'fast-check';
import type { CallContext } from './call-book.ts';
import { oneOf, parts } from './draw.ts';

const KINDS = ['any', 'timeout', 'reason'] as const;
const REASONS = ['string', 'null', 'object', 'error'] as const;

/** The signal: joined with another, with a time of its own, or aborted with a reason of the caller's. */
export type SignalProgram = { kind?: (typeof KINDS)[number]; ms?: number; reason?: (typeof REASONS)[number] };

export const signalPrograms: Arbitrary<SignalProgram> = parts<SignalProgram>({
  kind: [100, oneOf(...KINDS)],
  ms: [70, oneOf(1, 30, 150, 1_500)],
  reason: [80, oneOf(...REASONS)],
});

const release = (): void => {};

/** Makes the signal; it aborts when the explorer cancels the call, and may do so by itself. `release` when the call is over. */
export function makeSignal(
  program: SignalProgram | undefined,
  context: CallContext,
): { signal: AbortSignal; release: () => void } {
  const { actor, signal, act } = context;
  if (program?.kind === undefined) return { signal, release };
  if (program.kind === 'any')
    return { signal: AbortSignal.any([signal, new AbortController().signal]), release };
  if (program.kind === 'timeout') {
    const timeout = AbortSignal.timeout(program.ms ?? 100);
    timeout.addEventListener('abort', () => act('its time is up', [actor], () => {}), { once: true });
    return { signal: AbortSignal.any([signal, timeout]), release };
  }
  const own = new AbortController();
  const reason = reasonOf(program);
  const pass = (): void => own.abort(reason);
  if (signal.aborted) pass();
  else signal.addEventListener('abort', pass, { once: true });
  return { signal: own.signal, release: () => signal.removeEventListener('abort', pass) };
}

function reasonOf({ reason = 'string' }: SignalProgram): unknown {
  if (reason === 'null') return null;
  if (reason === 'object') return { why: 'left' };
  return reason === 'error' ? new TypeError('left') : 'left';
}
