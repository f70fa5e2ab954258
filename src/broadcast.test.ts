// Subscribers that come, leave and are finished, in every order.

import { expect, test } from 'vitest';

import { Broadcast } from './broadcast.ts';
import { collect } from './tests/collect.ts';

test('each subscriber gets what is sent while it is subscribed', async () => {
  const broadcast = new Broadcast<string>();
  const first = broadcast.subscribe();
  broadcast.send('a');
  const second = broadcast.subscribe();
  broadcast.send('b');
  broadcast.finish();
  broadcast.send('c');
  expect(await collect(first)).toEqual(['a', 'b']);
  expect(await collect(second)).toEqual(['b']);
});

test.each(['return', 'signal', 'break'] as const)(
  'a subscriber that leaves by %s is forgotten at once',
  async (how) => {
    const broadcast = new Broadcast<string>();
    const leaver = new AbortController();
    const stream = broadcast.subscribe({ signal: leaver.signal });
    broadcast.subscribe();
    broadcast.send('a');
    if (how === 'return') void stream.return();
    if (how === 'signal') leaver.abort();
    if (how === 'break') for await (const value of stream) if (value === 'a') break;
    expect(broadcast.subscriberCount).toBe(1);
  },
);

test('a subscriber that leaves while another is being finished, and one that comes afterwards, have ended', async () => {
  const broadcast = new Broadcast<string>();
  const [first, second] = [broadcast.subscribe(), broadcast.subscribe()];
  const reads = [collect(first), collect(second)];
  broadcast.finish();
  broadcast.finish();
  expect(await Promise.all(reads)).toEqual([[], []]);
  expect(broadcast.subscriberCount).toBe(0);
  expect(await collect(broadcast.subscribe())).toEqual([]);
});

test('a subscriber whose signal has fired before is none', () => {
  const broadcast = new Broadcast<string>();
  broadcast.subscribe({ signal: AbortSignal.abort() });
  expect(broadcast.subscriberCount).toBe(0);
});
