// The client's rules, in a generation that is clean: what is sent, broadcast and kept, and what stop and teardown end.

import { describe, expect, test, vi } from 'vitest';

import { isOpen, openPerCall, useManualTimers } from './tests/clean-generations.ts';
import { collect } from './tests/collect.ts';
import { settleMicrotasks } from './tests/manual-executor.ts';
import { accept, connect, failConnects, pass, runUntil, send } from './tests/open-event-stream.ts';

useManualTimers();

test('a task begins on a later turn than start(), and GETs the events without a timeout', async () => {
  const opened = openPerCall();
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
  const opened = openPerCall();
  opened.client.start();
  opened.client.stop();
  await opened.settle();
  expect(opened.sessions).toEqual([]);
  expect(opened.requests).toEqual([]);
});

test('start() does nothing while the client holds a task, also one that waits to reconnect', async () => {
  const opened = openPerCall();
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
  const opened = openPerCall();
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
  const opened = openPerCall();
  const request = await connect(opened);
  request.data(`data: ${data}\n\ndata: {"type":"a"}\n\n`);
  await opened.settle();
  expect(opened.received).toEqual([{ type: 'a' }]);
  opened.client.teardown();
});

test('leaving a subscription ends it alone', async () => {
  const opened = openPerCall();
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
    const opened = openPerCall();
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
      const opened = openPerCall({ isSlowStore: true });
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
    const opened = openPerCall();
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
    const opened = openPerCall();
    opened.client.start();
    await failConnects(opened, [1_000, 2_000]);
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
    const opened = openPerCall();
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
    const opened = openPerCall();
    (await connect(opened)).end();
    await opened.settle();
    expect(vi.getTimerCount()).toBe(1);
    opened.client.teardown();
    expect(vi.getTimerCount()).toBe(0);
  });
});
