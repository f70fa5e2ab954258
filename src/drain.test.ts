// Bodies that nobody wants: read, too long, broken off, and left.

import { expect, test } from 'vitest';

import { drain } from './drain.ts';
import { MAX_DRAINED_BYTES } from './limits.ts';
import { Session } from './session.ts';
import { ManualExecutor } from './tests/manual-executor.ts';
import { ScriptedDispatcher } from './tests/scripted-dispatcher.ts';

async function open(signal?: AbortSignal) {
  const executor = new ManualExecutor();
  const dispatcher = new ScriptedDispatcher();
  const session = new Session({ dispatcher, executor: executor.execute });
  const request = { url: 'http://gateway/', method: 'GET', headers: {}, timeoutMs: undefined, signal };
  const response = session.bytes(request);
  dispatcher.latest.start();
  dispatcher.latest.head(401);
  await executor.runAll();
  return { executor, session, request: dispatcher.latest, bytes: (await response).bytes };
}

test('a body is read to its end, and its request is not aborted', async () => {
  const { executor, session, request, bytes } = await open();
  const draining = drain(bytes);
  request.data('some');
  request.end();
  await executor.runAll();
  await draining;
  expect(session.openTaskCount).toBe(0);
  expect(request.abortedWith).toBeUndefined();
});

test('a body that is too long is given up', async () => {
  const { executor, session, request, bytes } = await open();
  const draining = drain(bytes);
  request.data('x'.repeat(MAX_DRAINED_BYTES + 1));
  await executor.runAll();
  await draining;
  expect(session.openTaskCount).toBe(0);
  expect(request.abortedWith).toMatchObject({ code: 'ERR_TASK_CANCELLED' });
});

test('a body that breaks off is drained', async () => {
  const { executor, request, bytes } = await open();
  const draining = drain(bytes);
  request.fail(new Error('reset'));
  await executor.runAll();
  await draining;
  expect(bytes.task.cancelled).toBe(false);
});

test('a consumer that is cancelled meanwhile stops draining and ends the task', async () => {
  const consumer = new AbortController();
  const { executor, session, bytes } = await open(consumer.signal);
  const draining = drain(bytes);
  consumer.abort();
  const settled = expect(draining).rejects.toMatchObject({ code: 'ERR_TASK_CANCELLED' });
  await executor.runAll();
  await settled;
  expect(session.openTaskCount).toBe(0);
});
