// What all event sources have in common: the stream that they are sent, and who listens to it until the last event, or leaves.
// They reconnect by themselves, so what counts is what came since the connection that brought the last event was opened.
import type { Answer, Route } from '../../harness/index.ts';
import { failure, textsOf, withWaits, type AnswerProgram } from './answers.ts';
import { formEvents } from './event-forms.ts';
import type { CallContext } from './call-book.ts';

/** One event source. It stays until the last event, or `closesAfter` so many events (0: as it opens), or ms. Its server says `retryMs` where given. */
export type SourceProgram = { closesAfter?: number; closesAfterMs?: number; retryMs?: number };

/** What is used of an event source, whoever made it. */
export type Source = {
  readonly readyState: number;
  readonly CLOSED: number;
  close: () => void;
  addEventListener: (type: 'open' | 'message' | 'error', listener: (event: SourceEvent) => void) => void;
};

type SourceEvent = { data?: unknown; code?: number | undefined; message?: string | undefined };

/** How a server asks an event source not to come back (HTML standard, section 9.2.3). */
const NO_CONTENT = 204;

/** The last event, after which nobody waits for the end of the stream; it tells that much and nothing else. */
const END = { text: '', wire: 'data: end\n\n', isLast: true } as const;

/** The route of a source. */
export function sourceRouteOf(
  name: string,
  { answer: program = {}, retryMs }: { answer?: AnswerProgram; retryMs?: number },
): Route {
  return {
    name,
    path: `/answers/${name}`,
    call: () => name,
    answer: (_request, { token, nth }) => {
      const { status = 200, fails = 0, closes } = program;
      if (nth < fails) return failure(program, token);
      if (status !== 200) return failure({ ...program, failStatus: status, ...bytesOf(program) }, token);
      const answer: Answer = {
        status,
        headers: {
          'content-type': 'text/event-stream',
          ...(closes && { connection: 'close' }),
        },
        // A stream of events has no length that could be told before it is over.
        ...(program.framing === 'close' && { framing: 'close' }),
        body: formEvents(program, [
          ...(retryMs === undefined ? [] : [{ text: '', wire: `retry: ${retryMs}\n\n` }]),
          ...withWaits(
            program,
            textsOf(program, token).map((text) => ({ text, wire: `data: ${text}\n\n` })),
          ),
          END,
        ]),
      };
      return answer;
    },
  };
}

function bytesOf({ bytes }: AnswerProgram): AnswerProgram {
  return bytes === undefined ? {} : { failBytes: bytes };
}

/** Listens to the source that `open` makes; `onMade` is told how its caller leaves it. `status` is the one that it is answered. */
export function listen(
  open: () => Source,
  { closesAfter = Infinity, closesAfterMs, status }: SourceProgram & { status?: number | undefined },
  { actor, signal, deliver, act }: CallContext,
  onMade: (leave: () => void) => void = () => {},
): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const source = open();
    let received: string[] = [];
    let isOver = false;
    const end = (settle: () => void): void => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
      source.close();
      settle();
    };
    const leave = (): void => act('closes its source', [actor], () => end(resolve));
    const cancel = (): void => end(() => reject(signal.reason as Error));
    const timer = closesAfterMs === undefined ? undefined : setTimeout(leave, closesAfterMs);
    signal.addEventListener('abort', cancel);
    onMade(leave);
    source.addEventListener('open', () => {
      received = [];
      if (closesAfter === 0) leave();
    });
    source.addEventListener('message', ({ data }) => {
      // What comes when it was closed is told, and not asked for.
      if (isOver) return deliver(String(data));
      if (data === 'end') {
        deliver(received.join(''));
        return end(resolve);
      }
      received.push(String(data));
      if (received.length >= closesAfter) leave();
    });
    source.addEventListener('error', ({ code = status, message }) => {
      const endIfClosed = (): void => {
        // A server that says 204 has nothing more to say: that is no failure.
        if (source.readyState === source.CLOSED)
          end(() => (code === NO_CONTENT ? resolve() : reject(new Error(message ?? 'closed'))));
      };
      endIfClosed();
      // Some close behind the event that says so.
      queueMicrotask(endIfClosed);
    });
  });
}
