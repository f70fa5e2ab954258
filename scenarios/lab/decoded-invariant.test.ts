// An answer under a content coding is given as its text, in part or whole, or as it was coded.
import { expect, it } from 'vitest';
import type { Trace, TraceEvent } from '../../harness/index.ts';
import { checkDecoding } from './decoded-invariant.ts';

const coded = { a: { answer: { encoding: 'gzip' } } } as const;

function traceOf(received: string): Trace {
  const item = { what: 'item', text: 'token', wire: '\u001f\u0008coded' } as const;
  const events: Partial<TraceEvent>[] = [
    { kind: 'wire', call: 'a', event: { what: 'head', status: 200 } },
    { kind: 'wire', call: 'a', event: item },
    { kind: 'delivered', call: 'a', text: received },
  ];
  return { events } as unknown as Trace;
}

it('a call that was given the text, or a part of it, is fine', () => {
  expect(checkDecoding(traceOf('token'), coded)).toBeUndefined();
  expect(checkDecoding(traceOf('tok'), coded)).toBeUndefined();
  expect(checkDecoding(traceOf(''), coded)).toBeUndefined();
});

it('a call that was given the coded bytes is not', () => {
  expect(checkDecoding(traceOf('\u001f\u0008coded'), coded)).toBe(
    'a was given its answer as it was coded, and not decoded',
  );
});

it('a failure before it, which has no coding, says nothing', () => {
  const { events } = traceOf('\u001f\u0008coded');
  const failure = { kind: 'wire', call: 'a', event: { what: 'item', text: 'not now' } } as TraceEvent;
  expect(checkDecoding({ events: [failure, ...events] } as Trace, coded)).toContain('not decoded');
});

it('a call whose answer has no coding owes nothing', () => {
  expect(checkDecoding(traceOf('\u001f\u0008coded'), { a: {} })).toBeUndefined();
});
