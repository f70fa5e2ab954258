// Values, ends and departures in every order.

import { expect, test, vi } from 'vitest';

import {
  pushStream,
  type PushStream,
  type StreamContinuation,
  type TerminationReason,
} from './push-stream.ts';
import { collect } from './tests/collect.ts';

function open(signal?: AbortSignal): {
  stream: PushStream<string>;
  continuation: StreamContinuation<string>;
  reasons: TerminationReason[];
} {
  const reasons: TerminationReason[] = [];
  let continuation: StreamContinuation<string> | undefined;
  const stream = pushStream<string>(
    (producer) => {
      continuation = producer;
      producer.onTermination = (reason) => reasons.push(reason);
    },
    { signal },
  );
  if (continuation === undefined) throw new Error('nothing was built');
  return { stream, continuation, reasons };
}

const done = { done: true, value: undefined };

test('values are read in order, whether they were asked for before or after', async () => {
  const { stream, continuation } = open();
  continuation.yield('a');
  continuation.yield('b');
  expect(await stream.next()).toEqual({ done: false, value: 'a' });
  expect(await stream.next()).toEqual({ done: false, value: 'b' });
  const pending = [stream.next(), stream.next()];
  continuation.yield('c');
  continuation.yield('d');
  expect(await Promise.all(pending)).toEqual([
    { done: false, value: 'c' },
    { done: false, value: 'd' },
  ]);
});

test('a finished stream gives out what is buffered, and then ends', async () => {
  const { stream, continuation, reasons } = open();
  continuation.yield('a');
  continuation.finish();
  expect(reasons).toEqual(['finished']);
  expect(await collect(stream)).toEqual(['a']);
  expect(await stream.next()).toEqual(done);
});

test('a failed stream gives out what is buffered, then its error once, and then ends', async () => {
  const { stream, continuation } = open();
  continuation.yield('a');
  continuation.finish(new Error('cut off'));
  expect(await stream.next()).toEqual({ done: false, value: 'a' });
  await expect(stream.next()).rejects.toThrow('cut off');
  expect(await stream.next()).toEqual(done);
});

test('an error that nobody reads is no unhandled rejection', async () => {
  const onUnhandled = vi.fn<() => void>();
  process.on('unhandledRejection', onUnhandled);
  open().continuation.finish(new Error('unread'));
  await new Promise((resolve) => void setImmediate(resolve));
  process.off('unhandledRejection', onUnhandled);
  expect(onUnhandled).not.toHaveBeenCalled();
});

test('return() runs the termination handler at once, also while a next() is pending', async () => {
  const { stream, reasons } = open();
  const pending = stream.next();
  const returned = stream.return();
  expect(reasons).toEqual(['cancelled']);
  expect(await pending).toEqual(done);
  expect(await returned).toEqual(done);
});

test('break and throw() leave as return() does', async () => {
  const broken = open();
  broken.continuation.yield('a');
  for await (const value of broken.stream) {
    expect(value).toBe('a');
    break;
  }
  expect(broken.reasons).toEqual(['cancelled']);

  const thrown = open();
  await expect(thrown.stream.throw(new Error('mine'))).rejects.toThrow('mine');
  expect(thrown.reasons).toEqual(['cancelled']);
});

test('a stream ends once, whoever is first', async () => {
  const left = open();
  await left.stream.return();
  left.continuation.yield('late');
  left.continuation.finish(new Error('late'));
  await left.stream.return();
  expect(left.reasons).toEqual(['cancelled']);
  expect(await left.stream.next()).toEqual(done);

  const finished = open();
  finished.continuation.yield('unread');
  finished.continuation.finish(new Error('unread'));
  finished.continuation.finish();
  await finished.stream.return();
  expect(finished.reasons).toEqual(['finished']);
  expect(await finished.stream.next()).toEqual(done);
});

test('a signal that fires makes the consumer leave, and its pending next() reject with the reason', async () => {
  const consumer = new AbortController();
  const { stream, continuation, reasons } = open(consumer.signal);
  const pending = stream.next();
  consumer.abort(new Error('navigated away'));
  expect(reasons).toEqual(['cancelled']);
  continuation.finish();
  await expect(pending).rejects.toThrow('navigated away');
  expect(await stream.next()).toEqual(done);
});

test('a signal that fires between two calls drops what is buffered and fails the next one', async () => {
  const consumer = new AbortController();
  const { stream, continuation } = open(consumer.signal);
  continuation.yield('unread');
  consumer.abort(new Error('navigated away'));
  await expect(stream.next()).rejects.toThrow('navigated away');
});

test('a signal that fires after the end drops what is still unread, and is not listened to once all is read', async () => {
  const consumer = new AbortController();
  const { stream, continuation, reasons } = open(consumer.signal);
  const remove = vi.spyOn(consumer.signal, 'removeEventListener');
  continuation.yield('read');
  continuation.yield('unread');
  continuation.finish();
  expect(await stream.next()).toEqual({ done: false, value: 'read' });
  expect(remove).not.toHaveBeenCalled();
  consumer.abort(new Error('navigated away'));
  await expect(stream.next()).rejects.toThrow('navigated away');
  expect(await stream.next()).toEqual(done);
  expect(reasons).toEqual(['finished']);
});

test.each(['reading', 'leaving'])('a finished stream stops listening to its signal by %s', async (how) => {
  const consumer = new AbortController();
  const { stream, continuation } = open(consumer.signal);
  const remove = vi.spyOn(consumer.signal, 'removeEventListener');
  continuation.yield('last');
  continuation.finish();
  if (how === 'reading') await stream.next();
  else await stream.return();
  expect(remove).toHaveBeenCalledTimes(1);
});

test('a signal that has fired before builds nothing', async () => {
  const build = vi.fn<(continuation: StreamContinuation<string>) => void>();
  const stream = pushStream<string>(build, { signal: AbortSignal.abort(new Error('too late')) });
  expect(build).not.toHaveBeenCalled();
  await expect(stream.next()).rejects.toThrow('too late');
});

test.each(['return', 'finish'] as const)('no listener stays on the signal after %s', async (how) => {
  const consumer = new AbortController();
  const add = vi.spyOn(consumer.signal, 'addEventListener');
  const remove = vi.spyOn(consumer.signal, 'removeEventListener');
  const { stream, continuation } = open(consumer.signal);
  if (how === 'return') await stream.return();
  else continuation.finish();
  expect(add).toHaveBeenCalledTimes(1);
  expect(remove).toHaveBeenCalledWith('abort', add.mock.calls[0]?.[1]);
});
