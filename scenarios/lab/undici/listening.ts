// A call that listens to an event source, in releases that have them: undici's own, reconnecting by itself.
import type { Arbitrary } from 'fast-check';
import * as undici from 'undici';
import type { CallContext } from '../call-book.ts';
import { oneOf, parts } from '../draw.ts';
import { listen, type Source, type SourceProgram } from '../event-sources.ts';
import type { CallProgram } from './call-programs.ts';
import type { Shared } from './calls.ts';

/** How an event source is listened to: `reconnectMs` is the client's own time until it asks again. */
export type ListenProgram = SourceProgram & { reconnectMs?: number; withCredentials?: true };

export const listenPrograms: Arbitrary<ListenProgram> = parts<ListenProgram>({
  closesAfter: [25, oneOf(1, 2)],
  closesAfterMs: [20, oneOf(1, 30, 700, 4_000)],
  retryMs: [30, oneOf(1, 100, 1_000)],
  reconnectMs: [30, oneOf(1, 500)],
  withCredentials: [10, oneOf(true)],
});

/** The class that listens to event sources; undefined in releases that have none. */
const Sources = (undici as unknown as { EventSource?: new (url: URL, options: object) => Source })
  .EventSource;

/** The call as this release can make it: without event sources, it is a request. */
export function ofRelease({ via, listen: given, ...program }: CallProgram): CallProgram {
  if (via !== 'event-source') return { ...program, ...(via && { via }) };
  if (Sources === undefined) return program;
  // An event source has a GET and its events, whoever opened it; to it any other success is an error.
  const { afterMs, after, signal, answer: { gzip: _, status, ...answer } = {} } = program;
  return {
    via,
    ...(afterMs !== undefined && { afterMs }),
    ...(after !== undefined && { after }),
    ...(signal && { signal }),
    ...(given && { listen: given }),
    answer: { ...answer, ...(status !== undefined && status !== 201 && { status }) },
  };
}

/** Virtual ms for which anybody listens who does not say. */
const LISTENING_MS = 400_000;

/** Listens at `url` until the last event. */
export function byEventSource(
  url: URL,
  { listen: program = {}, answer }: CallProgram,
  { dispatcher, book }: Shared,
  context: CallContext,
): Promise<void> {
  const { reconnectMs: reconnectionTime, withCredentials, ...listening } = program;
  const open = (): Source =>
    new Sources!(url, {
      ...(withCredentials && { withCredentials }),
      // Earlier releases know the deprecated place alone.
      ...(dispatcher && { dispatcher }),
      node: {
        ...(dispatcher && { dispatcher }),
        ...(reconnectionTime !== undefined && { reconnectionTime }),
      },
    });
  return listen(
    open,
    { closesAfterMs: LISTENING_MS, ...listening, status: answer?.status },
    context,
    (leave) => book.goesOn(context.actor, leave),
  );
}
