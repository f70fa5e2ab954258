// A kept connection has as many listeners after every request, or more each time.
import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import type { Trace } from '../../harness/index.ts';
import { checkConnections, KeptSockets } from './tidy-invariant.ts';

/** What is said of a connection on which each request leaves so many listeners for errors, and the timeout one with the first two. */
function afterRequests(requests: number, left: number): string | undefined {
  const kept = new KeptSockets();
  const socket = new EventEmitter().setMaxListeners(100);
  for (let nth = 0; nth < requests; nth += 1) {
    for (let more = 0; more < left; more += 1) socket.on('error', () => {});
    if (nth < 2) socket.on('timeout', () => {});
    kept.add(socket);
  }
  const notes: string[] = [];
  kept.tell((text) => notes.push(text));
  const events = notes.map((text) => ({ kind: 'note', step: 1, ms: 0, actor: 'a', text }));
  return checkConnections({ events } as unknown as Trace);
}

it('what comes with the first requests alone is nobody’s leak', () => {
  expect(afterRequests(4, 0)).toBeUndefined();
});

it('what grows with the third request still is one', () => {
  expect(afterRequests(2, 1)).toBeUndefined();
  expect(afterRequests(4, 1)).toBe(
    'a: its connection keeps more listeners after every request: error, 1, 2, 3',
  );
});
