// A call's program → one `dispatch` with a handler of one's own: what stands under all of undici's functions, and what who writes
// an interceptor or a client of his own uses. Releases from 7 on are given their own hooks, earlier ones theirs.
import type { Arbitrary } from 'fast-check';
import type * as undici from 'undici';
import type { CallBook } from '../call-book.ts';
import { oneOf, parts } from '../draw.ts';
import type { LeavingContext } from './giving-up.ts';
import { HookOrder } from './hook-order.ts';
import { MAJOR } from './release.ts';

/** A handler: it pauses `pausesMs` after each part, or throws at a moment. */
export type HandlerProgram = { pausesMs?: number; throws?: 'start' | 'sent' | 'head' | 'part' | 'end' };

export const handlerPrograms: Arbitrary<HandlerProgram> = parts<HandlerProgram>({
  pausesMs: [40, oneOf(1, 50, 700)],
  throws: [30, oneOf('start', 'sent', 'head', 'part', 'end')],
});

/** How one answer is flow-controlled and given up, by whatever hooks. */
type Control = { pause: () => void; resume: () => void; abort: (reason?: unknown) => void };

/** Dispatches, and resolves with the status when all is delivered. */
export function byDispatch(
  dispatcher: undici.Dispatcher,
  options: object,
  { pausesMs, throws }: HandlerProgram,
  book: CallBook,
  context: LeavingContext,
): Promise<number> {
  const { actor, signal, act, deliver } = context;
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  // Who throws in a hook may be told of that in any.
  const order = new HookOrder(throws === undefined ? context.note : () => {});
  let control: Control | undefined;
  let status = 0;
  const leave = (): void => {
    // What has not begun can't be given up by its handler: it is when it begins.
    if (control === undefined) reject(signal.reason as Error);
    else control.abort(signal.reason);
  };
  const throwAt = (moment: HandlerProgram['throws']): void => {
    if (moment !== throws) return;
    const thrown = new Error(`its handler throws at its ${moment}`);
    act('throws in its handler', [actor], () => {});
    throw thrown;
  };
  const begin = (given: Control): void => {
    control = given;
    if (signal.aborted) given.abort(signal.reason);
    throwAt('start');
  };
  const head = (code: number): void => {
    // What is interim is no answer.
    if (code < 200) return;
    order.head();
    status = code;
    book.gotHead(actor, null);
    context.atHead();
    throwAt('head');
  };
  /** True when no more is wanted for now. */
  const part = (chunk: Uint8Array): boolean => {
    order.part();
    if (status < 300) deliver(Buffer.from(chunk));
    throwAt('part');
    if (pausesMs === undefined || signal.aborted || book.isOver) return false;
    order.pause();
    void book.pause(actor, pausesMs, signal).then(() => {
      order.resume();
      control?.resume();
    });
    return true;
  };
  const end = (): void => {
    order.end('its end');
    throwAt('end');
    resolve(status);
  };
  const fail = (error: Error): void => {
    order.end('an error');
    reject(error);
  };
  signal.addEventListener('abort', leave, { once: true });
  const handler =
    MAJOR >= 7
      ? {
          onRequestStart: begin,
          onResponseStart: (_control: Control, code: number) => head(code),
          onResponseData: (own: Control, chunk: Uint8Array) => {
            if (part(chunk)) own.pause();
          },
          onResponseEnd: end,
          onBodySent: () => throwAt('sent'),
          onResponseError: (_control: Control, error: Error) => fail(error),
        }
      : {
          onConnect: (abort: Control['abort']) => begin({ pause: () => {}, resume: () => {}, abort }),
          onHeaders: (code: number, _headers: unknown, resume: () => void) => {
            if (control !== undefined) control.resume = resume;
            head(code);
            return true;
          },
          onData: (chunk: Uint8Array) => !part(chunk),
          onComplete: end,
          onBodySent: () => throwAt('sent'),
          onError: fail,
        };
  try {
    signal.throwIfAborted();
    dispatcher.dispatch(options as never, handler as never);
  } catch (error) {
    reject(error);
  }
  return promise.finally(() => signal.removeEventListener('abort', leave));
}
