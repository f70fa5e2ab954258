// Order, one turn per job, and jobs that throw.

import { expect, test } from 'vitest';

import { DelegateQueue } from './delegate-queue.ts';
import { ManualExecutor } from './tests/manual-executor.ts';

test('jobs run in the order they came, one executor turn each', () => {
  const executor = new ManualExecutor();
  const queue = new DelegateQueue(executor.execute);
  const ran: string[] = [];
  queue.enqueue(() => ran.push('first'));
  queue.enqueue(() => ran.push('second'));
  expect(executor.jobs).toHaveLength(1);
  executor.runNext();
  expect(ran).toEqual(['first']);
  executor.runNext();
  expect(ran).toEqual(['first', 'second']);
  expect(executor.jobs).toHaveLength(0);
});

test('a job enqueued by a job runs after it, even when the executor runs jobs at once', () => {
  const ran: string[] = [];
  const queue = new DelegateQueue((job) => job());
  queue.enqueue(() => {
    queue.enqueue(() => ran.push('inner'));
    ran.push('outer');
  });
  expect(ran).toEqual(['outer', 'inner']);
});

test('a job that throws does not stall the queue, and its exception leaves the executor', () => {
  const executor = new ManualExecutor();
  const queue = new DelegateQueue(executor.execute);
  const ran: string[] = [];
  queue.enqueue(() => {
    throw new Error('a defect');
  });
  queue.enqueue(() => ran.push('next'));
  expect(() => executor.runNext()).toThrow('a defect');
  executor.runNext();
  expect(ran).toEqual(['next']);
});
