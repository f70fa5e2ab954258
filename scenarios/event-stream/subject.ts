// What all event stream scenarios share: the client in one of its generations, the gateway's stream, and the app that
// opens and closes it. Nothing here says when.
import {
  sse,
  wait,
  type Action,
  type ActorContext,
  type BodyItem,
  type Expectation,
  type Route,
  type SubjectContext,
  type Variant,
} from '../../harness/index.ts';
import { EventStreamClient } from '../../src/event-stream-client.ts';
import {
  callPerTask,
  guardedStrategy,
  ownedByClientStrategy,
  type EventStreamStrategy,
} from '../../src/event-stream-strategy.ts';
import { perCallStrategy, safeBytesStrategy, sharedStrategy } from '../../src/session-strategy.ts';
import { buildApp, makeTracked, type App } from '../app.ts';

/** The generations, in the order in which they came. */
type Generation = 'shared' | 'owned-by-client' | 'guarded' | 'per-call' | 'safe-bytes';

/** Parameters of a variant. */
export type StreamParams = { generation: Generation };

/** The client. */
export type StreamSubject = { app: App; events: EventStreamClient };

/** Builds the client in the generation of the variant, with two subscribers: the trace notes what each was told. */
export function buildStream(context: SubjectContext<StreamParams>): StreamSubject {
  const app = buildApp(context);
  const strategy = chooseGeneration(app, context);
  const { http, credentials } = app;
  const observer = { tokenRotated: (newToken: string) => context.note(`rotated to ${newToken}`) };
  const events = new EventStreamClient({ http, credentials, strategy, observer });
  for (const name of ['one', 'two']) void listen(name, events, context);
  return { app, events };
}

/** A subscriber: what it is told becomes a note, and its stream is open until it ends. */
export async function listen(
  name: string,
  events: EventStreamClient,
  context: Pick<SubjectContext<unknown>, 'track' | 'note'>,
): Promise<void> {
  let isOpen = true;
  context.track('stream', `stream of subscriber ${name}`, () => isOpen);
  for await (const { type, ...fields } of events.subscribe()) {
    const detail = typeof fields['name'] === 'string' ? ` ${fields['name']}` : '';
    context.note(`${name} got ${type}${detail}`);
  }
  isOpen = false;
}

function chooseGeneration(app: App, context: SubjectContext<StreamParams>): EventStreamStrategy {
  const makeSession = (): ReturnType<typeof makeTracked> => makeTracked(context);
  switch (context.params.generation) {
    case 'shared':
      return callPerTask(sharedStrategy());
    case 'owned-by-client':
      return ownedByClientStrategy(makeSession);
    case 'guarded':
      return guardedStrategy(makeSession);
    case 'safe-bytes':
      return callPerTask(safeBytesStrategy(app.owner.current));
    default:
      return callPerTask(perCallStrategy(makeSession));
  }
}

/** From how many cases on each of the first three generations must show its crash; undefined where it may but need not. */
export type Budgets = { shared?: number; ownedByClient?: number; guarded?: number };

function crash(code: string, fromCases: number | undefined): Expectation {
  return { oracle: 'use-after-close', code, ...(fromCases === undefined ? {} : { fromCases }) };
}

/** The five generations as variants. The last two are expected to be clean, whatever happens. */
export function generations({
  shared,
  ownedByClient,
  guarded,
}: Budgets): Record<string, Variant<StreamParams>> {
  return {
    shared: { params: { generation: 'shared' }, expect: [crash('ERR_RELEASED_STATE', shared)] },
    'owned-by-client': {
      params: { generation: 'owned-by-client' },
      expect: [crash('ERR_SESSION_INVALIDATED', ownedByClient), crash('ERR_RELEASED_STATE', undefined)],
    },
    guarded: {
      params: { generation: 'guarded' },
      expect: [crash('ERR_SESSION_INVALIDATED', guarded), crash('ERR_RELEASED_STATE', undefined)],
    },
    'per-call': { params: { generation: 'per-call' } },
    'safe-bytes': { params: { generation: 'safe-bytes' } },
  };
}

/** The stream's route: `body` by number of the connection, then silence until the client leaves. */
export function eventsRoute(
  body: (nth: number) => BodyItem[],
  status: (nth: number) => number = () => 200,
): Route {
  return {
    name: 'events',
    method: 'GET',
    path: '/v1/assistants/a1/events',
    call: () => 'events',
    answer: (_request, { nth }) =>
      status(nth) === 200
        ? {
            status: 200,
            headers: { 'content-type': 'text/event-stream' },
            body: [...body(nth), { untilRequest: 'nothing that is ever asked' }],
          }
        : { status: status(nth), framing: 'length', body: [{ text: '', wire: '{"error":"refused"}' }] },
  };
}

/** A message with nothing to it. */
export function message(name: string): BodyItem {
  return sse({ type: 'message', name });
}

/** Two messages, a moment apart. */
export const TWO_MESSAGES: BodyItem[] = [message('first'), wait(20), message('second')];

/** The app: opens the stream, and closes it after `openMs`. */
export function appOpenFor(openMs: number): (context: ActorContext<StreamSubject>) => Promise<void> {
  return async ({ subject }) => {
    subject.events.start();
    await new Promise((resolve) => void setTimeout(resolve, openMs));
    subject.events.stop();
  };
}

/** The app, open for longer than a first reconnect takes. */
export const useApp = appOpenFor(3_000);

/** Another place of the app that opens the stream. */
export function startOnly({ subject }: ActorContext<StreamSubject>): void {
  subject.events.start();
}

/** Wake after sleep, or changed credentials: stop, and start at once. */
export function restart({ subject }: ActorContext<StreamSubject>): void {
  subject.events.stop();
  subject.events.start();
}

/** What may happen to the client at any moment. */
export const APP_ACTIONS: Record<string, Action<StreamSubject>> = {
  'app starts it': { run: ({ subject }) => subject.events.start() },
  'app stops it': { run: ({ subject }) => subject.events.stop() },
  'app stops and starts it': {
    run: ({ subject }) => {
      subject.events.stop();
      subject.events.start();
    },
  },
};

/** The end of the app. */
export const TEARDOWN: Record<string, Action<StreamSubject>> = {
  'app tears it down': { run: ({ subject }) => subject.events.teardown() },
};

/** Ends the app: for good, whatever state it is in. */
export function endApp({ events, app }: StreamSubject): Promise<void> {
  events.teardown();
  return app.owner.close();
}
