// The battery for the eventsource package: programs over event sources, how they are answered and when they are closed.
import { EventSource } from 'eventsource';
import { plainAnswerPrograms } from '../answers.ts';
import { defineBattery, type CallProgram } from '../define-battery.ts';
import { oneOf } from '../draw.ts';
import { listen, sourceRouteOf, type SourceProgram } from '../event-sources.ts';

/** One event source, by a fetch of its own or by the one that it has. */
type SourceCall = CallProgram & SourceProgram & { fetches?: 'own' | 'plain'; withCredentials?: true };

export default defineBattery<SourceCall, object, undefined>({
  name: 'lab/eventsource',
  description: 'Programs over event sources: any answer, reconnected to and closed in any way.',
  calls: {
    closesAfter: [25, oneOf(1, 2)],
    closesAfterMs: [20, oneOf(1, 30, 700, 4_000)],
    fetches: [25, oneOf('own', 'plain')],
    withCredentials: [10, oneOf(true)],
    retryMs: [30, oneOf(1, 100, 1_000)],
    answer: [85, plainAnswerPrograms],
  },
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
  routes: (calls) =>
    [...Object.entries(calls), ['probe', {}] as const].map(([name, call]) => sourceRouteOf(name, call)),
  isOnFetch: () => true,
});

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
