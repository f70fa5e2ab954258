// The callbacks of undici, made by hand, and what the delegate hears of them.

import { expect, test } from 'vitest';

import { DelegateQueue } from './delegate-queue.ts';
import { DispatchHandler } from './dispatch-handler.ts';
import { MAX_UNREAD_BYTES } from './limits.ts';
import { ManualExecutor } from './tests/manual-executor.ts';
import { ScriptedRequest } from './tests/scripted-dispatcher.ts';

function open() {
  const executor = new ManualExecutor();
  const heard: string[] = [];
  const handler = new DispatchHandler(new DelegateQueue(executor.execute), {
    didReceiveHead: (head) => heard.push(`head ${head.status}`),
    didReceiveData: (chunk) => heard.push(`${chunk.byteLength} bytes`),
    didComplete: (cause) => heard.push(cause instanceof Error ? cause.message : 'complete'),
  });
  const request = new ScriptedRequest({ path: '/', method: 'GET' }, handler);
  return { executor, heard, handler, request };
}

test('the delegate hears on later turns, in order, and not of informational responses', async () => {
  const { executor, heard, request } = open();
  request.start();
  request.head(103);
  request.head(200);
  request.data('abc');
  request.end();
  expect(heard).toEqual([]);
  await executor.runAll();
  expect(heard).toEqual(['head 200', '3 bytes', 'complete']);
});

test('the completion is heard once, however often it is reported', async () => {
  const { executor, heard, handler, request } = open();
  request.start();
  request.fail(new Error('reset'));
  request.end();
  handler.dispatchThrew(new Error('thrown'));
  request.data('late');
  await executor.runAll();
  expect(heard).toEqual(['reset']);
});

test('an abort is passed on, and nothing is heard after it', async () => {
  const { executor, heard, handler, request } = open();
  request.start();
  request.head(200);
  await executor.runAll();
  const reason = new Error('cancelled');
  handler.abort(reason);
  expect(request.abortedWith).toBe(reason);
  request.data('late');
  request.end();
  await executor.runAll();
  expect(heard).toEqual(['head 200']);
});

test('an abort before the request has a connection aborts it before it is sent', () => {
  const { handler, request } = open();
  const reason = new Error('cancelled');
  handler.abort(reason);
  expect(request.abortedWith).toBeUndefined();
  request.start();
  expect(request.abortedWith).toBe(reason);
});

test('a connection is paused while too much is unread, and goes on once all is read', () => {
  const { handler, request } = open();
  request.start();
  request.head(200);
  request.data('x'.repeat(MAX_UNREAD_BYTES));
  expect(request.isPaused).toBe(false);
  request.data('y');
  expect(request.isPaused).toBe(true);
  handler.didRead(MAX_UNREAD_BYTES);
  expect(request.isPaused).toBe(true);
  handler.didRead(1);
  expect(request.isPaused).toBe(false);
  expect(request.resumeCount).toBe(1);
});
