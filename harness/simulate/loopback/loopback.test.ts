// How long a run may wait for real sockets to show one step.
import { expect, it } from 'vitest';
import { LOOPBACK_STEP_LIMIT_MS } from '../../model/limits.ts';
import { Loopback } from './loopback.ts';
import { UnreachedStepError } from './unreached-step-error.ts';

it('a step that real sockets do not show in time ends the run, each step having a time of its own', async () => {
  const now = { ms: 0 };
  const steps = { count: 3 };
  const loopback = new Loopback(() => now.ms);
  loopback.watch(steps);
  const wait = (): Promise<void> =>
    new Promise((resolve) => {
      loopback.wait(resolve);
    });
  await wait();
  now.ms = LOOPBACK_STEP_LIMIT_MS;
  await wait();
  steps.count = 4;
  now.ms += 1;
  await wait();
  now.ms += LOOPBACK_STEP_LIMIT_MS + 1;
  await expect(wait()).rejects.toThrow(UnreachedStepError);
  await expect(wait()).rejects.toThrow(/step 4 within 5000 ms/);
});
