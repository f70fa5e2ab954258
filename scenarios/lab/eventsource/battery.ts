// The battery for the eventsource package: programs over event sources, how they are answered and when they are closed. They
// reconnect by themselves, so what counts is what came since the connection that brought the last event was opened.
import { EventSource } from 'eventsource';
import { defineScenario } from '../../../harness/index.ts';
import type { Answer, Route } from '../../../harness/index.ts';
import { plainAnswerPrograms, failure, textsOf, withWaits, type AnswerProgram } from '../answers.ts';
import { buildCalls, type LabClient } from '../build-calls.ts';
import type { CallContext } from '../call-book.ts';
import type { CallProgram } from '../call-program.ts';
import { drawCalls } from '../draw-calls.ts';
import { oneOf } from '../draw.ts';
import { judgeCalls, serveCalls } from '../serve-calls.ts';

/** One event source. It stays until the last event, or `closesAfter` so many events, or ms. Its server says `retryMs` where given. */
type SourceCall = CallProgram & {
  closesAfter?: number;
  closesAfterMs?: number;
  fetches?: 'own' | 'plain';
  withCredentials?: true;
  retryMs?: number;
};

/** How a server asks an event source not to come back (HTML standard, section 9.2.3). */
const NO_CONTENT = 204;

/** The last event, after which nobody waits for the end of the stream. */
const END = { text: 'end', wire: 'data: end\n\n', isLast: true } as const;

const CLIENT: LabClient<SourceCall, object, undefined> = {
  sane: ({ answer: { status, ...answer } = {}, ...call }) => ({
    ...call,
    // To an event source any other success is an error.
    answer: { ...answer, ...(status !== undefined && status !== 201 && { status }) },
  }),
  make: () => undefined,
  call: (program, { origin }, context) => listen(`${origin}/answers/${context.actor}`, program, context),
  isOnFetch: () => true,
};

const routes = (calls: Readonly<Record<string, SourceCall>>): Route[] =>
  [...Object.entries(calls), ['probe', {}] as const].map(([name, call]) => routeOf(name, call));

export default defineScenario({
  name: 'lab/eventsource',
  description: 'Programs over event sources: any answer, reconnected to and closed in any way.',
  cancelsAtEnd: true,
  programs: {
    draw: drawCalls({
      calls: {
        closesAfter: [25, oneOf(1, 2)],
        closesAfterMs: [20, oneOf(1, 30, 700, 4_000)],
        fetches: [25, oneOf('own', 'plain')],
        withCredentials: [10, oneOf(true)],
        retryMs: [30, oneOf(1, 100, 1_000)],
        answer: [85, plainAnswerPrograms],
      },
    }),
    build: (program) => buildCalls(CLIENT, program),
    serve: (program) => serveCalls(CLIENT, program, routes),
    judge: (program) => judgeCalls(CLIENT, program),
  },
});

function routeOf(name: string, { answer: program = {}, retryMs }: SourceCall): Route {
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
        body: [
          ...(retryMs === undefined ? [] : [{ text: '', wire: `retry: ${retryMs}\n\n` }]),
          ...withWaits(
            program,
            textsOf(program, token).map((text) => ({ text, wire: `data: ${text}\n\n` })),
          ),
          END,
        ],
      };
      return answer;
    },
  };
}

function bytesOf({ bytes }: AnswerProgram): AnswerProgram {
  return bytes === undefined ? {} : { failBytes: bytes };
}

function listen(
  url: string,
  program: SourceCall,
  { actor, signal, deliver, act }: CallContext,
): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const source = new EventSource(url, optionsOf(program));
    const { closesAfter = Infinity, closesAfterMs } = program;
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
    source.addEventListener('open', () => (received = []));
    source.addEventListener('message', ({ data }: { data: unknown }) => {
      received.push(String(data));
      // What comes when it was closed is told, and not asked for.
      if (isOver) deliver(String(data));
      else if (data === 'end') {
        deliver(received.join(''));
        end(resolve);
      } else if (received.length >= closesAfter) leave();
    });
    source.addEventListener('error', ({ code, message }) => {
      // A server that says 204 has nothing more to say: that is no failure.
      if (source.readyState === source.CLOSED)
        end(() => (code === NO_CONTENT ? resolve() : reject(new Error(message ?? 'closed'))));
    });
  });
}

/** As its documentation shows: a fetch of one's own that adds a header. */
function fetchWithHeader(url: string | URL, init: RequestInit): Promise<Response> {
  return fetch(url, {
    ...init,
    headers: { ...(init.headers as Record<string, string>), authorization: 'Bearer any' },
  });
}

function optionsOf({ fetches, withCredentials }: SourceCall): object {
  return {
    ...(fetches === 'own' && { fetch: fetchWithHeader }),
    ...(fetches === 'plain' && { fetch }),
    ...(withCredentials && { withCredentials }),
  };
}
