// Answers whose bodies are read at once, late, or never, while the server closes and callers give up, on several
// releases of undici. Nothing here knows of a bug: what each release is expected to show was found.
import type { request, Dispatcher } from 'undici';
import {
  defineScenario,
  plain,
  wait,
  type ActorContext,
  type Answer,
  type Expectation,
  type Route,
} from '../../../harness/index.ts';

type Undici = {
  Agent: new () => Dispatcher & { destroyed: boolean; close(): Promise<void> };
  request: typeof request;
};
type Params = { load: () => Promise<unknown> };
type Subject = { origin: string; undici: Undici; agent: InstanceType<Undici['Agent']> };

/** Virtual milliseconds before a late reader reads. */
const LATE_MS = 50;

/** A caller of `route` that reads after `waitMs`, or not at all when that is undefined. */
function caller(route: string, waitMs: number | undefined) {
  return async ({ subject, actor, signal, deliver }: ActorContext<Subject>): Promise<void> => {
    const { undici, origin, agent } = subject;
    const { statusCode, body } = await undici.request(`${origin}/${route}/${actor}`, {
      dispatcher: agent,
      signal,
    });
    if (statusCode !== 200 || waitMs === undefined) {
      // Left to whoever owns the agent; an unread body is allowed to fail, nobody listens.
      body.on('error', () => {});
      return;
    }
    if (waitMs > 0) await new Promise((resolve) => void setTimeout(resolve, waitMs));
    deliver(await body.text());
  };
}

/** What every release here may show, the newest included; harness/README.md's glossary has the words. */
const KNOWN: Expectation[] = [
  // A body that ends with its connection is taken for whole when the connection was reset.
  { oracle: 'corruption', code: 'truncated' },
  // A whole body, not read yet, is reported as broken when the server closes the idle connection.
  { oracle: 'collateral', code: 'UND_ERR_SOCKET' },
  // destroy() does not wait for lookups and connects under way, and leaves an unread body's socket and listener.
  { oracle: 'use-after-close', code: 'connect-after-close' },
  { oracle: 'leaked-handle', code: 'socket' },
  { oracle: 'leaked-handle', code: 'listener' },
];

/** Before 7, an unread body without an error listener takes the process down when its connection breaks. */
const UNHEARD: Expectation[] = [
  { oracle: 'crash', code: 'UND_ERR_SOCKET' },
  { oracle: 'crash', code: 'ECONNRESET' },
];

/** Half of what a socket is read with at once, twice: large enough to stay unread, small enough to be cut. */
const HALF = 'x'.repeat(32_768);

/** Every way in which an answer of HTTP/1.1 can be delimited, with the connection kept or not. */
const answers: Record<string, Pick<Answer, 'framing' | 'headers'>> = {
  chunked: { framing: 'chunked' },
  'chunked-last': { framing: 'chunked', headers: { connection: 'close' } },
  length: { framing: 'length' },
  close: { framing: 'close' },
};
const routes: Route[] = Object.entries(answers).map(([name, how]) => ({
  name,
  path: `/${name}/*`,
  answer: (_request, { token }) => ({
    status: 200,
    ...how,
    body: [plain(`${token} `), plain(HALF), wait(20), plain(HALF)],
  }),
}));

export default defineScenario<Subject, Params>({
  name: 'undici-history/unread-body',
  description: 'Bodies read at once, late or never while the server closes, on releases of undici.',
  variants: {
    '6.21.0': {
      params: { load: () => import('undici-6.21.0') },
      description: 'head in, body unread, abort: uncaught AbortError (undici #3736)',
      expect: [{ oracle: 'crash', code: 'AbortError', fromCases: 200 }, ...UNHEARD, ...KNOWN],
    },
    '6.21.1': { params: { load: () => import('undici-6.21.1') }, expect: [...UNHEARD, ...KNOWN] },
    '7.25.0': {
      params: { load: () => import('undici-7.25.0') },
      description: 'a cut chunked body is taken for whole (undici #5273)',
      expect: [{ oracle: 'corruption', code: 'truncated', fromCases: 500 }, ...KNOWN],
    },
    '7.26.0': {
      params: { load: () => import('undici-7.26.0') },
      description: 'body unread when the server closes: uncaught assertion (undici #5360)',
      expect: [{ oracle: 'crash', code: 'ERR_ASSERTION', fromCases: 50 }, ...KNOWN],
    },
    '8.4.0': {
      params: { load: () => import('undici-8.4.0') },
      description: 'body unread when the server closes: uncaught assertion (undici #5360)',
      expect: [{ oracle: 'crash', code: 'ERR_ASSERTION', fromCases: 50 }, ...KNOWN],
    },
    '8.6.0': { params: { load: () => import('undici-8.6.0') }, expect: KNOWN },
    '8.12.4': { params: { load: () => import('undici') }, expect: KNOWN },
  },
  gateway: routes,
  subject: async ({ origin, params }) => {
    const undici = (await params.load()) as Undici;
    return { origin, undici, agent: new undici.Agent() };
  },
  actors: {
    'chunked-at-once': caller('chunked', 0),
    'chunked-late': caller('chunked-last', LATE_MS),
    'length-late': caller('length', LATE_MS),
    'close-late': caller('close', LATE_MS),
    'length-never': caller('length', undefined),
  },
  faults: ['delay', 'reset', 'fin', 'stall', 'split', 'merge'],
  dispose: ({ agent }) => agent.destroy(),
});
