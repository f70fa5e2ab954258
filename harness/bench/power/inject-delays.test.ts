// Injected delays change when things happen, and nothing else: what was cleared stays cleared, and bytes keep their order.
import { once } from 'node:events';
import net from 'node:net';
import { expect, it } from 'vitest';
import { injectDelays } from './inject-delays.ts';
import { makeRandom } from './random.ts';

injectDelays(makeRandom(1));

it('immediates run once each, some of them behind later ones', async () => {
  const order: number[] = [];
  await Promise.all(
    Array.from({ length: 50 }, (_, nth) => {
      return new Promise<void>((resolve) => void setImmediate(() => resolve(void order.push(nth))));
    }),
  );
  const inOrder = order.toSorted((left, right) => left - right);
  expect(inOrder).toEqual(Array.from({ length: 50 }, (_, nth) => nth));
  expect(order).not.toEqual(inOrder);
});

it('what was cleared never runs, also when it was put off', async () => {
  const ran: number[] = [];
  const atClearing = new Map<number, boolean>();
  const clearAtOnce = setImmediate(() => void ran.push(-1));
  clearImmediate(clearAtOnce);
  clearTimeout(setTimeout(() => void ran.push(-2), 0));
  for (let nth = 0; nth < 50; nth++) {
    const job = setImmediate(() => void ran.push(nth));
    // Behind it in the queue: what has not run by then was put off.
    setImmediate(() => {
      atClearing.set(nth, ran.includes(nth));
      clearImmediate(job);
    });
  }
  for (let turn = 0; turn < 100; turn++) await new Promise<void>((resolve) => void setImmediate(resolve));
  const ranBefore = [...atClearing].filter(([, hadRun]) => hadRun).map(([nth]) => nth);
  expect(ran.toSorted((left, right) => left - right)).toEqual(
    ranBefore.toSorted((left, right) => left - right),
  );
  expect(ranBefore.length).toBeLessThan(50);
});

it('a socket reads what was written, in order, and its end', async () => {
  const server = net.createServer((socket) => {
    for (let nth = 0; nth < 100; nth++) socket.write(`${nth},`);
    socket.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = net.connect((server.address() as net.AddressInfo).port, '127.0.0.1');
  let text = '';
  for await (const chunk of client) text += String(chunk);
  expect(text).toBe(Array.from({ length: 100 }, (_, nth) => `${nth},`).join(''));
  server.close();
  await once(server, 'close');
});
