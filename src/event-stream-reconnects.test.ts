// The client's rules, in the generations that are clean: when it connects again, and what it does with a new token.

import { describe, expect, test, vi } from 'vitest';

import type { Tokens } from './credentials.ts';
import { CREDITS_EXHAUSTED, RECONNECTED } from './event-stream-client.ts';
import { cleanGenerations, isOpen, openPerCall, useManualTimers } from './tests/clean-generations.ts';
import { settleMicrotasks } from './tests/manual-executor.ts';
import {
  accept,
  connect,
  openEventStream,
  failConnects,
  pass,
  runUntil,
  send,
  type OpenedEventStream,
} from './tests/open-event-stream.ts';

/** Has the gateway refuse the newest request, waits until the next one, and returns how long that took. */
const refuse = async (opened: OpenedEventStream, status: number): Promise<number> => {
  await opened.settle();
  opened.requests.at(-1)?.head(status);
  await opened.settle();
  expect(opened.requests.at(-1)?.abortedWith).toBeDefined();
  const delayMs = opened.observer.disconnected.mock.lastCall?.[1] as number;
  await pass(opened, delayMs);
  return delayMs;
};

useManualTimers();

describe('reconnecting', () => {
  test('after an end or an error one attempt is due: after 1 s, doubling, at most 30 s', async () => {
    const opened = openPerCall();
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
    const opened = openPerCall();
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
    const opened = openPerCall();
    opened.client.start();
    await failConnects(opened, [1_000, 2_000]);
    (await accept(opened)).end();
    await opened.settle();
    expect(opened.observer.disconnected).toHaveBeenLastCalledWith(undefined, 1_000);
    opened.client.teardown();
  });

  test('status 402 is announced once, and again only after a connection has succeeded', async () => {
    const opened = openPerCall();
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
    const opened = openPerCall();
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
    const opened = openPerCall();
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

describe.each(cleanGenerations)('token_rotated, %s', (_name, strategyOf) => {
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
