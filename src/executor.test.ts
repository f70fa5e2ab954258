// When a job runs.

import { expect, test } from 'vitest';

import { defaultExecutor } from './executor.ts';
import { settleMicrotasks } from './tests/manual-executor.ts';

test('the default executor runs jobs in order, after every microtask of the turn', async () => {
  const ran: string[] = [];
  defaultExecutor(() => ran.push('first job'));
  defaultExecutor(() => ran.push('second job'));
  await Promise.resolve();
  ran.push('microtask');
  await settleMicrotasks();
  expect(ran).toEqual(['microtask', 'first job', 'second job']);
});
