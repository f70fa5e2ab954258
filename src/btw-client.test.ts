// BTW against a gateway on real sockets: it renders, it may be abandoned at any moment, a 401 stays on its session.

import type { ServerResponse } from 'node:http';

import { expect, test, vi } from 'vitest';

import { BtwClient, BtwFailedError, BtwStatusError } from './btw-client.ts';
import { Credentials, MemoryTokenStore } from './credentials.ts';
import { GatewayHttpClient } from './gateway-http-client.ts';
import { perCallStrategy, safeBytesStrategy, sharedStrategy } from './session-strategy.ts';
import { Session } from './session.ts';
import { collect } from './tests/collect.ts';
import { startGateway, toSseEvent, type LoopbackGateway } from './tests/loopback-gateway.ts';

const message = { content: 'why?', conversationKey: 'k1' };
const delta = (text: string): string => toSseEvent({ type: 'btw_text_delta', text });
const complete = toSseEvent({ type: 'btw_complete' });

interface Opened extends AsyncDisposable {
  gateway: LoopbackGateway;
  client: BtwClient;
  /** The per-call sessions that were made, or the one that all calls share. */
  sessions: Session[];
}

/** A gateway that answers a BTW with `answer` if its token is `fresh`, and a client that has `token`. */
async function open(
  strategyName: 'shared' | 'per-call' | 'safe-bytes',
  answer: (response: ServerResponse) => void,
  token = 'fresh',
  onRefresh: () => void = () => {},
): Promise<Opened> {
  const gateway = await startGateway((request, response) => {
    if (request.authorization === 'Bearer fresh') answer(response);
    else response.writeHead(401).end('who are you?');
  });
  const sessions: Session[] = [];
  const makeSession = (): Session => {
    const session = new Session();
    sessions.push(session);
    return session;
  };
  const toStrategy = {
    shared: () => sharedStrategy(makeSession()),
    'per-call': () => perCallStrategy(makeSession),
    'safe-bytes': () => {
      const session = makeSession();
      return safeBytesStrategy(() => session);
    },
  };
  const strategy = toStrategy[strategyName]();
  const credentials = new Credentials({
    store: new MemoryTokenStore({ token }),
    refresh: () => {
      onRefresh();
      return Promise.resolve({ kind: 'success', token: 'fresh' });
    },
  });
  const http = new GatewayHttpClient({ baseUrl: gateway.baseUrl, assistantId: 'a1', credentials });
  return {
    gateway,
    client: new BtwClient({ http, strategy }),
    sessions,
    async [Symbol.asyncDispose]() {
      for (const session of sessions) session.invalidateAndCancel();
      await Promise.all(sessions.map((session) => session.closed));
      await gateway[Symbol.asyncDispose]();
    },
  };
}

function stateOf(sessions: Session[]): unknown {
  return sessions.map(({ isInvalidated, openTaskCount }) => ({ isInvalidated, openTaskCount }));
}

const ended = { isInvalidated: true, openTaskCount: 0 };
const idle = { isInvalidated: false, openTaskCount: 0 };

test.each([
  ['shared', idle],
  ['per-call', ended],
  ['safe-bytes', idle],
] as const)('%s: an answer renders', async (name, expected) => {
  await using opened = await open(name, (response) => {
    response.write(`: comment\n${delta('be')}data: {not json}\n\n`);
    response.end(`${delta('cause 🙂')}event: btw_complete\ndata: {}\n\n`);
  });
  expect(await collect(opened.client.sendMessage(message))).toEqual(['be', 'cause 🙂']);
  expect(opened.gateway.requests).toMatchObject([
    {
      method: 'POST',
      path: '/v1/assistants/a1/btw',
      body: '{"content":"why?","conversationKey":"k1"}',
    },
  ]);
  expect(stateOf(opened.sessions)).toEqual([expected]);
});

test.each(['before the call', 'midway', 'during the refresh after a 401'] as const)(
  'safe-bytes: a session that is lost %s ends the answer with an ordinary error, once',
  async (when) => {
    const token = when === 'during the refresh after a 401' ? 'old' : 'fresh';
    await using opened = await open(
      'safe-bytes',
      (response) => void response.write(delta('a')),
      token,
      () => opened.sessions[0]?.invalidateAndCancel(),
    );
    if (when === 'before the call') opened.sessions[0]?.invalidateAndCancel();
    const stream = opened.client.sendMessage(message);
    if (when === 'midway') {
      expect(await stream.next()).toEqual({ done: false, value: 'a' });
      opened.sessions[0]?.invalidateAndCancel();
    }
    await expect(stream.next()).rejects.toMatchObject({ code: 'ERR_SESSION_ENDED' });
    expect(await stream.next()).toEqual({ done: true, value: undefined });
    expect(opened.gateway.requests).toHaveLength(when === 'before the call' ? 0 : 1);
    await opened.gateway.allSocketsClosed();
  },
);

test('an answer ends at btw_complete, whatever the gateway still sends', async () => {
  await using opened = await open(
    'per-call',
    (response) => void response.write(delta('a') + complete + delta('b')),
  );
  expect(await collect(opened.client.sendMessage(message))).toEqual(['a']);
  await opened.gateway.allSocketsClosed();
});

test('an answer without btw_complete ends where the response ends', async () => {
  await using opened = await open('per-call', (response) => response.end(delta('a')));
  expect(await collect(opened.client.sendMessage(message))).toEqual(['a']);
});

test('an answer that is cut off gives out what came, and is an error', async () => {
  await using opened = await open('per-call', (response) => {
    response.write(delta('a'), () => response.destroy());
  });
  const stream = opened.client.sendMessage(message);
  expect(await stream.next()).toEqual({ done: false, value: 'a' });
  await expect(stream.next()).rejects.toMatchObject({ code: 'ERR_REQUEST_FAILED' });
  expect(stateOf(opened.sessions)).toEqual([ended]);
});

test('btw_error is an error with the reason of the gateway', async () => {
  await using opened = await open('per-call', (response) => {
    response.write(delta('a') + toSseEvent({ type: 'btw_error', error: 'too tired' }));
  });
  const stream = opened.client.sendMessage(message);
  expect(await stream.next()).toEqual({ done: false, value: 'a' });
  const error: unknown = await stream.next().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(BtwFailedError);
  expect(error).toMatchObject({ code: 'ERR_BTW_FAILED', message: 'too tired' });
  expect(stateOf(opened.sessions)).toEqual([ended]);
});

test.each([
  ['shared', idle],
  ['per-call', ended],
  ['safe-bytes', idle],
] as const)(
  '%s: another status is an error that names it, and its body is not left open',
  async (name, expected) => {
    await using opened = await open(name, (response) => void response.writeHead(503).write('later, perhaps'));
    const error: unknown = await collect(opened.client.sendMessage(message)).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(BtwStatusError);
    expect(error).toMatchObject({
      code: 'ERR_BTW_STATUS',
      status: 503,
      message: expect.stringContaining('503'),
    });
    expect(stateOf(opened.sessions)).toEqual([expected]);
    await opened.gateway.allSocketsClosed();
  },
);

test('a 401 is retried on the same per-call session', async () => {
  await using opened = await open('per-call', (response) => response.end(delta('a') + complete), 'old');
  expect(await collect(opened.client.sendMessage(message))).toEqual(['a']);
  expect(opened.gateway.requests.map(({ authorization }) => authorization)).toEqual([
    'Bearer old',
    'Bearer fresh',
  ]);
  expect(stateOf(opened.sessions)).toEqual([ended]);
});

test.each([
  ['shared', idle],
  ['per-call', ended],
  ['safe-bytes', idle],
] as const)('%s: break midway does no harm and closes the connection', async (name, expected) => {
  await using opened = await open(name, (response) => void response.write(delta('a')));
  for await (const text of opened.client.sendMessage(message)) {
    expect(text).toBe('a');
    break;
  }
  await opened.gateway.allSocketsClosed();
  await vi.waitFor(() => expect(stateOf(opened.sessions)).toEqual([expected]));
});

test('return() before the head arrived ends the session as well', async () => {
  await using opened = await open('per-call', () => {});
  const stream = opened.client.sendMessage(message);
  const next = stream.next();
  await vi.waitFor(() => expect(opened.gateway.requests).toHaveLength(1));
  await stream.return();
  expect(await next).toEqual({ done: true, value: undefined });
  await opened.gateway.allSocketsClosed();
  expect(stateOf(opened.sessions)).toEqual([ended]);
});

test('return() at once sends nothing', async () => {
  await using opened = await open('per-call', () => {});
  await opened.client.sendMessage(message).return();
  await vi.waitFor(() => expect(stateOf(opened.sessions)).toEqual([ended]));
  await opened.sessions[0]?.closed;
  expect(opened.gateway.requests).toEqual([]);
});

test('asking a new one while one is in flight, and leaving the old one, does no harm to the new one', async () => {
  const responses: ServerResponse[] = [];
  await using opened = await open('per-call', (response) => {
    response.write(delta(`answer ${responses.push(response)}`));
  });
  const first = opened.client.sendMessage(message);
  await first.next();
  const second = opened.client.sendMessage(message);
  await second.next();
  await first.return();
  await opened.sessions[0]?.closed;
  responses[1]?.end(delta('more') + complete);
  expect(await collect(second)).toEqual(['more']);
  expect(opened.sessions).toHaveLength(2);
});

test('a signal that fires leaves the stream, whose pending next() rejects with its reason', async () => {
  await using opened = await open('per-call', (response) => void response.write(delta('a')));
  const consumer = new AbortController();
  const stream = opened.client.sendMessage({ ...message, signal: consumer.signal });
  await stream.next();
  const next = expect(stream.next()).rejects.toThrow('navigated away');
  consumer.abort(new Error('navigated away'));
  await next;
  await opened.gateway.allSocketsClosed();
  expect(stateOf(opened.sessions)).toEqual([ended]);
});

test('a session that cannot be made is an error of the stream', async () => {
  await using opened = await open('per-call', () => {});
  const strategy = perCallStrategy(() => {
    throw new Error('no more sessions');
  });
  const client = new BtwClient({
    http: new GatewayHttpClient({
      baseUrl: opened.gateway.baseUrl,
      assistantId: 'a1',
      credentials: new Credentials({ store: new MemoryTokenStore(), refresh: () => new Promise(() => {}) }),
    }),
    strategy,
  });
  await expect(client.sendMessage(message).next()).rejects.toThrow('no more sessions');
});
