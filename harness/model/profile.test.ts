// What is read off a natural run, for generated cases to aim at.
import { expect, test } from 'vitest';
import { naturalCase } from './case.ts';
import { profileOf } from './profile.ts';
import type { Trace, TraceEvent } from './trace.ts';

const step = (ms: number, event: string): TraceEvent => ({ kind: 'step', step: 0, ms, event, what: '' });
const wire = (exchange: number, route: string, what: 'request' | 'item'): TraceEvent => ({
  kind: 'wire',
  step: 0,
  ms: 0,
  exchange,
  route,
  connection: 0,
  call: 'a',
  event:
    what === 'item' ? { what, text: 'x' } : { what, method: 'GET', path: '/', authorization: '', body: '' },
});
const connection = (state: 'connecting' | 'open'): TraceEvent => ({
  kind: 'connection',
  step: 0,
  ms: 0,
  connection: 0,
  state,
});
const trace: Trace = {
  case: naturalCase('a', 'b'),
  end: 'completed',
  events: [
    { kind: 'phase', step: 0, ms: 0, phase: 'scenario' },
    step(0, 'actor:a#0'),
    connection('connecting'),
    connection('open'),
    step(0, 'c0>#0'),
    wire(0, 'text', 'request'),
    step(30, 'c0<#0'),
    wire(0, 'text', 'item'),
    wire(1, 'other', 'request'),
    step(35, 'c0<#1'),
    wire(2, 'text', 'request'),
    wire(0, 'text', 'item'),
    { kind: 'phase', step: 0, ms: 35, phase: 'probe' },
    step(77, 'c1<#0'),
    connection('connecting'),
    wire(3, 'text', 'request'),
  ],
  pending: [],
  open: [],
  steps: 0,
  virtualMs: 77,
  escapes: [],
};

test('a profile holds the events, exchanges, connections and times of the scenario, and of nothing after it', () => {
  expect(profileOf(trace, ['cancel a'], ['delay', 'refuse'])).toEqual({
    events: ['actor:a#0', 'c0>#0', 'c0<#0', 'c0<#1'],
    turns: [12, 12, 12, 12],
    lanes: [
      { name: 'actor:a', count: 1 },
      { name: 'c0>', count: 1 },
      { name: 'c0<', count: 2 },
    ],
    exchanges: [
      { target: 'text#0', items: 2 },
      { target: 'other#0', items: 0 },
      { target: 'text#1', items: 0 },
    ],
    connections: 1,
    actions: ['cancel a'],
    faultKinds: ['delay', 'refuse'],
    delaysMs: [1, 5, 10, 30, 100, 1_000, 30_000],
  });
});
