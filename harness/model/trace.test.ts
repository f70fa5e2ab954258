// What a trace hash covers, and how two traces of one case are compared step by step.
import { describe, expect, test } from 'vitest';
import { naturalCase } from './case.ts';
import { hasApplied, hashTrace, listSteps, type ErrorRecord, type Trace, type TraceEvent } from './trace.ts';

const error: ErrorRecord = {
  name: 'Error',
  code: 'E',
  message: 'm',
  frames: ['f (a.ts:1:1)'],
  places: [{ label: 'used', frames: ['g (a.ts:2:2)'] }],
  cause: { name: 'Error', code: 'C', message: 'c', frames: ['h (a.ts:3:3)'], places: [] },
};
const events: TraceEvent[] = [
  { kind: 'phase', step: 0, ms: 0, phase: 'scenario' },
  { kind: 'step', step: 1, ms: 0, event: 'actor:a#0', what: 'a starts' },
  { kind: 'call', step: 1, ms: 0, call: 'a', actor: 'a' },
  { kind: 'closing', step: 1, ms: 0, what: 'Agent.close', frames: ['x'] },
  { kind: 'step', step: 2, ms: 5, event: 'timer#0', what: 'timer' },
  { kind: 'settled', step: 2, ms: 5, call: 'a', ok: false, error },
];
const trace: Trace = {
  case: naturalCase('a', 'b'),
  end: 'completed',
  events,
  pending: [{ call: 'a', phase: 'scenario' }],
  open: [{ resource: 'socket', id: 'c0', what: 'socket', origin: ['connect (a.ts:4:4)'] }],
  steps: 2,
  virtualMs: 5,
  escapes: [],
};
const withEvent = (index: number, event: object): Trace => ({
  ...trace,
  events: events.with(index, { ...events[index]!, ...event }),
});

describe('a trace hash', () => {
  test('is sixteen hex digits, and the same for an equal trace', () => {
    expect(hashTrace(trace)).toMatch(/^[0-9a-f]{16}$/);
    expect(hashTrace(JSON.parse(JSON.stringify(trace)) as Trace)).toBe(hashTrace(trace));
  });

  test.each<[string, Trace]>([
    ['frames of an error, its places and causes', withEvent(5, { error: withoutFrames(error) })],
    ['frames of what is open', { ...trace, open: [{ ...trace.open[0]!, origin: [] }] }],
    ['what only a detailed run records', { ...trace, events: events.toSpliced(3, 1) }],
  ])('does not depend on %s', (_, other) => {
    expect(hashTrace(other)).toBe(hashTrace(trace));
  });

  test.each<[string, Trace]>([
    ['the case', { ...trace, case: { ...trace.case, entropy: 2 } }],
    ['how it ended', { ...trace, end: 'crashed' }],
    ['the order of events', { ...trace, events: events.toReversed() }],
    ['an event being there', { ...trace, events: events.slice(0, -1) }],
    ['the time of an event', withEvent(5, { ms: 6 })],
    ['the step of an event', withEvent(5, { step: 3 })],
    ['what an event was', withEvent(1, { what: 'a starts late' })],
    ['the message of an error', withEvent(5, { error: { ...error, message: 'n' } })],
    ['the cause of an error', withEvent(5, { error: { ...error, cause: { ...error.cause!, code: 'D' } } })],
    ['the label of a place', withEvent(5, { error: { ...error, places: [{ label: 'x', frames: [] }] } })],
    ['what is pending', { ...trace, pending: [] }],
    ['what is open', { ...trace, open: [] }],
    ['the number of steps', { ...trace, steps: 3 }],
    ['its length', { ...trace, virtualMs: 6 }],
  ])('depends on %s', (_, other) => {
    expect(hashTrace(other)).not.toBe(hashTrace(trace));
  });
});

describe('the steps of a trace', () => {
  test('are one line each, and one for what came before the first', () => {
    expect(listSteps(trace)).toEqual([
      expect.stringMatching(/^before the first step ~[0-9a-f]{8}$/),
      expect.stringMatching(/^0 ms actor:a#0 a starts ~[0-9a-f]{8}$/),
      expect.stringMatching(/^5 ms timer#0 timer ~[0-9a-f]{8}$/),
    ]);
  });

  test('differ first where something else was recorded', () => {
    const [first, second, third] = listSteps(withEvent(2, { call: 'other' }));
    const expected = listSteps(trace);
    expect([first, third]).toEqual([expected[0], expected[2]]);
    expect(second).not.toBe(expected[1]);
    expect(second!.slice(0, -8)).toBe(expected[1]!.slice(0, -8));
  });

  test('do not depend on frames, nor on what only a detailed run records', () => {
    const plain = { ...withEvent(5, { error: withoutFrames(error) }) };
    expect(listSteps({ ...plain, events: plain.events.toSpliced(3, 1) })).toEqual(listSteps(trace));
  });
});

test('a case has applied when every fault of it struck and every action of it was carried out', () => {
  const kase = {
    ...naturalCase('a', 'b'),
    faults: [{ kind: 'reset', on: 'r#0', at: 'idle' } as const],
    actions: [{ do: 'cancel a', at: 'timer#0' }],
    schedule: [{ hold: 'dns#7', for: 1 }],
  };
  const struck: TraceEvent = { kind: 'fault', step: 1, ms: 0, fault: 'reset', target: 'r#0' };
  const done: TraceEvent = { kind: 'action', step: 1, ms: 0, do: 'cancel a', cancels: [], prompt: false };
  expect(hasApplied({ case: kase, events: [...events, struck, done] })).toBe(true);
  expect(hasApplied({ case: kase, events: [...events, struck] })).toBe(false);
  expect(hasApplied({ case: kase, events: [...events, done] })).toBe(false);
  expect(hasApplied({ case: kase, events: [{ ...struck, target: 'r#1' }, done] })).toBe(false);
  expect(hasApplied(trace)).toBe(true);
});

function withoutFrames(of: ErrorRecord): ErrorRecord {
  return {
    ...of,
    frames: [],
    places: of.places.map(({ label }) => ({ label, frames: [] })),
    ...(of.cause === undefined ? {} : { cause: withoutFrames(of.cause) }),
  };
}
