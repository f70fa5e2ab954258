// What all BTW scenarios share: the client under test in one of its strategies, the gateway's routes, and a consumer.
import type { ActorContext, Route, SubjectContext, Action } from '../../harness/index.ts';
import { sse, wait } from '../../harness/index.ts';
import { BtwClient } from '../../src/btw-client.ts';
import { Credentials, MemoryTokenStore } from '../../src/credentials.ts';
import { GatewayHttpClient } from '../../src/gateway-http-client.ts';
import type { PushStream } from '../../src/push-stream.ts';
import { refreshOverGateway } from '../../src/refresh-over-gateway.ts';
import { perCallStrategy, sharedStrategy, type SessionStrategy } from '../../src/session-strategy.ts';
import { Session } from '../../src/session.ts';

/** Parameters of a variant: who owns the session. */
export type BtwParams = { strategy: 'shared' | 'per-call' };

/** The client, and what its consumers hold. */
export type BtwSubject = {
  btw: BtwClient;
  streams: Map<string, PushStream<string>>;
  /** Consumers that are to leave their loop at the next delta. */
  leaving: Set<string>;
};

/** Token that the client starts with; the gateway hands out another one on refresh. */
const FIRST_TOKEN = 'first-token';

/** Builds the client as the app does, in the strategy of the variant. */
export function buildBtw(context: SubjectContext<BtwParams>): BtwSubject {
  const isShared = context.params.strategy === 'shared';
  return buildBtwWith(context, isShared ? sharedStrategy() : perCallStrategy(() => makeTracked(context)));
}

/** A session of its own, whose end the harness looks for. */
export function makeTracked({ track }: Pick<SubjectContext<unknown>, 'track'>): Session {
  const session = new Session();
  let isClosed = false;
  void session.closed.then(() => {
    isClosed = true;
  });
  track('session', 'per-call session', () => !isClosed);
  return session;
}

/** Builds the client with any strategy. */
export function buildBtwWith({ origin }: { origin: string }, strategy: SessionStrategy): BtwSubject {
  const credentials = new Credentials({
    store: new MemoryTokenStore({ token: FIRST_TOKEN }),
    refresh: refreshOverGateway({ baseUrl: origin }),
  });
  const http = new GatewayHttpClient({ baseUrl: origin, assistantId: 'a1', credentials });
  return { btw: new BtwClient({ http, strategy }), streams: new Map(), leaving: new Set() };
}

/** The BTW route, three deltas long, and the refresh that a 401 leads to. The conversation key names the call. */
export const BTW_ROUTES: Route[] = [
  {
    name: 'btw',
    method: 'POST',
    path: '/v1/assistants/a1/btw',
    call: ({ body }) => (JSON.parse(body) as { conversationKey: string }).conversationKey,
    answer: (_request, { token }) => ({
      status: 200,
      headers: { 'content-type': 'text/event-stream' },
      body: [
        delta(`${token}: a side `),
        wait(30),
        delta('question, '),
        wait(30),
        delta('answered'),
        sse({ type: 'btw_complete' }),
      ],
    }),
  },
  {
    name: 'refresh',
    method: 'POST',
    path: '/v1/auth/refresh',
    refreshes: true,
    call: () => 'refresh',
    answer: (_request, { nth }) => ({
      status: 200,
      framing: 'length',
      headers: { 'content-type': 'application/json' },
      body: [{ text: '', wire: JSON.stringify({ token: `fresh-token-${nth}` }) }],
    }),
  },
];

function delta(text: string): ReturnType<typeof sse> {
  return sse({ type: 'btw_text_delta', text }, text);
}

/** A consumer: asks, reads to the end or until it is told to leave, and gives back what it read. */
export async function ask({ subject, actor, signal, deliver }: ActorContext<BtwSubject>): Promise<string> {
  const stream = subject.btw.sendMessage({ content: 'by the way?', conversationKey: actor, signal });
  subject.streams.set(actor, stream);
  let answer = '';
  for await (const text of stream) {
    deliver(text);
    answer += text;
    if (subject.leaving.has(actor)) break;
  }
  return answer;
}

/** The ways in which a consumer leaves, besides the abort that every actor can suffer. */
export function leavings(actor: string): Record<string, Action<BtwSubject>> {
  return {
    [`${actor} leaves by return`]: {
      cancels: [actor],
      applies: ({ subject }) => subject.streams.has(actor),
      run: ({ subject }) => void subject.streams.get(actor)!.return(),
    },
    [`${actor} leaves by break`]: {
      cancels: [actor],
      prompt: false,
      run: ({ subject }) => void subject.leaving.add(actor),
    },
  };
}

/** The use-after-close of the founding crash, as `shared` is expected to show it from `fromCases` cases on. */
export function foundingCrash(
  fromCases: number,
): { oracle: 'use-after-close'; code: string; fromCases: number }[] {
  return [{ oracle: 'use-after-close', code: 'ERR_RELEASED_STATE', fromCases }];
}
