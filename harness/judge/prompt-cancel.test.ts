// How soon a cancelled call has to settle, and what its connection has to show.
import { describe, expect, test } from 'vitest';
import { PROMPT_CANCEL_MS } from '../model/limits.ts';
import { listFindings } from './tests/list-findings.ts';
import { errorRecord, run, type TraceBuilder } from './tests/trace-builder.ts';

const ABORTED = errorRecord('ABORT_ERR', 'aborted', { name: 'AbortError' });
/** A call in the middle of its answer. */
const halfway = (): TraceBuilder => run().call('a').request('a').head().item('x');

describe('a cancelled call', () => {
  test('may take its time up to the bound and not beyond', () => {
    const settledAfter = (ms: number): TraceBuilder =>
      halfway()
        .at(10)
        .cancels('a')
        .clientClosed()
        .at(10 + ms)
        .fails('a', ABORTED);
    expect(listFindings(settledAfter(PROMPT_CANCEL_MS))).toEqual([]);
    expect(listFindings(settledAfter(PROMPT_CANCEL_MS + 1))).toEqual(['prompt-cancel settled-late a']);
  });

  test('has no bound when its cancellation only takes effect later', () => {
    const trace = halfway().cancels('a', false).complete().at(60_000).fails('a', ABORTED);
    expect(listFindings(trace)).toEqual([]);
  });

  test('has its bound from the first cancellation that takes effect at once, not from a later one', () => {
    const trace = halfway().cancels('a', false).at(5_000).cancels('a').at(5_900).cancels('a').clientClosed();
    expect(listFindings(trace.at(6_000).fails('a', ABORTED))).toEqual([]);
    const late = halfway().cancels('a', false).at(5_000).cancels('a').at(5_900).cancels('a').clientClosed();
    expect(listFindings(late.at(6_001).fails('a', ABORTED))).toEqual(['prompt-cancel settled-late a']);
  });

  test('has its bound from its own start when the cancellation came before', () => {
    expect(listFindings(run().cancels('a').at(60_000).call('a').at(61_000).fails('a', ABORTED))).toEqual([]);
    expect(listFindings(run().cancels('a').at(60_000).call('a').at(61_001).fails('a', ABORTED))).toEqual([
      'prompt-cancel settled-late a',
    ]);
  });

  test('had settled before: there is nothing to be prompt about', () => {
    expect(listFindings(halfway().succeeds('a').cancels('a'))).toEqual([]);
  });
});

describe('the exchange of a cancelled call', () => {
  test('must not be kept open by the client', () => {
    expect(listFindings(halfway().cancels('a').fails('a', ABORTED))).toEqual([
      'prompt-cancel connection-kept a',
    ]);
  });

  test('must not be kept by a client that closes it too late', () => {
    const trace = halfway()
      .cancels('a')
      .fails('a', ABORTED)
      .at(PROMPT_CANCEL_MS + 1)
      .clientClosed();
    expect(listFindings(trace)).toEqual(['prompt-cancel connection-kept a']);
  });

  test.each([
    [
      'the client closed it in time',
      halfway().cancels('a').fails('a', ABORTED).at(PROMPT_CANCEL_MS).clientClosed(),
    ],
    ['it was complete in time', halfway().cancels('a').fails('a', ABORTED).at(PROMPT_CANCEL_MS).complete()],
    ['it was complete before', halfway().complete().cancels('a').fails('a', ABORTED)],
    ['the gateway cut it', halfway().cut('reset').cancels('a').fails('a', ABORTED)],
    [
      'it was stalled and the client closed it',
      halfway().cut('stall').cancels('a').clientClosed().fails('a', ABORTED),
    ],
    ['it began afterwards', run().call('a').cancels('a').fails('a', ABORTED).request('a')],
    ['it is of another call', run().call('a').call('b').request('b').cancels('a').fails('a', ABORTED)],
  ])('is in order when %s', (_, trace) => {
    expect(listFindings(trace)).toEqual([]);
  });

  test('is kept when the gateway stalled it and the client did not close it', () => {
    expect(listFindings(halfway().cut('stall').cancels('a').fails('a', ABORTED))).toEqual([
      'prompt-cancel connection-kept a',
    ]);
  });

  test('counts for a call inside the cancelled actor as well', () => {
    const trace = run().call('a').call('a.one', 'a').request('a').cancels('a');
    expect(listFindings(trace.fails('a.one', ABORTED).fails('a', ABORTED))).toEqual([
      'prompt-cancel connection-kept a',
      'prompt-cancel connection-kept a.one',
    ]);
  });
});

describe('what a client cannot do', () => {
  test('is to be prompt while its event loop stands still', () => {
    const blocked = run()
      .call('a')
      .cancels('a')
      .fault('block')
      .at(PROMPT_CANCEL_MS + 1);
    expect(listFindings(blocked.fails('a', ABORTED))).toEqual([]);
    const before = run()
      .call('a')
      .fault('block')
      .cancels('a')
      .at(PROMPT_CANCEL_MS + 1);
    expect(listFindings(before.fails('a', ABORTED))).toEqual(['prompt-cancel settled-late a']);
  });

  test('is to close a connection while its event loop stands still', () => {
    const given = (): TraceBuilder => halfway().cancels('a').fails('a', ABORTED);
    const late = PROMPT_CANCEL_MS + 1;
    expect(listFindings(given().fault('block').at(late).clientClosed())).toEqual([]);
    // What comes afterwards does not excuse it, nor does a block a connection that is never closed.
    expect(listFindings(given().at(late).clientClosed().fault('block'))).toEqual([
      'prompt-cancel connection-kept a',
    ]);
    expect(listFindings(given().fault('block').at(late))).toEqual(['prompt-cancel connection-kept a']);
  });

  test('is to be heard by a server that does not read', () => {
    const deaf = run().call('a').fault('backpressure', 'connection#0').request('a').cancels('a');
    expect(listFindings(deaf.fails('a', ABORTED))).toEqual([]);
    const other = run().call('a').fault('backpressure', 'connection#1').request('a').cancels('a');
    expect(listFindings(other.fails('a', ABORTED))).toEqual(['prompt-cancel connection-kept a']);
  });
});
