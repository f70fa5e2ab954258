// Tasks on sessions that live, finish and are invalidated; scripted first, then over real sockets.

import { Agent, getGlobalDispatcher, setGlobalDispatcher } from 'undici';
import { expect, test, vi } from 'vitest';

import type { SessionRequest, SessionTask } from './session-task.ts';
import { Session } from './session.ts';
import { collect } from './tests/collect.ts';
import { startGateway } from './tests/loopback-gateway.ts';
import { ManualExecutor, settleMicrotasks } from './tests/manual-executor.ts';
import { ScriptedDispatcher } from './tests/scripted-dispatcher.ts';

function get(baseUrl: string, more: Partial<SessionRequest> = {}): SessionRequest {
  return { url: `${baseUrl}/`, method: 'GET', headers: {}, timeoutMs: 30_000, ...more };
}

function open() {
  const executor = new ManualExecutor();
  const dispatcher = new ScriptedDispatcher();
  const session = new Session({ dispatcher, executor: executor.execute, name: 'mine' });
  return { executor, dispatcher, session };
}

test.each(['finishTasksAndInvalidate', 'invalidateAndCancel'] as const)(
  'a task on a session after %s is an error with both places, thrown synchronously',
  (invalidate) => {
    const { session, dispatcher } = open();
    session[invalidate]();
    expect(session.isInvalidated).toBe(true);
    let error: unknown;
    try {
      // Foundation aborts the process for a cancelled Swift task as well.
      void session.bytes(get('http://gateway', { signal: AbortSignal.abort() }));
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({
      code: 'ERR_SESSION_INVALIDATED',
      message: expect.stringContaining('"mine"'),
      invalidated: {
        label: `Session.${invalidate}()`,
        stack: expect.stringContaining('session.test.ts'),
      },
      made: { label: 'GET http://gateway/', stack: expect.stringContaining('session.test.ts') },
    });
    expect(dispatcher.requests).toEqual([]);
  },
);

test('a bad URL is an error of the caller and leaves no task', () => {
  const { session } = open();
  expect(() => session.bytes(get('nonsense'))).toThrow(TypeError);
  expect(session.openTaskCount).toBe(0);
});

test('a signal that has fired before makes no task', async () => {
  const { session, dispatcher } = open();
  const response = session.bytes(get('http://gateway', { signal: AbortSignal.abort() }));
  await expect(response).rejects.toMatchObject({ code: 'ERR_TASK_CANCELLED' });
  expect(dispatcher.requests).toEqual([]);
});

test('invalidateAndCancel cancels every task, destroys the dispatcher, and is idempotent', async () => {
  const { session, dispatcher, executor } = open();
  const calls = [session.bytes(get('http://gateway')), session.bytes(get('http://gateway'))].map((call) =>
    expect(call).rejects.toMatchObject({
      code: 'ERR_TASK_CANCELLED',
      cancelledBy: 'Session.invalidateAndCancel()',
    }),
  );
  for (const request of dispatcher.requests) request.start();
  session.invalidateAndCancel();
  session.invalidateAndCancel();
  session.finishTasksAndInvalidate();
  expect(session.openTaskCount).toBe(0);
  expect(dispatcher.requests.every((request) => request.abortedWith !== undefined)).toBe(true);
  await executor.runAll();
  await Promise.all(calls);
  await session.closed;
  expect(dispatcher.endings).toEqual(['destroy']);
});

test('finishTasksAndInvalidate lets the running tasks finish, then closes the dispatcher, and is idempotent', async () => {
  const { session, dispatcher, executor } = open();
  const response = session.bytes(get('http://gateway'));
  dispatcher.latest.start();
  dispatcher.latest.head(200);
  session.finishTasksAndInvalidate();
  session.finishTasksAndInvalidate();
  await executor.runAll();
  const { bytes } = await response;
  expect(dispatcher.endings).toEqual([]);
  dispatcher.latest.data('abc');
  dispatcher.latest.end();
  await executor.runAll();
  await session.closed;
  expect(dispatcher.endings).toEqual(['close']);
  expect(await collect(bytes)).toEqual([Buffer.from('abc')]);
});

test('invalidateAndCancel after finishTasksAndInvalidate cancels what was still to finish', async () => {
  const { session, dispatcher, executor } = open();
  const call = expect(session.bytes(get('http://gateway'))).rejects.toMatchObject({
    code: 'ERR_TASK_CANCELLED',
  });
  session.finishTasksAndInvalidate();
  session.invalidateAndCancel();
  await executor.runAll();
  await call;
  await session.closed;
  expect(dispatcher.endings).toEqual(['destroy']);
});

test('a completed task is not cancelled by invalidateAndCancel: its bytes can still be read', async () => {
  const { session, dispatcher, executor } = open();
  const response = session.bytes(get('http://gateway'));
  dispatcher.latest.start();
  dispatcher.latest.head(200);
  dispatcher.latest.data('abc');
  dispatcher.latest.end();
  await executor.runAll();
  const { bytes } = await response;
  session.invalidateAndCancel();
  expect(await collect(bytes)).toEqual([Buffer.from('abc')]);
});

test('a session that never sent anything is over at once', async () => {
  const session = new Session();
  session.invalidateAndCancel();
  await session.closed;
});

test('a dispatcher that was ended by somebody else is no error, anything else reaches the process', async () => {
  const ended = new Agent();
  await ended.destroy();
  const quiet = new Session({ dispatcher: ended });
  quiet.finishTasksAndInvalidate();
  await quiet.closed;

  const { session, dispatcher, executor } = open();
  vi.spyOn(dispatcher, 'destroy').mockRejectedValue(new Error('a defect'));
  session.invalidateAndCancel();
  await session.closed;
  await settleMicrotasks();
  expect(() => executor.runNext()).toThrow('a defect');
});

test('the shared session cannot be invalidated, and uses the global dispatcher of the moment', async () => {
  await using gateway = await startGateway((_request, response) => response.end('ok'));
  Session.shared.invalidateAndCancel();
  Session.shared.finishTasksAndInvalidate();
  expect(Session.shared.isInvalidated).toBe(false);
  expect(Session.shared).toBe(Session.shared);

  const before = getGlobalDispatcher();
  const agent = new Agent();
  const dispatch = vi.spyOn(agent, 'dispatch');
  setGlobalDispatcher(agent);
  try {
    const { bytes } = await Session.shared.bytes(get(gateway.baseUrl));
    Session.shared.invalidateAndCancel();
    expect(Buffer.concat(await collect(bytes)).toString()).toBe('ok');
    expect(dispatch).toHaveBeenCalledTimes(1);
    expect(Session.shared.openTaskCount).toBe(0);
  } finally {
    setGlobalDispatcher(before);
    await agent.destroy();
  }
});

test('over real sockets, invalidateAndCancel ends an open stream and closes its connection', async () => {
  await using gateway = await startGateway((_request, response) => void response.write('first'));
  const session = new Session();
  const { bytes } = await session.bytes(get(gateway.baseUrl));
  const iterator = bytes[Symbol.asyncIterator]();
  expect(String((await iterator.next()).value)).toBe('first');
  const next = expect(iterator.next()).rejects.toMatchObject({ code: 'ERR_TASK_CANCELLED' });
  session.invalidateAndCancel();
  await next;
  await session.closed;
  await gateway.allSocketsClosed();
});

test('over real sockets, a body longer than the limit of unread bytes arrives whole', async () => {
  const text = Buffer.alloc(3 * 1024 * 1024, 'abcdefg');
  await using gateway = await startGateway((_request, response) => response.end(text));
  const session = new Session();
  const { bytes } = await session.bytes(get(gateway.baseUrl));
  await new Promise((resolve) => setTimeout(resolve, 50)); // lets the connection fill up and pause
  expect(Buffer.concat(await collect(bytes)).equals(text)).toBe(true);
  session.finishTasksAndInvalidate();
  await session.closed;
});

test('over real sockets, a body that is cut off is an error', async () => {
  await using gateway = await startGateway((_request, response) => {
    response.writeHead(200, { 'content-length': '10' });
    response.write('12345', () => response.destroy());
  });
  const session = new Session();
  const { bytes } = await session.bytes(get(gateway.baseUrl));
  await expect(collect(bytes)).rejects.toMatchObject({ code: 'ERR_REQUEST_FAILED' });
  session.invalidateAndCancel();
  await session.closed;
});

test('over real sockets, a head that does not come in time is a timeout', async () => {
  await using gateway = await startGateway(() => {});
  const session = new Session();
  const response = session.bytes(get(gateway.baseUrl, { timeoutMs: 100 }));
  await expect(response).rejects.toMatchObject({ code: 'ERR_REQUEST_TIMEOUT', timeoutMs: 100 });
  session.invalidateAndCancel();
  await session.closed;
});

test('over real sockets, a request cancelled in the queue is never sent, and the next one is served', async () => {
  const arrived = Promise.withResolvers<() => void>();
  await using gateway = await startGateway((request, response) => {
    if (request.path === '/first') arrived.resolve(() => response.end());
    else response.end('ok');
  });
  const session = new Session({ dispatcher: new Agent({ connections: 1 }) });
  const url = gateway.baseUrl;
  const first = session.bytes(get(url, { url: `${url}/first` }));
  const finishFirst = await arrived.promise;
  let queued: SessionTask | undefined;
  const second = session.bytes(
    get(url, { url: `${url}/second`, didCreateTask: (task) => void (queued = task) }),
  );
  const third = session.bytes(get(url, { url: `${url}/third` }));
  queued?.cancel();
  await expect(second).rejects.toMatchObject({ code: 'ERR_TASK_CANCELLED' });
  finishFirst();
  await collect((await first).bytes);
  expect(Buffer.concat(await collect((await third).bytes)).toString()).toBe('ok');
  expect(gateway.requests.map((request) => request.path)).toEqual(['/first', '/third']);
  session.finishTasksAndInvalidate();
  await session.closed;
});

test('over real sockets, a cancel during connecting settles at once and reaches nobody', async () => {
  await using gateway = await startGateway((_request, response) => response.end('ok'));
  const session = new Session();
  let connecting: SessionTask | undefined;
  const response = session.bytes(get(gateway.baseUrl, { didCreateTask: (task) => void (connecting = task) }));
  connecting?.cancel();
  session.finishTasksAndInvalidate();
  await expect(response).rejects.toMatchObject({ code: 'ERR_TASK_CANCELLED' });
  await session.closed;
  await gateway.allSocketsClosed();
  expect(gateway.requests).toEqual([]);
});
