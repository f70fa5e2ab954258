// An error whose body is read, breaks by itself, or after something that excuses it.
import { expect, it } from 'vitest';
import type { Trace, TraceEvent } from '../../harness/index.ts';
import type { CallContext } from './call-book.ts';
import { checkErrorBodies, readErrorBody } from './error-bodies.ts';
import { ASKS } from './timeout-invariant.ts';

async function traceOf(read: () => Promise<unknown>, ms: number, more: TraceEvent[] = []): Promise<Trace> {
  const events: TraceEvent[] = [{ kind: 'note', step: 1, ms: 0, actor: 'a', text: ASKS }, ...more];
  const note = (text: string): void => void events.push({ kind: 'note', step: 2, ms, actor: 'a', text });
  await readErrorBody(read, { note } as unknown as CallContext);
  return { events } as unknown as Trace;
}

const breaks = (): Promise<never> => Promise.reject(new Error('aborted'));

it('an error that can be read says nothing', async () => {
  expect(checkErrorBodies(await traceOf(() => Promise.resolve('no'), 10))).toBeUndefined();
});

it('one that breaks by itself is told', async () => {
  expect(checkErrorBodies(await traceOf(breaks, 10))).toBe('a: the body of an error broke: aborted');
});

it('one that breaks late, or after a fault, may do so', async () => {
  const fault: TraceEvent = { kind: 'fault', step: 1, ms: 1, fault: 'reset', target: 'a#0' };
  expect(checkErrorBodies(await traceOf(breaks, 600))).toBeUndefined();
  expect(checkErrorBodies(await traceOf(breaks, 10, [fault]))).toBeUndefined();
});
