// One task, its dispatcher scripted and its executor run by hand: every order of data, cancel, signal and read.

import { errors } from 'undici';
import { expect, test, vi } from 'vitest';

import { ReleasedStateError } from './session-errors.ts';
import type { SessionRequest, SessionTask } from './session-task.ts';
import { Session } from './session.ts';
import { ManualExecutor } from './tests/manual-executor.ts';
import { ScriptedDispatcher } from './tests/scripted-dispatcher.ts';

const get: SessionRequest = { url: 'http://gateway/v1/x?y=1', method: 'GET', headers: {}, timeoutMs: 7 };

function start(request: Partial<SessionRequest> = {}) {
  const executor = new ManualExecutor();
  const dispatcher = new ScriptedDispatcher();
  const session = new Session({ dispatcher, executor: executor.execute });
  const response = session.bytes({ ...get, ...request });
  return { executor, dispatcher, session, response, request: dispatcher.latest };
}

async function open(signal?: AbortSignal) {
  const started = start({ signal });
  const { request, executor } = started;
  request.start();
  request.head(200);
  await executor.runAll();
  const { bytes } = await started.response;
  return { ...started, bytes };
}

/** The reader waits for bytes; then some come, and its resumption is under way. */
function resumeReader(opened: Awaited<ReturnType<typeof open>>): { next: Promise<unknown> } {
  const next = opened.bytes[Symbol.asyncIterator]().next();
  next.catch(() => {});
  opened.request.data('abc');
  opened.executor.runNext(); // the delegate's job
  expect(opened.executor.jobs).toHaveLength(1); // the consumer's
  return { next };
}

test('the request reaches the dispatcher as it was made', () => {
  const { request } = start({ method: 'POST', headers: { accept: 'x' }, body: 'b' });
  expect(request.options).toEqual({
    origin: 'http://gateway',
    path: '/v1/x?y=1',
    method: 'POST',
    headers: { accept: 'x' },
    body: 'b',
    headersTimeout: 7,
    bodyTimeout: 7,
  });
});

test('no timeout also switches off the defaults of undici', () => {
  const { request } = start({ timeoutMs: undefined });
  expect(request.options).toMatchObject({ headersTimeout: 0, bodyTimeout: 0 });
});

test('head and bytes are read, one turn after the delegate heard of them', async () => {
  const { bytes, executor, request, session } = await open();
  const iterator = bytes[Symbol.asyncIterator]();
  const next = iterator.next();
  request.data('abc');
  request.end();
  await executor.runAll();
  expect(await next).toEqual({ done: false, value: Buffer.from('abc') });
  expect(session.openTaskCount).toBe(0);
  expect(await iterator.next()).toEqual({ done: true, value: undefined });
  expect(await iterator.next()).toEqual({ done: true, value: undefined });
});

test.each([
  [new errors.HeadersTimeoutError(), { code: 'ERR_REQUEST_TIMEOUT', timeoutMs: 7 }],
  [new errors.BodyTimeoutError(), { code: 'ERR_REQUEST_TIMEOUT', timeoutMs: 7 }],
  [new errors.SocketError('other side closed'), { code: 'ERR_REQUEST_FAILED' }],
])('%s before the head and in the body is one of ours, with its cause', async (cause, expected) => {
  const started = start();
  started.request.start();
  started.request.fail(cause);
  const settled = expect(started.response).rejects.toMatchObject({ ...expected, cause });
  await started.executor.runAll();
  await settled;

  const { bytes, executor, request } = await open();
  const iterator = bytes[Symbol.asyncIterator]();
  request.data('abc');
  request.fail(cause);
  await executor.runAll();
  expect(await iterator.next()).toMatchObject({ done: false });
  await expect(iterator.next()).rejects.toMatchObject({ ...expected, cause });
  expect(await iterator.next()).toEqual({ done: true, value: undefined });
});

test('a dispatcher that throws fails the call like one that reports the error', async () => {
  const executor = new ManualExecutor();
  const dispatcher = new ScriptedDispatcher();
  const cause = new Error('thrown');
  vi.spyOn(dispatcher, 'dispatch').mockImplementation(() => {
    throw cause;
  });
  const session = new Session({ dispatcher, executor: executor.execute });
  const settled = expect(session.bytes(get)).rejects.toMatchObject({ code: 'ERR_REQUEST_FAILED', cause });
  await executor.runAll();
  await settled;
  expect(session.openTaskCount).toBe(0);
});

test('cancel() ends a waiting consumer at once, aborts the request, and is idempotent', async () => {
  const { bytes, executor, request, session } = await open();
  const iterator = bytes[Symbol.asyncIterator]();
  const next = expect(iterator.next()).rejects.toMatchObject({
    code: 'ERR_TASK_CANCELLED',
    cancelledBy: 'me',
  });
  bytes.task.cancel('me');
  bytes.task.cancel('somebody else');
  expect(bytes.task.cancelled).toBe(true);
  expect(session.openTaskCount).toBe(0);
  expect(request.abortedWith).toMatchObject({ code: 'ERR_TASK_CANCELLED' });
  expect(executor.jobs).toHaveLength(1);
  await executor.runAll();
  await next;
});

test('cancel() before there is a connection ends the call, and the request is never sent', async () => {
  const { executor, request, response, session } = start({
    didCreateTask: (task) => queueMicrotask(() => task.cancel()),
  });
  const settled = expect(response).rejects.toMatchObject({ code: 'ERR_TASK_CANCELLED' });
  await executor.runAll();
  await settled;
  expect(session.openTaskCount).toBe(0);
  request.start();
  expect(request.abortedWith).toMatchObject({ code: 'ERR_TASK_CANCELLED' });
});

test('cancel() inside didCreateTask dispatches nothing', async () => {
  const dispatcher = new ScriptedDispatcher();
  const session = new Session({ dispatcher });
  const response = session.bytes({ ...get, didCreateTask: (task) => task.cancel() });
  await expect(response).rejects.toMatchObject({ code: 'ERR_TASK_CANCELLED' });
  expect(dispatcher.requests).toEqual([]);
});

test('callbacks of the delegate that are still queued when the task is cancelled touch nothing', async () => {
  const { bytes, executor, request } = await open();
  request.data('abc');
  request.end();
  bytes.task.cancel();
  await executor.runAll();
  await expect(bytes.task.nextChunk()).rejects.toMatchObject({ code: 'ERR_TASK_CANCELLED' });
});

test('a body that was read to its end can be cancelled without any effect', async () => {
  const { bytes, executor, request } = await open();
  request.end();
  await executor.runAll();
  expect(await bytes.task.nextChunk()).toBeUndefined();
  bytes.task.cancel();
  expect(bytes.task.cancelled).toBe(false);
  expect(request.abortedWith).toBeUndefined();
});

test('a consumer resumed before a cancel and running after it touches released state', async () => {
  const opened = await open();
  resumeReader(opened);
  opened.bytes.task.cancel('the owner');
  let error: unknown;
  try {
    opened.executor.runNext();
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(ReleasedStateError);
  expect(error).toMatchObject({
    released: { label: 'the owner' },
    touched: { label: 'AsyncBytes: read the bytes it was resumed for' },
  });
});

test('so does a consumer resumed for the head, and one resumed for the end', async () => {
  let headTask: SessionTask | undefined;
  const forHead = start({ didCreateTask: (task) => void (headTask = task) });
  forHead.request.start();
  forHead.request.head(200);
  forHead.executor.runNext();
  headTask?.cancel();
  expect(() => forHead.executor.runNext()).toThrow(ReleasedStateError);

  const forEnd = await open();
  forEnd.bytes[Symbol.asyncIterator]()
    .next()
    .catch(() => {});
  forEnd.request.end();
  forEnd.executor.runNext();
  forEnd.bytes.task.cancel();
  expect(() => forEnd.executor.runNext()).toThrow(ReleasedStateError);
});

test('a signal that fires while the consumer waits resumes it without a touch, and ends the task', async () => {
  const consumer = new AbortController();
  const { bytes, executor, request, session } = await open(consumer.signal);
  const next = bytes[Symbol.asyncIterator]().next();
  const settled = expect(next).rejects.toMatchObject({ code: 'ERR_TASK_CANCELLED' });
  consumer.abort();
  expect(request.abortedWith).toBeUndefined();
  bytes.task.cancel('the owner, before the consumer has run');
  await executor.runAll();
  await settled;
  expect(session.openTaskCount).toBe(0);
});

test('a signal that fires during a resumption lets the consumer read, and then throws', async () => {
  const consumer = new AbortController();
  const opened = await open(consumer.signal);
  const { next } = resumeReader(opened);
  consumer.abort();
  expect(opened.executor.jobs).toHaveLength(1);
  expect(opened.session.openTaskCount).toBe(1);
  const settled = expect(next).rejects.toMatchObject({ code: 'ERR_TASK_CANCELLED' });
  await opened.executor.runAll();
  await settled;
  expect(opened.session.openTaskCount).toBe(0);
});

test('next() after the signal has fired throws without a touch, and ends the task', async () => {
  const consumer = new AbortController();
  const { bytes, request, session } = await open(consumer.signal);
  request.data('unread');
  consumer.abort();
  const iterator = bytes[Symbol.asyncIterator]();
  await expect(iterator.next()).rejects.toMatchObject({ code: 'ERR_TASK_CANCELLED' });
  expect(await iterator.next()).toEqual({ done: true, value: undefined });
  expect(session.openTaskCount).toBe(0);
});

test('an iterator obeys the signal it was made with instead of the one of the request', async () => {
  const ofRequest = new AbortController();
  const ofIterator = new AbortController();
  const { bytes, executor, request } = await open(ofRequest.signal);
  const iterator = bytes[Symbol.asyncIterator](ofIterator.signal);
  ofRequest.abort();
  request.data('abc');
  await executor.runAll();
  expect(await iterator.next()).toMatchObject({ done: false });
  ofIterator.abort();
  await expect(iterator.next()).rejects.toMatchObject({ code: 'ERR_TASK_CANCELLED' });
});

test('a second reader is turned away, and does not disturb the first', async () => {
  const { bytes, executor, request } = await open();
  const first = bytes[Symbol.asyncIterator]().next();
  await expect(bytes[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'ERR_CONCURRENT_READ' });
  request.data('abc');
  await executor.runAll();
  expect(await first).toMatchObject({ done: false });
});

test('no listener stays on the signal, however the waiting ended', async () => {
  const consumer = new AbortController();
  const add = vi.spyOn(consumer.signal, 'addEventListener');
  const remove = vi.spyOn(consumer.signal, 'removeEventListener');
  const { bytes, executor, request } = await open(consumer.signal);
  const iterator = bytes[Symbol.asyncIterator]();
  void iterator.next();
  request.data('abc');
  await executor.runAll();
  const last = iterator.next();
  last.catch(() => {});
  bytes.task.cancel();
  await executor.runAll();
  expect(add).toHaveBeenCalledTimes(3); // head, bytes, bytes
  expect(remove.mock.calls.map((call) => call[1])).toEqual(add.mock.calls.map((call) => call[1]));
});

test('leaving the loop cancels the task', async () => {
  const { bytes, executor, request, session } = await open();
  request.data('abc');
  await executor.runAll();
  for await (const chunk of bytes) {
    expect(chunk).toEqual(Buffer.from('abc'));
    break;
  }
  expect(session.openTaskCount).toBe(0);
  expect(request.abortedWith).toMatchObject({ code: 'ERR_TASK_CANCELLED' });
});
