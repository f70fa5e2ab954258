// What an end wants to send goes out once, in order, whatever the window does while it is being sent.
import { expect, test } from 'vitest';
import { clock } from './install.ts';
import { Scheduler } from './scheduler.ts';
import type { SimEndpoint } from './sim-endpoint.ts';
import { WriteQueue } from './write-queue.ts';

/** An end whose window is full until it is opened, and which says so at once: its peer has gone and reads nothing. */
class GoneEnd {
  roomBytes = 4;
  readonly sent: string[] = [];
  onWritable = (): void => {};
  send(bytes: Uint8Array): number {
    this.sent.push(Buffer.from(bytes).toString());
    this.onWritable();
    return 0;
  }
}

test('a write that is under way does not wait for itself when its peer makes room at once', () => {
  const scheduler = new Scheduler(clock, []);
  const end = new GoneEnd();
  const queue = new WriteQueue(scheduler, 'lane', end as unknown as SimEndpoint);
  const done: number[] = [];
  expect(queue.write(Buffer.from('abcdef'), undefined, (status) => done.push(status))).toBe(1);
  for (let events = 0; events < 10; events++) {
    end.roomBytes = 100;
    const chosen = scheduler.next(Number.MAX_SAFE_INTEGER);
    if (chosen === undefined) break;
    chosen.run();
  }
  expect([end.sent.join(''), done, queue.isEmpty]).toEqual(['abcdef', [0], true]);
});
