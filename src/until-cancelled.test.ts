// Work and a signal, in both orders.

import { expect, test, vi } from 'vitest';

import { untilCancelled } from './until-cancelled.ts';

test('it settles as the work does, and leaves no listener on the signal', async () => {
  const { signal } = new AbortController();
  const add = vi.spyOn(signal, 'addEventListener');
  const remove = vi.spyOn(signal, 'removeEventListener');
  expect(await untilCancelled(Promise.resolve(7), signal, 'work')).toBe(7);
  await expect(untilCancelled(Promise.reject(new Error('failed')), signal, 'work')).rejects.toThrow('failed');
  expect(add).toHaveBeenCalledTimes(2);
  expect(remove).toHaveBeenCalledTimes(2);
});

test('a signal that fires ends the waiting, not the work', async () => {
  const consumer = new AbortController();
  const work = Promise.withResolvers<number>();
  const waiting = untilCancelled(work.promise, consumer.signal, 'waiting for 7');
  consumer.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'ERR_TASK_CANCELLED' });
  work.resolve(7);
  expect(await work.promise).toBe(7);
});

test('a signal that has fired before wins over work that is done', async () => {
  await expect(untilCancelled(Promise.resolve(7), AbortSignal.abort(), 'work')).rejects.toMatchObject({
    code: 'ERR_TASK_CANCELLED',
  });
});

test('without a signal it is the work', async () => {
  expect(await untilCancelled(Promise.resolve(7), undefined, 'work')).toBe(7);
});
