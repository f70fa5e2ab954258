// The client's rules, in a generation that is clean: what is sent, broadcast, kept, restarted, and given up.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import type { Tokens } from './credentials.ts';
import { CREDITS_EXHAUSTED, RECONNECTED } from './event-stream-client.ts';
import { callPerTask, type EventStreamStrategy } from './event-stream-strategy.ts';
import { perCallStrategy, safeBytesStrategy } from './session-strategy.ts';
import type { Session } from './session.ts';
import { collect } from './tests/collect.ts';
import { settleMicrotasks } from './tests/manual-executor.ts';
import { accept, connect, openEventStream, pass, runUntil, send } from './tests/open-event-stream.ts';
import type { ScriptedRequest } from './tests/scripted-dispatcher.ts';

type StrategyOf = (makeSession: () => Session) => EventStreamStrategy;

const perCall: StrategyOf = (makeSession) => callPerTask(perCallStrategy(makeSession));
const safeBytes: StrategyOf = (makeSession) => {
  const session = makeSession();
  return callPerTask(safeBytesStrategy(() => session));
};
const open = (options?: Parameters<typeof openEventStream>[1]) => openEventStream(perCall, options);
const isOpen = (request: ScriptedRequest): boolean => request.abortedWith === undefined;

/** Has the gateway refuse the newest request, waits until the next one, and returns how long that took. */
const refuse = async (opened: ReturnType<typeof open>, status: number): Promise<number> => {
  await opened.settle();
  opened.requests.at(-1)?.head(status);
  await opened.settle();
  expect(opened.requests.at(-1)?.abortedWith).toBeDefined();
  const delayMs = opened.observer.disconnected.mock.lastCall?.[1] as number;
  await pass(opened, delayMs);
  return delayMs;
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});

afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

test('a task begins on a later turn than start(), and GETs the events without a timeout', async () => {
  const opened = open();
  opened.client.start();
  expect(opened.sessions).toEqual([]);
  await settleMicrotasks();
  expect(opened.requests).toEqual([]);
  await opened.settle();
  expect(opened.requests.map(({ options }) => options)).toMatchObject([
    {
      method: 'GET',
      path: '/v1/assistants/a/events',
      headers: { authorization: 'Bearer old', accept: 'text/event-stream' },
      headersTimeout: 0,
      bodyTimeout: 0,
    },
  ]);
  opened.client.teardown();
});

test('a task that is stopped before it begins makes no session and no request', async () => {
  const opened = open();
  opened.client.start();
  opened.client.stop();
  await opened.settle();
  expect(opened.sessions).toEqual([]);
  expect(opened.requests).toEqual([]);
});

test('start() does nothing while the client holds a task, also one that waits to reconnect', async () => {
  const opened = open();
  opened.client.start();
  opened.client.start();
  const request = await connect(opened);
  opened.client.start();
  request.end();
  await opened.settle();
  opened.client.start();
  await opened.settle();
  expect(opened.requests).toHaveLength(1);
  await pass(opened, 1_000);
  expect(opened.requests).toHaveLength(2);
  opened.client.teardown();
});

test('every subscriber gets every message from then on, in order, however its lines are cut', async () => {
  const opened = open();
  const request = await connect(opened);
  await send(opened, request, { type: 'a' });
  const late = opened.client.subscribe();
  request.data('event: x\ndata: {"type":"b",');
  await opened.settle();
  request.data('"n":1}\r\n\r\n: comment\ndata:{"type":"c"}\n\n');
  await opened.settle();
  expect(opened.received).toEqual([{ type: 'a' }, { type: 'b', n: 1 }, { type: 'c' }]);
  opened.client.teardown();
  expect(await collect(late)).toEqual([{ type: 'b', n: 1 }, { type: 'c' }]);
});

test.each(['{not json}', '[]', 'null', '{}', '{"type":1}'])('the data line %s is skipped', async (data) => {
  const opened = open();
  const request = await connect(opened);
  request.data(`data: ${data}\n\ndata: {"type":"a"}\n\n`);
  await opened.settle();
  expect(opened.received).toEqual([{ type: 'a' }]);
  opened.client.teardown();
});

test('leaving a subscription ends it alone', async () => {
  const opened = open();
  const request = await connect(opened);
  const leaver = opened.client.subscribe();
  await leaver.return();
  await send(opened, request, { type: 'a' });
  expect(opened.received).toEqual([{ type: 'a' }]);
  expect(isOpen(request)).toBe(true);
  expect(await collect(leaver)).toEqual([]);
  opened.client.teardown();
});

describe('stop', () => {
  test('closes the connection, drops what was still being decoded, and nothing reconnects', async () => {
    const opened = open();
    const request = await connect(opened);
    request.data('data: {"type":"a"}\n\ndata: {"type":"b"}\n\n');
    await runUntil(opened, () => opened.received.length === 1);
    opened.client.stop();
    await opened.settle();
    await pass(opened, 60_000);
    expect(opened.received).toEqual([{ type: 'a' }]);
    expect(isOpen(request)).toBe(false);
    expect(opened.requests).toHaveLength(1);
    expect(opened.sessions).toMatchObject([{ isInvalidated: true, openTaskCount: 0 }]);
  });

  test.each(['before it began', 'while its token is read', 'while it connects', 'while it waits'] as const)(
    'a task that is stopped %s is over, and a start() at once makes the only connection',
    async (when) => {
      const opened = open({ isSlowStore: true });
      opened.client.start();
      if (when === 'while its token is read') await runUntil(opened, () => opened.sessions.length === 1);
      if (when === 'while it connects') await opened.settle();
      if (when === 'while it waits') (await connect(opened)).end();
      if (when === 'while it waits') await opened.settle();
      opened.client.stop();
      opened.client.start();
      await opened.settle();
      expect(opened.requests.slice(0, -1).filter(isOpen)).toHaveLength(when === 'while it waits' ? 1 : 0);
      await send(opened, await accept(opened), { type: 'a' });
      await pass(opened, 60_000);
      expect(opened.received.at(-1)).toEqual({ type: 'a' });
      expect(opened.sessions.filter(({ isInvalidated }) => !isInvalidated)).toHaveLength(1);
      expect(opened.sessions.at(-1)).toMatchObject({ isInvalidated: false, openTaskCount: 1 });
      opened.client.teardown();
    },
  );

  test('in the turn that reads the head of a further connection, nobody hears of it', async () => {
    const opened = open();
    (await connect(opened)).end();
    await opened.settle();
    await pass(opened, 1_000);
    opened.requests.at(-1)?.head(200);
    opened.executor.runNext(); // the delegate
    opened.executor.runNext(); // the reader, whose promise is resolved but has not been seen
    opened.client.stop();
    await opened.settle();
    expect(opened.received).toEqual([]);
  });

  test('the delay begins again with the shortest', async () => {
    const opened = open();
    opened.client.start();
    for (const delayMs of [1_000, 2_000]) {
      await opened.settle();
      opened.requests.at(-1)?.fail(new Error('refused'));
      await opened.settle();
      await pass(opened, delayMs);
    }
    opened.client.stop();
    opened.client.start();
    await opened.settle();
    opened.requests.at(-1)?.fail(new Error('refused'));
    await opened.settle();
    expect(opened.observer.disconnected).toHaveBeenLastCalledWith(expect.anything(), 1_000);
    opened.client.teardown();
  });
});

describe('teardown', () => {
  test('finishes every subscriber, stops for good, and is idempotent', async () => {
    const opened = open();
    const request = await connect(opened);
    const pending = opened.client.subscribe().next();
    opened.client.teardown();
    opened.client.teardown();
    opened.client.start();
    await opened.settle();
    expect(await pending).toEqual({ done: true, value: undefined });
    expect(await collect(opened.client.subscribe())).toEqual([]);
    expect(isOpen(request)).toBe(false);
    expect(opened.requests).toHaveLength(1);
  });

  test('clears the timer of a reconnect', async () => {
    const opened = open();
    (await connect(opened)).end();
    await opened.settle();
    expect(vi.getTimerCount()).toBe(1);
    opened.client.teardown();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('reconnecting', () => {
  test('after an end or an error one attempt is due: after 1 s, doubling, at most 30 s', async () => {
    const opened = open();
    opened.client.start();
    const delays = [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000];
    for (const [index, delayMs] of delays.entries()) {
      await opened.settle();
      opened.requests.at(-1)?.fail(new Error('refused'));
      await opened.settle();
      expect(vi.getTimerCount()).toBe(1);
      expect(opened.observer.disconnected).toHaveBeenLastCalledWith(
        expect.objectContaining({ code: 'ERR_REQUEST_FAILED' }),
        delayMs,
      );
      await pass(opened, delayMs - 1);
      expect(opened.requests).toHaveLength(index + 1);
      await pass(opened, 1);
      expect(opened.requests).toHaveLength(index + 2);
    }
    expect(opened.requests.slice(0, -1).length).toBe(delays.length);
    opened.client.teardown();
  });

  test('from the second connection on it says first that messages were missed', async () => {
    const opened = open();
    (await connect(opened)).end();
    await opened.settle();
    expect(opened.observer.disconnected).toHaveBeenLastCalledWith(undefined, 1_000);
    expect(opened.received).toEqual([]);
    await pass(opened, 1_000);
    await send(opened, await accept(opened), { type: 'a' });
    expect(RECONNECTED).toEqual({ type: 'list_invalidated', reason: 'sse_reconnected' });
    expect(opened.received).toEqual([RECONNECTED, { type: 'a' }]);
    opened.client.stop();
    await connect(opened);
    expect(opened.received.at(-1)).toEqual(RECONNECTED);
    opened.client.teardown();
  });

  test('a connection that succeeded makes the next delay the shortest', async () => {
    const opened = open();
    opened.client.start();
    for (const delayMs of [1_000, 2_000]) {
      await opened.settle();
      opened.requests.at(-1)?.fail(new Error('refused'));
      await opened.settle();
      await pass(opened, delayMs);
    }
    (await accept(opened)).end();
    await opened.settle();
    expect(opened.observer.disconnected).toHaveBeenLastCalledWith(undefined, 1_000);
    opened.client.teardown();
  });

  test('status 402 is announced once, and again only after a connection has succeeded', async () => {
    const opened = open();
    opened.client.start();
    expect(await refuse(opened, 402)).toBe(1_000);
    expect(await refuse(opened, 402)).toBe(2_000);
    expect(opened.received).toEqual([CREDITS_EXHAUSTED]);
    (await accept(opened)).end();
    await opened.settle();
    await pass(opened, 1_000);
    await refuse(opened, 402);
    expect(opened.received).toEqual([CREDITS_EXHAUSTED, CREDITS_EXHAUSTED]);
    opened.client.teardown();
  });

  test('status 403 resets the delay, another status does not, and neither counts as a connection', async () => {
    const opened = open();
    opened.client.start();
    expect(await refuse(opened, 500)).toBe(1_000);
    expect(await refuse(opened, 500)).toBe(2_000);
    expect(await refuse(opened, 403)).toBe(1_000);
    expect(await refuse(opened, 500)).toBe(2_000);
    expect(opened.observer.disconnected).toHaveBeenLastCalledWith(
      expect.objectContaining({ code: 'ERR_EVENT_STREAM_STATUS', status: 500 }),
      2_000,
    );
    await accept(opened);
    expect(opened.received).toEqual([]);
    opened.client.teardown();
  });

  test('an observer that throws reaches the process and breaks nothing', async () => {
    const opened = open();
    const thrown: unknown[] = [];
    vi.spyOn(globalThis, 'queueMicrotask').mockImplementation((job) => {
      try {
        job();
      } catch (error) {
        thrown.push(error);
      }
    });
    opened.observer.disconnected.mockImplementation(() => {
      throw new Error('a defect of the app');
    });
    (await connect(opened)).end();
    await opened.settle();
    vi.mocked(queueMicrotask).mockRestore();
    expect(thrown).toMatchObject([{ message: 'a defect of the app' }]);
    await pass(opened, 1_000);
    expect(opened.requests).toHaveLength(2);
    opened.client.teardown();
  });
});

describe.each([
  ['per-call', perCall],
  ['safe-bytes', safeBytes],
])('token_rotated, %s', (_name, strategyOf) => {
  const rotated = { type: 'token_rotated', newToken: 'new' };

  test('stores the token, tells the observer, restarts on a later turn, and is never broadcast', async () => {
    const opened = openEventStream(strategyOf);
    const first = await connect(opened);
    first.data(`data: ${JSON.stringify(rotated)}\n\n`);
    await runUntil(opened, () => opened.observer.tokenRotated.mock.calls.length === 1);
    expect(opened.observer.tokenRotated).toHaveBeenCalledWith('new');
    expect(await opened.store.read()).toEqual({ token: 'new', refreshToken: 'r1' });
    expect(isOpen(first)).toBe(true);
    await opened.settle();
    expect(isOpen(first)).toBe(false);
    expect(opened.requests).toHaveLength(2);
    expect(opened.requests[1]?.options.headers).toMatchObject({ authorization: 'Bearer new' });
    await send(opened, await accept(opened), { type: 'a' });
    expect(opened.received).toEqual([RECONNECTED, { type: 'a' }]);
    opened.client.teardown();
  });

  test('twice in a row it restarts once: the second came on a stream that is over', async () => {
    const opened = openEventStream(strategyOf);
    await send(opened, await connect(opened), rotated, { ...rotated, newToken: 'newer' });
    await pass(opened, 60_000);
    expect(opened.requests.filter(isOpen)).toEqual([opened.requests.at(-1)]);
    expect(opened.observer.tokenRotated.mock.calls).toEqual([['new']]);
    opened.client.teardown();
  });

  test.each(['being decoded', 'being stored', 'waiting for its turn to restart'] as const)(
    'a stop while it is %s is final',
    async (when) => {
      const opened = openEventStream(strategyOf, { isSlowStore: true });
      const first = await connect(opened);
      first.data(`data: ${JSON.stringify(rotated)}\n\n`);
      if (when === 'being decoded') {
        opened.executor.runNext(); // the delegate
        await settleMicrotasks();
        opened.executor.runNext(); // the reader, which hands the line to the decoder
        await settleMicrotasks();
      }
      const write = vi.spyOn(opened.store, 'write');
      if (when === 'being stored') await runUntil(opened, () => write.mock.calls.length === 1);
      if (when === 'waiting for its turn to restart') {
        await runUntil(opened, () => opened.observer.tokenRotated.mock.calls.length === 1);
      }
      opened.client.stop();
      await opened.settle();
      await pass(opened, 60_000);
      expect(opened.requests).toHaveLength(1);
      expect(isOpen(first)).toBe(false);
      expect(opened.observer.tokenRotated).toHaveBeenCalledTimes(when === 'being decoded' ? 0 : 1);
    },
  );

  test('a stop and start before its restart leave one stream, made with the new token', async () => {
    const opened = openEventStream(strategyOf);
    const first = await connect(opened);
    first.data(`data: ${JSON.stringify(rotated)}\n\n`);
    await runUntil(opened, () => opened.observer.tokenRotated.mock.calls.length === 1);
    opened.client.stop();
    opened.client.start();
    await opened.settle();
    expect(opened.requests.map(isOpen)).toEqual([false, true]);
    expect(opened.requests[1]?.options.headers).toMatchObject({ authorization: 'Bearer new' });
    opened.client.teardown();
  });

  test('a stop and start while it is being stored leave one stream, made with the new token', async () => {
    const opened = openEventStream(strategyOf);
    const first = await connect(opened);
    const stored = Promise.withResolvers<Tokens>();
    const read = vi.spyOn(opened.store, 'read').mockImplementationOnce(() => stored.promise);
    first.data(`data: ${JSON.stringify(rotated)}\n\n`);
    await runUntil(opened, () => read.mock.calls.length === 1);
    opened.client.stop();
    opened.client.start();
    await opened.settle();
    expect(opened.requests).toHaveLength(1);
    stored.resolve({ token: 'old' });
    await opened.settle();
    expect(opened.requests.map(isOpen)).toEqual([false, true]);
    expect(opened.requests[1]?.options.headers).toMatchObject({ authorization: 'Bearer new' });
    opened.client.teardown();
  });

  test('the stream ending before its restart leaves one stream and no timer', async () => {
    const opened = openEventStream(strategyOf);
    const first = await connect(opened);
    first.data(`data: ${JSON.stringify(rotated)}\n\n`);
    first.end();
    await opened.settle();
    expect(vi.getTimerCount()).toBe(0);
    expect(opened.requests).toHaveLength(2);
    opened.client.teardown();
  });

  test('without a token it is ignored', async () => {
    const opened = openEventStream(strategyOf);
    await send(opened, await connect(opened), { type: 'token_rotated' }, { type: 'a' });
    expect(opened.received).toEqual([{ type: 'a' }]);
    expect(opened.requests).toHaveLength(1);
    opened.client.teardown();
  });
});
