// A call with a limit settles in time, late, never, or was never made.
import { expect, it } from 'vitest';
import type { Trace, TraceEvent } from '../../harness/index.ts';
import { ASKS, checkTimeouts } from './timeout-invariant.ts';

function traceOf(events: TraceEvent[]): Trace {
  return { events, virtualMs: 90_000 } as unknown as Trace;
}

const asked: TraceEvent = { kind: 'note', step: 1, ms: 100, actor: 'a', text: ASKS };

function settledAt(ms: number): TraceEvent {
  return { kind: 'settled', step: 2, ms, call: 'a', ok: true };
}

it('a call that settles within its limit and a second keeps its word', () => {
  expect(checkTimeouts(traceOf([asked, settledAt(1_700)]), { a: 600 })).toBeUndefined();
});

it('a call that settles later does not', () => {
  expect(checkTimeouts(traceOf([asked, settledAt(1_701)]), { a: 600 })).toBe(
    'a, which may take 600 ms, took 1601 ms',
  );
});

it('a call that never settles does not, and is told so', () => {
  expect(checkTimeouts(traceOf([asked]), { a: 600 })).toBe(
    'a, which may take 600 ms, never settled; it was left at it for 89900 ms',
  );
});

it('a call without a limit, or one that was never made, owes nothing', () => {
  expect(checkTimeouts(traceOf([asked]), { a: undefined })).toBeUndefined();
  expect(checkTimeouts(traceOf([settledAt(50_000)]), { a: 600 })).toBeUndefined();
});
