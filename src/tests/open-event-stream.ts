// Turns a strategy into an event stream client whose turns, timers and gateway are in the hands of a test.

import { vi } from 'vitest';

import { Credentials, MemoryTokenStore } from '../credentials.ts';
import { EventStreamClient, type EventStreamObserver } from '../event-stream-client.ts';
import type { EventStreamMessage } from '../event-stream-reader.ts';
import type { EventStreamStrategy } from '../event-stream-strategy.ts';
import { GatewayHttpClient, type GatewayHttpClientOptions } from '../gateway-http-client.ts';
import { Session } from '../session.ts';
import { toSseEvent } from './loopback-gateway.ts';
import { ManualExecutor, settleMicrotasks } from './manual-executor.ts';
import { ScriptedDispatcher, type ScriptedRequest } from './scripted-dispatcher.ts';

/** A client, and everything that reaches it. */
export interface OpenedEventStream {
  readonly client: EventStreamClient;
  readonly store: MemoryTokenStore;
  readonly observer: Required<{ [K in keyof EventStreamObserver]: ReturnType<typeof vi.fn> }>;
  /** Jobs of the client and of all its sessions. */
  readonly executor: ManualExecutor;
  /** Every request, in order, on whichever session. */
  readonly requests: ScriptedRequest[];
  /** Every session, in order. */
  readonly sessions: Session[];
  /** What a subscriber from the beginning has received. */
  readonly received: EventStreamMessage[];
  /** Runs all that is due, but no timer. */
  settle(): Promise<void>;
}

/**
 * Opens one, not started.
 *
 * @param strategyOf gets the way to make sessions
 * @param options.isSlowStore the credential store answers by a job of the executor instead of at once
 */
export function openEventStream(
  strategyOf: (makeSession: () => Session) => EventStreamStrategy,
  options: {
    readonly isSlowStore?: boolean;
    readonly makeHttp?: (options: GatewayHttpClientOptions) => GatewayHttpClient;
  } = {},
): OpenedEventStream {
  const executor = new ManualExecutor();
  const dispatcher = new StartingDispatcher();
  const sessions: Session[] = [];
  const makeSession = (): Session => {
    const session = new Session({ dispatcher, executor: executor.execute, name: `s${sessions.length}` });
    sessions.push(session);
    return session;
  };
  const tokens = { token: 'old', refreshToken: 'r1' };
  const store = new MemoryTokenStore(tokens, options.isSlowStore === true ? executor.execute : undefined);
  const credentials = new Credentials({
    store,
    refresh: () => Promise.reject(new Error('not in this test')),
  });
  const makeHttp = options.makeHttp ?? ((made) => new GatewayHttpClient(made));
  const observer = { tokenRotated: vi.fn(), disconnected: vi.fn() };
  const client = new EventStreamClient({
    http: makeHttp({ baseUrl: 'http://gateway', assistantId: 'a', credentials }),
    credentials,
    strategy: strategyOf(makeSession),
    observer,
    executor: executor.execute,
  });
  const received: EventStreamMessage[] = [];
  void (async () => {
    for await (const message of client.subscribe()) received.push(message);
  })();
  return {
    client,
    store,
    observer,
    executor,
    requests: dispatcher.requests,
    sessions,
    received,
    settle: () => executor.runAll(),
  };
}

/** Reaches the connection: `dispatch` is what undici does once it has one. */
class StartingDispatcher extends ScriptedDispatcher {
  override dispatch(...given: Parameters<ScriptedDispatcher['dispatch']>): boolean {
    super.dispatch(...given);
    this.latest.start();
    return true;
  }
}

/** Starts the client, and has the gateway accept its newest request. */
export async function connect(opened: OpenedEventStream): Promise<ScriptedRequest> {
  opened.client.start();
  await opened.settle();
  return accept(opened);
}

/** Has the gateway answer the newest request with status 200. */
export async function accept(opened: OpenedEventStream): Promise<ScriptedRequest> {
  const request = opened.requests.at(-1);
  if (request === undefined) throw new Error('nothing was requested');
  request.head(200);
  await opened.settle();
  return request;
}

/** Has the gateway send messages on `request`, and the client read them. */
export async function send(
  opened: OpenedEventStream,
  request: ScriptedRequest,
  ...messages: object[]
): Promise<void> {
  request.data(messages.map(toSseEvent).join(''));
  await opened.settle();
}

/** Runs the jobs that are due one at a time until `isReached`, and no further. */
export async function runUntil(opened: OpenedEventStream, isReached: () => boolean): Promise<void> {
  await settleMicrotasks();
  while (!isReached()) {
    if (opened.executor.jobs.length === 0) throw new Error('nothing is left to run');
    opened.executor.runNext();
    await settleMicrotasks();
  }
}

/** Lets `delayMs` of the faked timers pass, and runs all that follows. */
export async function pass(opened: OpenedEventStream, delayMs: number): Promise<void> {
  vi.advanceTimersByTime(delayMs);
  await opened.settle();
}

/** Fails the connects to come, one after the other, and lets the delay pass that follows each. */
export async function failConnects(opened: OpenedEventStream, delaysMs: readonly number[]): Promise<void> {
  for (const delayMs of delaysMs) {
    await opened.settle();
    opened.requests.at(-1)?.fail(new Error('refused'));
    await opened.settle();
    await pass(opened, delayMs);
  }
}
