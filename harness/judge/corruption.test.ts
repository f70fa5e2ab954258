// What a call was given, held against what the gateway sent for it.
import { describe, expect, test } from 'vitest';
import { judge } from './judge.ts';
import { listFindings } from './tests/list-findings.ts';
import { errorRecord, run, type TraceBuilder } from './tests/trace-builder.ts';

const reset = errorRecord('UND_ERR_SOCKET');
const received = (start: TraceBuilder, ...texts: string[]): TraceBuilder => {
  for (const text of texts) start.delivers('a', text);
  return start;
};

describe('a call that succeeded', () => {
  const served = (): TraceBuilder => run().call('a').serves('a', 't0:one ', 'two');

  test('was given all that was sent, in pieces or at once, or has it for its value', () => {
    expect(listFindings(received(served(), 't0:one ', 'two').succeeds('a'))).toEqual([]);
    expect(listFindings(received(served(), 't0:on', 'e two').succeeds('a', 't0:one two'))).toEqual([]);
    expect(listFindings(served().succeeds('a', 't0:one two'))).toEqual([]);
  });

  test('and was given nothing at all is not judged: it may have had no use for the answer', () => {
    expect(listFindings(served().succeeds('a'))).toEqual([]);
  });

  test.each([
    ['a part of it only', ['t0:one ']],
    ['nothing but an empty piece', ['']],
  ])('is incomplete with %s', (_, texts) => {
    expect(listFindings(received(served(), ...texts).succeeds('a'))).toEqual(['corruption incomplete a']);
  });

  test('took a cut answer for a whole one', () => {
    const cut = (): TraceBuilder => run().call('a').fault('fin').request('a').head().item('one ').cut('fin');
    expect(listFindings(received(cut(), 'one ').succeeds('a'))).toEqual(['corruption truncated a']);
    expect(listFindings(received(cut(), 'one ').fails('a', reset))).toEqual([]);
  });

  test('took an answer that never ended for a whole one', () => {
    const trace = run().call('a').request('a').head().item('one ');
    expect(listFindings(received(trace, 'one ').succeeds('a'))).toEqual(['corruption truncated a']);
  });

  test('may have been refused first and served on the second attempt', () => {
    const twice = (): TraceBuilder =>
      run().call('a').request('a').head(401).item('').complete().request('a').head().item('x').complete();
    expect(listFindings(received(twice(), 'x').succeeds('a'))).toEqual([]);
    expect(listFindings(twice().succeeds('a', 'x'))).toEqual([]);
  });

  test('may have had its whole answer on another attempt than the first or the last', () => {
    const trace = run().call('a').request('a').head().cut('reset').serves('a', 'x').request('a').cut('fin');
    expect(listFindings(trace.succeeds('a', 'x'))).toEqual([]);
  });

  test('may have taken what its answer carries, or the answer as it came, but no mixture', () => {
    const events = (): TraceBuilder =>
      run().call('a').request('a').head().readable('one', 'data: one\n\n').readable('', ': ping\n\n');
    const whole = ['data: one\n\n', ': ping\n\n'];
    expect(listFindings(received(events().complete(), 'one').succeeds('a'))).toEqual([]);
    expect(listFindings(received(events().complete(), ...whole).succeeds('a'))).toEqual([]);
    expect(listFindings(received(events().complete(), whole[0]!).succeeds('a'))).toEqual([
      'corruption incomplete a',
    ]);
    expect(listFindings(received(events().complete(), 'one', whole[1]!).succeeds('a'))).toEqual([
      'corruption not-what-was-sent a',
    ]);
    const cut = events().fault('fin').readableBegins('two', 'data: two\n\n').cut('fin');
    expect(listFindings(received(cut, ...whole, 'data: t').fails('a', reset))).toEqual([]);
  });

  test('need not have waited for the end of an answer that had said that it was over', () => {
    const stalled = (): TraceBuilder => run().call('a').request('a').head().item('one').saidAll();
    expect(listFindings(received(stalled().cut('stall'), 'one').succeeds('a'))).toEqual([]);
    expect(listFindings(received(stalled(), 'on').succeeds('a'))).toEqual(['corruption truncated a']);
  });

  test('took nothing from a redirect', () => {
    expect(
      listFindings(run().call('a').request('a').head(300).item('x').complete().succeeds('a', '')),
    ).toEqual([]);
  });

  test('is told of with what it had, how its answer ended, and where', () => {
    const cut = run().call('a').request('a').head().item('x'.repeat(61)).cut('fin').at(5);
    expect(judge(cut.succeeds('a', 'x'.repeat(61)).build())).toMatchObject({
      findings: [
        { step: 1, message: `a succeeded with "${'x'.repeat(60)}…" though its answer was cut (fin)` },
      ],
    });
    const unfinished = run().call('a').request('a').head().item('x'.repeat(60)).delivers('a', 'x'.repeat(60));
    expect(judge(unfinished.succeeds('a').build())).toMatchObject({
      findings: [{ message: `a succeeded with "${'x'.repeat(60)}" though its answer was cut (unfinished)` }],
    });
    const wrong = run().call('a').serves('a', 'x').at(1).delivers('a', 'y').at(2).complete();
    expect(judge(wrong.build())).toMatchObject({ findings: [{ step: 1 }] });
  });

  test('cannot have had nothing from the answer that came after a refusal', () => {
    const trace = run().call('a').request('a').head(401).complete().request('a').head().item('x').complete();
    expect(listFindings(trace.succeeds('a', ''))).toEqual(['corruption incomplete a']);
  });

  test('has nothing to show when all it met was an error', () => {
    expect(listFindings(run().call('a').request('a').head(404).complete().succeeds('a', ''))).toEqual([]);
  });

  test('may be that of another status, which came after one that was cut, and nothing but that', () => {
    const again = (): TraceBuilder => run().call('a').fault('stall').request('a').cut('stall').request('a');
    expect(listFindings(again().head(304).complete().succeeds('a', ''))).toEqual([]);
    const cut = run().call('a').fault('fin').request('a').head().item('one ').cut('fin').request('a');
    expect(listFindings(cut.head(503).item('later').complete().succeeds('a', 'one '))).toEqual([
      'corruption truncated a',
    ]);
    expect(listFindings(again().head(304).cut('fin').succeeds('a', ''))).toEqual(['corruption truncated a']);
  });
});

describe('what a call was given', () => {
  const sent = (): TraceBuilder =>
    run().call('a').call('b').serves('a', 't0:one ', 'two').serves('b', 't1:one ');

  test.each([
    ['the answer of another', ['t1:one ']],
    ['a piece twice', ['t0:one ', 't0:one ']],
    ['pieces in another order', ['two', 't0:one ']],
    ['a piece left out', ['two']],
    ['more than was sent', ['t0:one ', 'two', '!']],
  ])('must not be %s, even if it failed or was cancelled', (_, texts) => {
    const wrong = ['corruption not-what-was-sent a'];
    expect(
      listFindings(
        received(sent(), ...texts)
          .cancels('a')
          .fails('a', reset),
      ),
    ).toEqual(wrong);
    expect(listFindings(received(sent(), ...texts))).toEqual(wrong);
  });

  test('may be a part when it failed, was cancelled, or goes on', () => {
    const cut = (): TraceBuilder =>
      run().call('a').fault('reset').request('a').head().item('one ').cut('reset');
    expect(listFindings(received(cut(), 'on').fails('a', reset))).toEqual([]);
    expect(listFindings(received(sent(), 't0:').cancels('a').succeeds('a'))).toEqual([]);
    expect(listFindings(received(sent(), 't0:'))).toEqual([]);
  });

  test('may be the begun part of an item that was cut in its middle, but nothing else of it', () => {
    const cut = (): TraceBuilder =>
      run().call('a').fault('reset').request('a').head().item('one ').begins('two').cut('reset');
    expect(listFindings(received(cut(), 'one ', 'tw').fails('a', reset))).toEqual([]);
    expect(listFindings(received(cut(), 'one ', 'wo').fails('a', reset))).toEqual([
      'corruption not-what-was-sent a',
    ]);
  });

  test('is nothing after a cancellation, but for what was under way within its step', () => {
    const left = (): TraceBuilder => received(sent(), 't0:').cancels('a');
    expect(listFindings(left().delivers('a', 'one ').fails('a', reset))).toEqual([]);
    expect(listFindings(left().at(5).delivers('a', 'one ').fails('a', reset))).toEqual([
      'corruption delivered-after-cancel a',
    ]);
    const later = received(sent(), 't0:').cancels('a', false).at(5).delivers('a', 'one ');
    expect(listFindings(later.fails('a', reset))).toEqual([]);
  });

  test('counts an item once when it was begun and then ended', () => {
    const trace = run().call('a').request('a').head().begins('one').item('one').complete();
    expect(listFindings(received(trace, 'oneone').succeeds('a'))).toEqual(['corruption not-what-was-sent a']);
  });

  test('may come from an answer of which nobody knows whose it is', () => {
    expect(listFindings(received(run().call('a').serves('', 'x'), 'x').succeeds('a'))).toEqual([]);
  });

  test('may be the value of a call inside an actor whose requests name the actor only', () => {
    const inner = (): TraceBuilder => run().call('a').call('a.one', 'a').serves('a', 'x');
    expect(listFindings(inner().succeeds('a.one', 'x').succeeds('a'))).toEqual([]);
    expect(listFindings(inner().succeeds('a.one', 'y').succeeds('a'))).toEqual([
      'corruption not-what-was-sent a.one',
    ]);
  });
});

describe('behind what a client may refuse', () => {
  const poisoned = (): TraceBuilder =>
    run().call('a').fault('unsolicited').serves('a', 'mine').dubious().unsolicited('stray');

  test('a call may succeed with less, or with what came unasked while it was under way', () => {
    const less = run()
      .call('a')
      .fault('gzip')
      .request('a')
      .head()
      .dubious()
      .item('one ')
      .item('two')
      .complete();
    expect(listFindings(less.delivers('a', 'one ').succeeds('a'))).toEqual([]);
    const next = poisoned().call('b').arrives('a', [], true).serves('b', 'other');
    expect(listFindings(next.delivers('b', 'stray').succeeds('b'))).toEqual([]);
  });

  test('a call that began when the unasked answer had been read must not be given it', () => {
    const next = poisoned().arrives('a', [], true).call('b').serves('b', 'other');
    expect(listFindings(next.delivers('b', 'stray').succeeds('b'))).toEqual([
      'corruption not-what-was-sent b',
    ]);
  });

  test('a call on another connection is judged as ever', () => {
    const other = poisoned().on(1).call('b').serves('b', 'other').delivers('b', 'oth').succeeds('b');
    expect(listFindings(other)).toEqual(['corruption incomplete b']);
  });

  test('a call must not succeed with an answer that was no HTTP', () => {
    const trace = run().call('a').fault('chunk').request('a').head().item('one ').cut('malformed');
    expect(listFindings(trace.delivers('a', 'one ').succeeds('a'))).toEqual(['corruption truncated a']);
  });
});

test('what was received without any request is said to be so', () => {
  expect(judge(run().call('a').delivers('a', 'x').succeeds('a').build())).toMatchObject({
    findings: [{ message: 'a received "x", and made no request that the gateway could tell was its' }],
  });
});
