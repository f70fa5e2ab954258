// A queue of writes against a window that opens at odd moments.
import { expect, test } from 'vitest';
import type { Lane, Scheduler } from './scheduler.ts';
import type { SimEndpoint } from './sim-endpoint.ts';
import { WriteQueue } from './write-queue.ts';

test('a window that opens while the last write is sent asks for a turn that has nothing to do', () => {
  const turns: (() => void)[] = [];
  const scheduler = {
    post: (_lane: unknown, _ms: number, _what: string, run: () => void) => turns.push(run),
  };
  const end = {
    roomBytes: 0,
    onWritable: undefined as (() => void) | undefined,
    // As to an end that has closed: what is sent succeeds, and draws a reset that makes all writers try again.
    send: () => {
      end.onWritable?.();
      return 0;
    },
  };
  const queue = new WriteQueue(
    scheduler as unknown as Scheduler,
    {} as unknown as Lane,
    end as unknown as SimEndpoint,
  );
  const done: number[] = [];
  expect(queue.write(Buffer.from('late'), undefined, (status) => done.push(status))).toBe(1);
  end.roomBytes = 10;
  end.onWritable!();
  while (turns.length > 0) turns.shift()!();
  expect(done).toEqual([0]);
  expect(queue.isEmpty).toBe(true);
});
