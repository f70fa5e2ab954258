// What all BTW scenarios share: the client under test in one of its strategies, the gateway's routes, and a consumer.
import type {
  Action,
  ActorContext,
  Expectation,
  Route,
  SubjectContext,
  Variant,
} from '../../harness/index.ts';
import { sse, wait } from '../../harness/index.ts';
import { BtwClient } from '../../src/btw-client.ts';
import type { PushStream } from '../../src/push-stream.ts';
import {
  perCallStrategy,
  safeBytesStrategy,
  sharedStrategy,
  type SessionStrategy,
} from '../../src/session-strategy.ts';
import { buildApp, makeTracked, type App } from '../app.ts';

/** Parameters of a variant: who owns the session. */
export type BtwParams = { strategy: 'shared' | 'per-call' | 'safe-bytes' };

/** The client, and what its consumers hold. */
export type BtwSubject = {
  app: App;
  btw: BtwClient;
  streams: Map<string, PushStream<string>>;
  /** Consumers that are to leave their loop at the next delta. */
  leaving: Set<string>;
};

/** The variants of a BTW scenario; what `shared` is expected to show, the others never do. */
export function btwVariants(shared: Expectation[] = []): Record<string, Variant<BtwParams>> {
  return {
    shared: { params: { strategy: 'shared' }, expect: shared },
    'per-call': { params: { strategy: 'per-call' } },
    'safe-bytes': { params: { strategy: 'safe-bytes' } },
  };
}

/** The use-after-close of the founding crash, as `shared` is expected to show it from `fromCases` cases on. */
export function foundingCrash(fromCases: number): Expectation[] {
  return [{ oracle: 'use-after-close', code: 'ERR_RELEASED_STATE', fromCases }];
}

/** Builds the client as the app does, in the strategy of the variant. */
export function buildBtw(context: SubjectContext<BtwParams>): BtwSubject {
  const app = buildApp(context);
  return buildBtwOn(app, chooseStrategy(app, context));
}

function chooseStrategy(app: App, context: SubjectContext<BtwParams>): SessionStrategy {
  if (context.params.strategy === 'shared') return sharedStrategy();
  if (context.params.strategy === 'safe-bytes') return safeBytesStrategy(app.owner.current);
  return perCallStrategy(() => makeTracked(context));
}

/** Builds the client on any strategy. */
export function buildBtwOn(app: App, strategy: SessionStrategy): BtwSubject {
  return { app, btw: new BtwClient({ http: app.http, strategy }), streams: new Map(), leaving: new Set() };
}

/** Ends the app. */
export function closeApp({ app }: { app: App }): Promise<void> {
  return app.owner.close();
}

/** The BTW route, three deltas long. The conversation key names the call. */
const BTW_ROUTE: Route = {
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
      delta('questión naïve, '),
      wait(30),
      delta('answered'),
      sse({ type: 'btw_complete' }),
    ],
  }),
};

/** The refresh that a 401 leads to, after `delayMs`; with another `status` it fails. */
export function refreshRoute(delayMs = 0, status = 200): Route {
  return {
    name: 'refresh',
    method: 'POST',
    path: '/v1/auth/refresh',
    refreshes: true,
    call: () => 'refresh',
    answer: (_request, { nth }) => ({
      status,
      framing: 'length',
      headers: { 'content-type': 'application/json' },
      body: [
        ...(delayMs > 0 ? [wait(delayMs)] : []),
        { text: '', wire: JSON.stringify({ token: `fresh-token-${nth}` }) },
      ],
    }),
  };
}

/** What most BTW scenarios have at the other end. */
export const BTW_ROUTES: Route[] = [BTW_ROUTE, refreshRoute()];

/** The BTW route of a gateway that accepts only tokens it has handed out itself. */
export const EXPIRED_BTW_ROUTE: Route = {
  ...BTW_ROUTE,
  answer: (request, context) =>
    request.headers['authorization']?.startsWith('Bearer fresh-') === true
      ? BTW_ROUTE.answer(request, context)
      : {
          status: 401,
          framing: 'length',
          headers: { 'content-type': 'application/json' },
          body: [{ text: '', wire: '{"error":"token expired"}' }],
        },
};

function delta(text: string): ReturnType<typeof sse> {
  return sse({ type: 'btw_text_delta', text }, text);
}

/** A consumer: asks, reads to the end or until it is told to leave, and gives back what it read. */
export async function ask(
  { subject, actor, signal, deliver }: ActorContext<BtwSubject>,
  renderMs = 0,
): Promise<string> {
  const stream = subject.btw.sendMessage({ content: 'by the way?', conversationKey: actor, signal });
  subject.streams.set(actor, stream);
  let answer = '';
  for await (const text of stream) {
    deliver(text);
    answer += text;
    if (renderMs > 0) await new Promise((resolve) => void setTimeout(resolve, renderMs));
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

/** The session that callers share is lost; nothing happens where there is none. */
export function sessionLoss(...actors: string[]): Record<string, Action<{ app: App }>> {
  return {
    'the session is lost': {
      cancels: actors,
      // A call notices once it uses its session again: one that waits for a refresh does not yet.
      prompt: false,
      applies: ({ subject }) => subject.app.owner.hasSession,
      run: ({ subject }) => subject.app.owner.lose(),
    },
  };
}
