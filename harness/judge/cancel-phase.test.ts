// Where in a call's life a cancellation landed.
import { expect, test } from 'vitest';
import { listCancelPhases } from './cancel-phase.ts';
import { run, type TraceBuilder } from './tests/trace-builder.ts';

const sent = (): TraceBuilder => run().call('a').request('a');
const answered = (): TraceBuilder => sent().head().item('one').arrives('a', ['one']);

test.each([
  ['connect', 'before the call was made', run()],
  ['connect', 'before the request was sent', run().call('a').connecting()],
  ['head', 'before anything of the answer came', sent()],
  ['head', 'while the answer was on its way', sent().head().item('one')],
  ['body', 'when the head had come', sent().head().arrives('a', [])],
  ['hop', 'when bytes had come that the consumer had not been given', answered()],
  ['hop', 'when the consumer had been given a part of them', answered().delivers('a', 'on')],
  ['body', 'when the consumer had been given all that had come', answered().delivers('a', 'one')],
  ['after the end', 'when the call had settled', answered().succeeds('a')],
] as const)('a cancellation counts as "%s" %s', (phase, _, trace) => {
  expect(listCancelPhases(trace.cancels('a').build())).toEqual([phase]);
});

test('every call that was hit counts, in order, and nobody else', () => {
  const trace = answered().call('b').call('c').cancels('b').cancels('a').succeeds('c').build();
  expect(listCancelPhases(trace)).toEqual(['connect', 'hop']);
});
