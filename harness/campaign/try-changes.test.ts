// Which decisions of a failing case are tried otherwise, and what counts as passing.
import { expect, test } from 'vitest';
import { listParts } from '../explain/list-parts.ts';
import { toyRun } from '../explain/tests/toy-run.ts';
import type { Case, Fault } from '../model/case.ts';
import type { Trace, TraceEvent, WireEvent } from '../model/trace.ts';
import { tryChanges } from './try-changes.ts';

const fault: Fault = { kind: 'reset', on: 'short#0', at: 'item:1' };
const kase: Partial<Case> = { faults: [fault] };

function wire(exchange: number, event: WireEvent): TraceEvent {
  const route = exchange === 0 ? 'short' : 'long';
  return { kind: 'wire', step: 1, ms: 0, exchange, route, connection: 0, call: 'reader', event };
}

/** A run in which the first answer has `items` body items, and a longer one follows. */
function traceOf(run: Partial<Case>, items: number, hasStruck: boolean): Trace {
  const { trace } = toyRun([{ event: 'a#0' }], run);
  for (const [exchange, count] of [items, 5].entries()) {
    trace.events.push(wire(exchange, { what: 'request', method: 'GET', path: '/' } as WireEvent));
    for (let nth = 0; nth < count; nth++)
      trace.events.push(wire(exchange, { what: 'item', text: 'x', bytes: 1 } as WireEvent));
  }
  if (hasStruck) trace.events.push({ kind: 'fault', step: 1, ms: 0, fault: 'reset', target: 'short#0' });
  return trace;
}

test('a fault is moved through its own answer, as long as that is without it, and what never strikes does not pass', async () => {
  const run = { ...toyRun([{ event: 'a#0' }], kase), trace: traceOf(kase, 1, true) };
  const part = listParts(run.trace.case)[0]!;
  const without = { outcome: 'pass', trace: traceOf({}, 2, false) } as const;
  const runs = {
    steps: 0,
    leftOf: () => 1,
    run: async (candidate: Case) => {
      const { at } = candidate.faults[0] as { at: string };
      const hasStruck = at !== 'mid:1' && at !== 'in-head';
      return { outcome: 'pass', trace: traceOf(candidate, 1, hasStruck) } as const;
    },
  };
  const space = { run, last: 0, parts: [{ part, run: without }], withoutAction: new Map() };
  const { tried } = await tryChanges(runs, space);
  expect(tried.map(({ change: { words }, outcome }) => `${words}: ${outcome}`)).toEqual([
    'without the fault reset short#0 at item:1: pass',
    'reset short#0 at item:1 strikes earlier, at mid:0: pass',
    'reset short#0 at item:1 strikes later, at mid:1: not applied',
    'reset short#0 at item:1 strikes later, at item:2: pass',
  ]);
});
