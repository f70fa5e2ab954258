// What is said of answers that nobody read, behind a connection that stays open.
import { describe, expect, test } from 'vitest';
import { judge } from './judge.ts';
import { run, type TraceBuilder } from './tests/trace-builder.ts';

const messages = (trace: TraceBuilder): string[] => {
  const verdict = judge(trace.build());
  return verdict.kind === 'fail' ? verdict.findings.map(({ message }) => message) : [];
};

const staysOpen = (trace: TraceBuilder, connection = 0): TraceBuilder =>
  trace.leavesOpen('socket', 'socket to the gateway', [], `c${connection}`);

describe('an answer that was sent whole and not read', () => {
  test('is named by a connection that stays open, and by a close that waits for it', () => {
    const trace = run().request('reader').head(401).complete().neverSettles('dispose', 'dispose');
    expect(messages(staysOpen(trace))).toEqual([
      'dispose never settled: nothing was left to happen and it was still pending (dispose); sent whole and never read to its end: the answer with status 401 on c0',
      'still open after the end: socket to the gateway; sent whole and never read to its end: the answer with status 401 on c0',
    ]);
  });

  test('is one of several, of which three are named', () => {
    const trace = run();
    for (const connection of [0, 1, 2, 3])
      staysOpen(trace.on(connection).request('a').head(401).complete(), connection);
    expect(messages(trace)).toEqual([
      'still open after the end: 4 × socket to the gateway; sent whole and never read to their end: the answer with status 401 on c0, the answer with status 401 on c1, the answer with status 401 on c2, 1 more',
    ]);
  });

  test.each<[string, TraceBuilder]>([
    ['one that was read', run().request('a').head(401).complete().arrives('a', [], true)],
    ['one that the client gave up', run().request('a').head(401).complete().clientClosed()],
    ['one that the gateway broke off', run().request('a').head(200).complete().cut('reset')],
    ['one that is not all sent', run().request('a').head(200).item('one')],
    ['one of a connection that is closed', run().on(1).request('a').head(401).complete()],
  ])('is not %s', (_, trace) => {
    expect(messages(staysOpen(trace))).toEqual(['still open after the end: socket to the gateway']);
  });
});
