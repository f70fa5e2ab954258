// Requests as the gateway receives them, and every way in which a 401 can go on.

import { expect, test, vi } from 'vitest';

import { Credentials, MemoryTokenStore, type Refresh, type RefreshOutcome } from './credentials.ts';
import { AuthenticationError, GatewayHttpClient } from './gateway-http-client.ts';
import { Session } from './session.ts';
import { collect } from './tests/collect.ts';
import { startGateway, type LoopbackGateway, type ReceivedRequest } from './tests/loopback-gateway.ts';
import { ScriptedDispatcher } from './tests/scripted-dispatcher.ts';

interface Opened extends AsyncDisposable {
  gateway: LoopbackGateway;
  session: Session;
  credentials: Credentials;
  http: GatewayHttpClient;
  refresh: ReturnType<typeof vi.fn<Refresh>>;
}

/** A gateway that accepts the token `fresh` and nothing else, and a client that has the token `old`. */
async function open(options: { outcome?: RefreshOutcome; isManaged?: boolean } = {}): Promise<Opened> {
  const gateway = await startGateway((request: ReceivedRequest, response) => {
    if (request.authorization === 'Bearer fresh') response.end('ok');
    else response.writeHead(401).end('who are you?');
  });
  const refresh = vi.fn<Refresh>(() =>
    Promise.resolve(options.outcome ?? { kind: 'success', token: 'fresh' }),
  );
  const credentials = new Credentials({
    store: new MemoryTokenStore({ token: 'old' }),
    refresh,
    isManaged: options.isManaged ?? false,
  });
  const session = new Session();
  return {
    gateway,
    session,
    credentials,
    refresh,
    http: new GatewayHttpClient({ baseUrl: `${gateway.baseUrl}/`, assistantId: 'a/1', credentials, session }),
    async [Symbol.asyncDispose]() {
      session.invalidateAndCancel();
      await session.closed;
      await gateway[Symbol.asyncDispose]();
    },
  };
}

test('stream GETs and streamPost POSTs below /v1/, asking for an event stream, with the token', async () => {
  await using opened = await open();
  const { http, gateway } = opened;
  await collect((await http.stream('assistants/{assistantId}/events')).bytes);
  await collect((await http.streamPost('/assistants/{assistantId}/btw', { a: 1 })).bytes);
  expect(gateway.requests).toMatchObject([
    {
      method: 'GET',
      path: '/v1/assistants/a%2F1/events',
      authorization: 'Bearer old',
      headers: { accept: 'text/event-stream' },
      body: '',
    },
    {
      method: 'POST',
      path: '/v1/assistants/a%2F1/btw',
      headers: { accept: 'text/event-stream', 'content-type': 'application/json' },
      body: '{"a":1}',
    },
  ]);
});

test.each([
  [{}, 30_000],
  [{ timeoutMs: 120_000 }, 120_000],
  [{ timeoutMs: null }, 0],
])('with options %j the idle timeouts of undici are %i ms', async (options, expected) => {
  const dispatcher = new ScriptedDispatcher();
  const session = new Session({ dispatcher });
  await using opened = await open();
  const response = opened.http.stream('x', { ...options, session });
  await vi.waitFor(() => expect(dispatcher.requests).toHaveLength(1));
  expect(dispatcher.latest.options).toMatchObject({ headersTimeout: expected, bodyTimeout: expected });
  session.invalidateAndCancel();
  await expect(response).rejects.toMatchObject({ code: 'ERR_TASK_CANCELLED' });
});

test('without any session it is the shared one', async () => {
  await using opened = await open();
  const { gateway, credentials } = opened;
  const bytes = vi.spyOn(Session.shared, 'bytes');
  const http = new GatewayHttpClient({ baseUrl: gateway.baseUrl, assistantId: 'a', credentials });
  await collect((await http.stream('x')).bytes);
  expect(bytes).toHaveBeenCalledTimes(1);
});

test('streamPost returns a 401 as it is', async () => {
  await using opened = await open();
  const { response, bytes } = await opened.http.streamPost('x', {});
  expect(response.status).toBe(401);
  expect(Buffer.concat(await collect(bytes)).toString()).toBe('who are you?');
  expect(opened.refresh).not.toHaveBeenCalled();
});

test('a 401 is retried once, on the same session, with the fresh token, after its body was read', async () => {
  await using opened = await open();
  const call = new Session();
  const tasks: unknown[] = [];
  const { response, bytes } = await opened.http.streamPostWithRetry(
    'x',
    { a: 1 },
    { session: call, didCreateTask: (task) => tasks.push(task) },
  );
  expect(response.status).toBe(200);
  expect(Buffer.concat(await collect(bytes)).toString()).toBe('ok');
  expect(opened.gateway.requests.map(({ authorization, body }) => [authorization, body])).toEqual([
    ['Bearer old', '{"a":1}'],
    ['Bearer fresh', '{"a":1}'],
  ]);
  expect(tasks).toHaveLength(2);
  expect(opened.gateway.sockets.size).toBe(1); // the connection was free again
  expect(opened.session.openTaskCount).toBe(0);
  call.invalidateAndCancel();
  await call.closed;
});

test('a second 401 is returned, and nothing is retried again', async () => {
  await using opened = await open({ outcome: { kind: 'success', token: 'also rejected' } });
  const { response, bytes } = await opened.http.streamPostWithRetry('x', {});
  expect(response.status).toBe(401);
  await collect(bytes);
  expect(opened.gateway.requests).toHaveLength(2);
  expect(opened.refresh).toHaveBeenCalledTimes(1);
});

test('a managed connection gets its 401 as it is, unread', async () => {
  await using opened = await open({ isManaged: true });
  const { response, bytes } = await opened.http.streamPostWithRetry('x', {});
  expect(response.status).toBe(401);
  expect(Buffer.concat(await collect(bytes)).toString()).toBe('who are you?');
  expect(opened.refresh).not.toHaveBeenCalled();
  expect(opened.gateway.requests).toHaveLength(1);
});

test.each(['terminal', 'transient'] as const)('a %s refresh is an authentication error', async (kind) => {
  const error = new Error('no');
  await using opened = await open({ outcome: { kind, error } });
  const thrown: unknown = await opened.http.streamPostWithRetry('x', {}).catch((reason: unknown) => reason);
  expect(thrown).toBeInstanceOf(AuthenticationError);
  expect(thrown).toMatchObject({ code: 'ERR_AUTHENTICATION', kind, cause: error });
  expect(opened.gateway.requests).toHaveLength(1);
  expect(opened.session.openTaskCount).toBe(0);
  expect(await opened.credentials.authorization()).toBe(kind === 'terminal' ? undefined : 'Bearer old');
});

test('many 401s of one token cost one refresh', async () => {
  await using opened = await open();
  const calls = await Promise.all(Array.from({ length: 5 }, () => opened.http.streamPostWithRetry('x', {})));
  expect(calls.map(({ response }) => response.status)).toEqual([200, 200, 200, 200, 200]);
  await Promise.all(calls.map(({ bytes }) => collect(bytes)));
  expect(opened.refresh).toHaveBeenCalledTimes(1);
  expect(opened.gateway.requests).toHaveLength(10);
});

test('a consumer that is cancelled while the token is refreshed does not wait for it', async () => {
  await using opened = await open();
  const consumer = new AbortController();
  opened.refresh.mockImplementation(() => {
    consumer.abort();
    return new Promise(() => {});
  });
  const call = opened.http.streamPostWithRetry('x', {}, { signal: consumer.signal });
  await expect(call).rejects.toMatchObject({ code: 'ERR_TASK_CANCELLED' });
  expect(opened.gateway.requests).toHaveLength(1);
});

test('a session that is over rejects', async () => {
  await using opened = await open();
  opened.session.invalidateAndCancel();
  await expect(opened.http.stream('x')).rejects.toMatchObject({ code: 'ERR_SESSION_INVALIDATED' });
});
