// The interleaving table of a run: who did what in which step.
import { describe, expect, test } from 'vitest';
import { errorRecord, run, type TraceBuilder } from '../judge/tests/trace-builder.ts';
import type { TraceEvent } from '../model/trace.ts';
import { interleave } from './interleave.ts';

/** Cells of the one row of a trace whose events all come in one step. */
const cellsOf = (trace: TraceBuilder): Record<string, string> =>
  interleave(trace.build(), -1).rows.at(-1)?.cells ?? {};
const stepOf = (event: string, what: string, held?: string[]): Record<string, string> => {
  const trace = run().call('a').build();
  const step: TraceEvent = {
    kind: 'step',
    step: 5,
    ms: 0,
    event,
    what,
    ...(held === undefined ? {} : { held }),
  };
  return interleave({ ...trace, events: [...trace.events, step] }, -1).rows.at(-1)!.cells;
};

describe('the columns', () => {
  test('are the actors in the order of their first calls, then the client and the gateway', () => {
    const trace = run().call('b').call('a').call('b.one', 'b').call('closing', 'global dispatcher').build();
    expect(interleave(trace, -1)).toEqual({ columns: ['b', 'a', 'client', 'gateway'], rows: [] });
  });
});

describe('a row', () => {
  test('is one step, with its time and all that happened in it, and is marked when the finding shows in it', () => {
    const trace = run()
      .call('a')
      .at(5)
      .request('a')
      .head()
      .at(7)
      .delivers('a', 'x')
      .delivers('a', 'y')
      .succeeds('a')
      .build();
    const { rows } = interleave(trace, 2);
    expect(rows).toEqual([
      {
        step: 1,
        ms: 5,
        cells: { client: 'timer', gateway: 'GET route; sends 200' },
        isViolation: false,
      },
      { step: 2, ms: 7, cells: { client: 'timer', a: 'got "x"; got "y"; done' }, isViolation: true },
    ]);
  });

  test.each<[string, TraceBuilder, Record<string, string>]>([
    ['a part of the run', run().phase('probe'), { client: '-- probe --' }],
    ['an action on a call', run().call('a').cancels('a'), { a: '! cancel a' }],
    ['an action on nobody here', run().cancels('z'), { client: '! cancel z' }],
    ['data', run().call('a').delivers('a', 'x'.repeat(50)), { a: `got "${'x'.repeat(40)}"` }],
    ['a call inside an actor', run().call('a').succeeds('a.one'), { a: 'done' }],
    ['a failure, by its code', run().call('a').fails('a', errorRecord('E')), { a: 'failed: E' }],
    [
      'a failure, by its name',
      run()
        .call('a')
        .fails('a', errorRecord('', 'm', { name: 'TypeError' })),
      { a: 'failed: TypeError' },
    ],
    ['a fault', run().fault('reset', 'text#0'), { gateway: 'fault: reset text#0' }],
    ['an uncaught error', run().uncaught(errorRecord('E')), { client: 'UNCAUGHT E' }],
    ['a connect', run().connecting(3), { client: 'c3 connecting' }],
    ['a piece of an item', run().request('a').begins('xyz'), { gateway: 'GET route; sends a part' }],
    ['an item', run().request('a').item('y'.repeat(30)), { gateway: `GET route; sends "${'y'.repeat(24)}"` }],
    ['the end of an answer', run().request('a').complete(), { gateway: 'GET route; answer complete' }],
    ['a cut answer', run().request('a').cut('fin'), { gateway: 'GET route; answer cut: fin' }],
    ['a client that left', run().request('a').clientClosed(), { gateway: 'GET route; client left (fin)' }],
    ['nothing worth a cell', run().call('a').arrives('a', ['x']).closing('x', []), {}],
  ])('tells of %s', (_, trace, cells) => {
    expect(cellsOf(trace)).toEqual(cells);
  });

  test('tells of an action how many turns inside its step it came', () => {
    const trace = run().build();
    const action: TraceEvent = {
      kind: 'action',
      step: 0,
      ms: 0,
      do: 'stop',
      cancels: [],
      prompt: false,
      turns: 2,
    };
    expect(interleave({ ...trace, events: [action] }, -1).rows[0]!.cells).toEqual({
      client: '! stop (+2 turns)',
    });
  });

  test.each([
    ['actor:a#0', 'a starts', undefined, { a: 'starts' }],
    ['actor:a#0', 'a starts', ['c0<#1', 'timer#0'], { a: 'starts (before c0<#1, timer#0)' }],
    ['c0>#2', '7 bytes', undefined, { gateway: 'c0> gets 7 bytes' }],
    ['c0<#2', 'FIN', ['dns#0'], { client: 'c0< gets FIN (before dns#0)' }],
    ['g4#0', 'the gateway goes on', undefined, { gateway: 'the gateway goes on' }],
    ['k4#0', 'reset while idle', undefined, { gateway: 'reset while idle' }],
    ['timer#3', 'onTimeout', undefined, { client: 'timer onTimeout' }],
    ['immediate#3', 'go', undefined, { client: 'immediate go' }],
    ['c0:connect#0', 'connected', undefined, { client: 'connected' }],
  ])('begins with its event: %s', (event, what, held, cells) => {
    expect(stepOf(event, what, held)).toEqual(cells);
  });
});
