// How a caller of undici gives up in ways that other clients do not know or their batteries draw otherwise: at the very moment
// at which its answer begins or its first part is read, and by an event emitter in the place of a signal.
import { EventEmitter } from 'node:events';
import type { Arbitrary } from 'fast-check';
import type { CallContext } from '../call-book.ts';
import { oneOf, parts } from '../draw.ts';

/** It aborts by itself, at a moment of its own, once or twice; `emits`: an event emitter says so, and says it so often. */
export type LeaveProgram = { at?: 'head' | 'part'; emits?: 'once' | 'twice' };

export const leavePrograms: Arbitrary<LeaveProgram> = parts<LeaveProgram>({
  at: [60, oneOf('head', 'part')],
  emits: [60, oneOf('once', 'twice')],
});

/** A call's context, with what its client is handed as a signal, and what is to be told of it. */
export type LeavingContext = CallContext & { handle: AbortSignal | EventEmitter; atHead: () => void };

/** Makes what gives the call up; `release` when the call is over. */
export function makeLeaving(
  { at, emits }: LeaveProgram,
  context: CallContext,
): { context: LeavingContext; release: () => void } {
  if (at === undefined && emits === undefined)
    return { context: { ...context, handle: context.signal, atHead: () => {} }, release: () => {} };
  const { actor, signal, act, deliver } = context;
  const own = new AbortController();
  const emitter = new EventEmitter();
  const abort = (): void => {
    if (own.signal.aborted) return;
    own.abort(signal.reason);
    for (let times = emits === 'twice' ? 2 : 1; times > 0; times--) emitter.emit('abort');
  };
  const leave = (moment: LeaveProgram['at']): void => {
    if (moment === at && !own.signal.aborted) act('aborts by itself', [actor], abort);
  };
  signal.throwIfAborted();
  signal.addEventListener('abort', abort, { once: true });
  return {
    context: {
      ...context,
      signal: own.signal,
      handle: emits === undefined ? own.signal : emitter,
      atHead: () => leave('head'),
      deliver: (data) => {
        deliver(data);
        leave('part');
      },
    },
    release: () => signal.removeEventListener('abort', abort),
  };
}
