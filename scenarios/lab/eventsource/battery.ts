// The battery for the eventsource package: programs over event sources, how they are answered and when they are closed.
import * as eventsource from 'eventsource';
import { defineScenario, type Route } from '../../../harness/index.ts';
import { plainAnswerPrograms } from '../answers.ts';
import { buildCalls, type LabClient } from '../build-calls.ts';
import type { CallProgram } from '../call-program.ts';
import { drawCalls } from '../draw-calls.ts';
import { oneOf } from '../draw.ts';
import { listen, sourceRouteOf, type SourceProgram } from '../event-sources.ts';
import { judgeCalls, serveCalls } from '../serve-calls.ts';

/** One event source, by a fetch of its own or by the one that it has. */
type SourceCall = CallProgram & SourceProgram & { fetches?: 'own' | 'plain'; withCredentials?: true };

type SourceClass = typeof eventsource.EventSource;

/** Its class; releases before 3 are the class themselves. */
const EventSource = classOf(eventsource);

const CLIENT: LabClient<SourceCall, object, undefined> = {
  sane: ({ answer: { status, ...answer } = {}, ...call }) => ({
    ...call,
    // To an event source any other success is an error.
    answer: { ...answer, ...(status !== undefined && status !== 201 && { status }) },
  }),
  make: () => undefined,
  call: (program, { origin }, context) => {
    const url = `${origin}/answers/${context.actor}`;
    return listen(() => new EventSource(url, optionsOf(program)), program, context);
  },
  isOnFetch: () => true,
};

const routes = (calls: Readonly<Record<string, SourceCall>>): Route[] =>
  [...Object.entries(calls), ['probe', {}] as const].map(([name, call]) => sourceRouteOf(name, call));

export default defineScenario({
  name: 'lab/eventsource',
  description: 'Programs over event sources: any answer, reconnected to and closed in any way.',
  cancelsAtEnd: true,
  programs: {
    draw: drawCalls({
      calls: {
        closesAfter: [25, oneOf(0, 1, 2)],
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

function classOf(module: { EventSource?: SourceClass; default?: SourceClass }): SourceClass {
  return (module.EventSource ?? module.default)!;
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
