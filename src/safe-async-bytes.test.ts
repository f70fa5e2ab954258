// Safe bytes under every end at every moment: one outcome, told once, and nothing is touched that is gone.

import { errors } from 'undici';
import { describe, expect, test, vi } from 'vitest';

import type { SessionRequest } from './session-task.ts';
import { Session } from './session.ts';
import { collect } from './tests/collect.ts';
import { startGateway } from './tests/loopback-gateway.ts';
import { ManualExecutor } from './tests/manual-executor.ts';
import { ScriptedDispatcher } from './tests/scripted-dispatcher.ts';

const get: SessionRequest = { url: 'http://gateway/v1/x?y=1', method: 'GET', headers: {}, timeoutMs: 7 };
const done = { done: true, value: undefined };

function start(request: Partial<SessionRequest> = {}) {
  const executor = new ManualExecutor();
  const dispatcher = new ScriptedDispatcher();
  const session = new Session({ dispatcher, executor: executor.execute });
  const response = session.safeBytes({ ...get, ...request });
  dispatcher.latest.start();
  return { executor, dispatcher, session, response, request: dispatcher.latest };
}

async function open(signal?: AbortSignal) {
  const started = start({ signal });
  started.request.head(200);
  await started.executor.runAll();
  const { bytes } = await started.response;
  return { ...started, bytes, iterator: bytes[Symbol.asyncIterator]() };
}

test('the request is the one that plain bytes would send, and head and bytes are read', async () => {
  const { bytes, request, executor, session, response } = await open();
  expect(request.options).toMatchObject({ path: '/v1/x?y=1', headersTimeout: 7, bodyTimeout: 7 });
  expect((await response).response).toMatchObject({ status: 200 });
  expect(session.openTaskCount).toBe(1);
  const read = collect(bytes);
  request.data('abc');
  await executor.runAll();
  request.data('def');
  request.end();
  await executor.runAll();
  expect(await read).toEqual([Buffer.from('abc'), Buffer.from('def')]);
  expect(session.openTaskCount).toBe(0);
});

test('a session that is over already is an ordinary error, and nothing is sent', async () => {
  const { session, dispatcher, response, executor } = start();
  const first = expect(response).rejects.toMatchObject({ code: 'ERR_SESSION_ENDED' });
  session.invalidateAndCancel();
  await executor.runAll();
  await first;
  await expect(session.safeBytes(get)).rejects.toMatchObject({
    code: 'ERR_SESSION_ENDED',
    endedBy: 'Session.invalidateAndCancel()',
    message: expect.stringContaining('GET http://gateway/v1/x?y=1'),
  });
  expect(dispatcher.requests).toHaveLength(1);
});

test('a signal that has fired before, and a bad URL, reject without a request', async () => {
  const dispatcher = new ScriptedDispatcher();
  const session = new Session({ dispatcher });
  await expect(session.safeBytes({ ...get, signal: AbortSignal.abort() })).rejects.toMatchObject({
    code: 'ERR_TASK_CANCELLED',
  });
  await expect(session.safeBytes({ ...get, url: 'nonsense' })).rejects.toThrow(TypeError);
  expect(dispatcher.requests).toEqual([]);
  expect(session.openTaskCount).toBe(0);
});

/** Who may end a call, and the error that its consumer gets. */
const enders = [
  ['its session', 'ERR_SESSION_ENDED'],
  ['its consumer', 'ERR_TASK_CANCELLED'],
] as const;

describe.each(enders)('ended by %s', (who, code) => {
  const end = (session: Session, controller: AbortController): void => {
    if (who === 'its session') session.invalidateAndCancel();
    else controller.abort();
  };

  test('while it waits for the head it rejects once, one turn later', async () => {
    const controller = new AbortController();
    const { session, executor, response, request } = start({ signal: controller.signal });
    const rejection = expect(response).rejects.toMatchObject({ code });
    end(session, controller);
    expect(request.abortedWith).toMatchObject({ code });
    expect(executor.jobs).toHaveLength(1);
    await executor.runAll();
    await rejection;
    expect(session.openTaskCount).toBe(0);
  });

  test('while its consumer is resumed for the head it rejects', async () => {
    const controller = new AbortController();
    const { session, executor, response, request } = start({ signal: controller.signal });
    const rejection = expect(response).rejects.toMatchObject({ code });
    request.head(200);
    executor.runNext();
    end(session, controller);
    await executor.runAll();
    await rejection;
  });

  test.each(['waits for bytes', 'is resumed for bytes', 'is resumed for the end', 'does not read'] as const)(
    'while its consumer %s, the next read rejects once and the iteration is over',
    async (when) => {
      const controller = new AbortController();
      const { session, executor, iterator, request } = await open(controller.signal);
      const pending = when === 'does not read' ? undefined : iterator.next();
      pending?.catch(() => {});
      if (when === 'is resumed for bytes' || when === 'does not read') request.data('abc');
      if (when === 'is resumed for the end') request.end();
      if (when !== 'waits for bytes') executor.runNext();
      end(session, controller);
      await executor.runAll();
      const next = pending ?? iterator.next();
      // A body that had ended when its session did is whole.
      if (when === 'is resumed for the end' && who === 'its session') expect(await next).toEqual(done);
      else await expect(next).rejects.toMatchObject({ code });
      expect(await iterator.next()).toEqual(done);
      expect(session.openTaskCount).toBe(0);
    },
  );

  test('whatever comes afterwards changes nothing: the first end stays', async () => {
    const controller = new AbortController();
    const { session, executor, iterator, request, bytes } = await open(controller.signal);
    request.data('abc');
    end(session, controller);
    session.invalidateAndCancel();
    bytes.cancel();
    bytes.sessionEnded('somebody');
    request.fail(new errors.SocketError('late'));
    await executor.runAll();
    controller.abort();
    await expect(iterator.next()).rejects.toMatchObject({ code });
    expect(request.abortedWith).toMatchObject({ code });
  });
});

test('a consumer that is waiting is resumed exactly once, however much happens', async () => {
  const { session, executor, iterator, request } = await open();
  const next = iterator.next();
  const settled = vi.fn<() => void>();
  next.then(settled, settled);
  request.data('abc');
  request.data('def');
  executor.runNext(); // the delegate: the consumer's turn and the delegate's next job are due
  executor.jobs.pop()?.(); // the delegate again, before the consumer
  session.invalidateAndCancel();
  expect(executor.jobs).toHaveLength(1);
  await executor.runAll();
  await next.catch(() => {});
  expect(settled).toHaveBeenCalledTimes(1);
});

test('a body that is complete outlives its session, and its own cancel()', async () => {
  const { session, executor, bytes, request } = await open();
  request.data('abc');
  request.end();
  await executor.runAll();
  session.invalidateAndCancel();
  bytes.cancel();
  expect(await collect(bytes)).toEqual([Buffer.from('abc')]);
});

test('a body that is complete is not for a consumer that has left', async () => {
  const consumer = new AbortController();
  const { executor, iterator, request } = await open(consumer.signal);
  request.data('abc');
  request.end();
  await executor.runAll();
  consumer.abort();
  await expect(iterator.next()).rejects.toMatchObject({ code: 'ERR_TASK_CANCELLED' });
});

test('finishTasksAndInvalidate lets it finish', async () => {
  const { session, executor, bytes, request } = await open();
  session.finishTasksAndInvalidate();
  request.data('abc');
  request.end();
  await executor.runAll();
  expect(await collect(bytes)).toEqual([Buffer.from('abc')]);
  await session.closed;
});

test.each([
  [new errors.BodyTimeoutError(), 'ERR_REQUEST_TIMEOUT'],
  [new errors.SocketError('other side closed'), 'ERR_REQUEST_FAILED'],
])(
  'a body that breaks off with %s gives out what came, then the error, then nothing',
  async (cause, code) => {
    const { executor, iterator, request } = await open();
    request.data('abc');
    request.fail(cause);
    await executor.runAll();
    expect(await iterator.next()).toEqual({ done: false, value: Buffer.from('abc') });
    await expect(iterator.next()).rejects.toMatchObject({ code, cause });
    expect(await iterator.next()).toEqual(done);
  },
);

test('a response that fails or ends without a head is an error', async () => {
  const failed = start();
  failed.request.fail(new errors.SocketError('refused'));
  const rejection = expect(failed.response).rejects.toMatchObject({ code: 'ERR_REQUEST_FAILED' });
  await failed.executor.runAll();
  await rejection;
  const ended = start();
  ended.request.end();
  const noHead = expect(ended.response).rejects.toMatchObject({ code: 'ERR_REQUEST_FAILED' });
  await ended.executor.runAll();
  await noHead;
});

test('leaving the loop ends the request, also while a next() is pending', async () => {
  const { executor, request, session, bytes } = await open();
  request.data('abc');
  await executor.runAll();
  for await (const chunk of bytes) {
    expect(chunk).toEqual(Buffer.from('abc'));
    break;
  }
  expect(request.abortedWith).toMatchObject({ code: 'ERR_TASK_CANCELLED' });
  expect(session.openTaskCount).toBe(0);

  const pending = await open();
  const next = expect(pending.iterator.next()).rejects.toMatchObject({ code: 'ERR_TASK_CANCELLED' });
  await pending.iterator.return?.();
  await pending.executor.runAll();
  await next;
  expect(await pending.iterator.next()).toEqual(done);
});

test('a second reader is turned away, and does not disturb the first', async () => {
  const { bytes, iterator, executor, request } = await open();
  const first = iterator.next();
  await expect(bytes[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'ERR_CONCURRENT_READ' });
  request.data('abc');
  await executor.runAll();
  expect(await first).toMatchObject({ done: false });
});

test('a reader that does not keep up pauses the connection, and resumes it', async () => {
  const { iterator, executor, request } = await open();
  request.data('x'.repeat(300 * 1024));
  await executor.runAll();
  expect(request.isPaused).toBe(true);
  await iterator.next();
  expect(request.resumeCount).toBe(1);
});

test.each(['end', 'fail', 'abort', 'invalidate', 'cancel'] as const)(
  'no listener stays on the signal after %s',
  async (how) => {
    const consumer = new AbortController();
    const remove = vi.spyOn(consumer.signal, 'removeEventListener');
    const { executor, request, session, bytes } = await open(consumer.signal);
    expect(remove).not.toHaveBeenCalled();
    if (how === 'end') request.end();
    if (how === 'fail') request.fail(new Error('cut off'));
    if (how === 'abort') consumer.abort();
    if (how === 'invalidate') session.invalidateAndCancel();
    if (how === 'cancel') bytes.cancel();
    await executor.runAll();
    expect(remove).toHaveBeenCalledTimes(1);
  },
);

test('over real sockets, two calls on one session end with it, and their connections close', async () => {
  await using gateway = await startGateway((_request, response) => void response.write('abc'));
  const session = new Session();
  const request = { ...get, url: gateway.baseUrl, timeoutMs: undefined };
  const [reading, idle] = await Promise.all([session.safeBytes(request), session.safeBytes(request)]);
  const iterator = reading.bytes[Symbol.asyncIterator]();
  expect(await iterator.next()).toEqual({ done: false, value: Buffer.from('abc') });
  const next = expect(iterator.next()).rejects.toMatchObject({ code: 'ERR_SESSION_ENDED' });
  session.invalidateAndCancel();
  await next;
  await expect(collect(idle.bytes)).rejects.toMatchObject({ code: 'ERR_SESSION_ENDED' });
  await session.closed;
  await gateway.allSocketsClosed();
});
