// What a violation depends on, in traces of a few steps.
import { expect, test } from 'vitest';
import type { Finding } from '../model/finding.ts';
import type { TraceEvent } from '../model/trace.ts';
import { findCone, findRoots, tellsCauses } from './causal-cone.ts';

const at = (step: number, event: string, causedIn: number, held?: string[]): TraceEvent => ({
  kind: 'step',
  step,
  ms: 0,
  event,
  what: event,
  causedIn,
  ...(held && { held }),
});
const delivered = (step: number, call: string): TraceEvent => ({
  kind: 'delivered',
  step,
  ms: 0,
  call,
  text: '',
});
const coneOf = (events: TraceEvent[], last: number, ...roots: number[]): number[] =>
  findCone({ events }, last, roots);

const finding: Finding = {
  oracle: 'crash',
  code: '',
  evidence: 'native',
  message: '',
  step: 2,
  subject: 'reader',
  places: [],
};

test('follows what queued what, and leaves out what led to nothing', () => {
  const events = [
    at(1, 'timer#0', 0),
    at(2, 'immediate#0', 1),
    at(3, 'immediate#1', 0),
    at(4, 'immediate#2', 2),
    at(5, 'immediate#3', 4),
  ];
  expect(coneOf(events, 5, 4)).toEqual([1, 2, 4]);
});

test('takes every earlier step of the same connection, call, exchange or session, and none of another', () => {
  const events = [
    at(1, 'c0<#0', 0),
    at(2, 'c1<#0', 0),
    at(3, 'g1#0', 0),
    at(4, 'immediate#0', 0),
    delivered(4, 'reader.first'),
    at(5, 'c0:io#0', 0),
    at(6, 'actor:reader#0', 0),
    at(7, 'actor:other#0', 0),
    at(8, 'c0<#1', 0),
    delivered(8, 'reader'),
  ];
  expect(coneOf(events, 8, 8)).toEqual([1, 4, 5, 6, 8]);
});

test('what the gateway does with a connection on its own account belongs to it', () => {
  const events = [
    at(1, 'k0#0', 0),
    at(2, 'k1#0', 0),
    at(3, 'k0#1', 0),
    at(4, 'c0<#0', 0),
    at(5, 'timer#0', 0),
    at(6, 'k0#2', 0),
  ];
  expect(coneOf(events, 4, 4)).toEqual([1, 3, 4]);
  expect(coneOf(events, 6, 6)).toEqual([1, 3, 4, 6]);
});

test('a call depends on what its connection and its session saw after it had asked', () => {
  const wire: TraceEvent = {
    kind: 'wire',
    step: 2,
    ms: 0,
    exchange: 0,
    route: 'r',
    connection: 1,
    call: 'reader',
    event: { what: 'head', status: 200 },
  };
  const session = { kind: 'session', ms: 0, session: 0 } as const;
  const events = [
    at(1, 'actor:reader#0', 0),
    { ...session, step: 1, what: 'sends', call: 'reader' } as const,
    at(2, 'c1>#0', 0),
    wire,
    at(3, 'c1<#0', 0),
    at(4, 'c0<#0', 0),
    at(5, 'immediate#0', 0),
    { ...session, step: 5, what: 'ends', call: '' } as const,
    at(6, 'timer#0', 0),
    delivered(6, 'reader'),
  ];
  expect(coneOf(events, 6, 6)).toEqual([1, 2, 3, 5, 6]);
  const hang = { ...finding, oracle: 'hang', step: 6 } as const;
  const more = [...events, at(7, 'c1<#1', 0), at(8, 'c0<#1', 0)];
  expect(findRoots({ events: more, steps: 8, open: [] }, { ...hang, step: 8 })).toEqual({
    steps: [1, 2, 3, 5, 6, 7],
    about: 'call reader',
  });
});

test('takes only what came before: a later step of the same connection is no cause', () => {
  const events = [at(1, 'c0<#0', 0), at(2, 'timer#0', 1), at(3, 'c0<#1', 0), at(4, 'immediate#0', 2)];
  expect(coneOf(events, 4, 4)).toEqual([1, 2, 4]);
});

test('what an event was brought forward past belongs to it, as far as it came before the violation', () => {
  const events = [
    at(1, 'c0<#0', 0, ['timer#0', 'timer#1']),
    at(2, 'timer#0', 0),
    at(3, 'immediate#0', 1),
    at(4, 'timer#1', 0),
  ];
  expect(coneOf(events, 3, 3)).toEqual([1, 2, 3]);
});

test('begins at the step that shows it, or with what it is about where it shows when all is over', () => {
  const events = [at(1, 'actor:reader#0', 0), at(2, 'c0<#0', 0), at(3, 'c1<#0', 0), at(4, 'timer#0', 0)];
  const open = [{ resource: 'socket' as const, id: 'c1', what: 'socket to the gateway', origin: [] }];
  const trace = { events, steps: 4, open };
  const atEnd = { ...finding, step: 4 };
  expect(findRoots(trace, finding)).toEqual({ steps: [2], about: 'step 2' });
  expect(findRoots(trace, { ...atEnd, oracle: 'hang' })).toEqual({ steps: [1], about: 'call reader' });
  const leak = { ...atEnd, oracle: 'leaked-handle', subject: 'socket to the gateway' } as const;
  expect(findRoots(trace, leak)).toEqual({ steps: [3], about: 'connection 1' });
  expect(findRoots(trace, { ...leak, subject: 'timer' })).toEqual({
    steps: [1, 2, 3],
    about: 'all calls and connections',
  });
});

test('a trace that was recorded without causes is known as one', () => {
  const { causedIn: _, ...lean } = at(1, 'timer#0', 0) as TraceEvent & { kind: 'step' };
  expect(tellsCauses({ events: [lean] })).toBe(false);
  expect(tellsCauses({ events: [at(1, 'timer#0', 0)] })).toBe(true);
});

test('a use after the end depends on what was ended before it', () => {
  const settled: TraceEvent = { kind: 'settled', step: 2, ms: 0, call: 'dispose', ok: true };
  const closing = (step: number): TraceEvent => ({ kind: 'closing', step, ms: 0, what: 'agent', frames: [] });
  const events = [
    at(1, 'timer#0', 0),
    closing(1),
    at(2, 'timer#1', 0),
    settled,
    at(3, 'timer#2', 0),
    at(4, 'timer#3', 0),
    closing(4),
  ];
  const trace = { events, steps: 4, open: [] };
  const used: Finding = { ...finding, oracle: 'use-after-close', step: 3 };
  expect(findRoots(trace, used)).toEqual({ steps: [1, 2, 3], about: 'step 3' });
  expect(findRoots(trace, { ...used, oracle: 'crash' })).toEqual({ steps: [3], about: 'step 3' });
});
