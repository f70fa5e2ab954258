// The picture of a run: which lane everything is on, what queued what, and how long things lived.
import { describe, expect, test } from 'vitest';
import { errorRecord, run } from '../judge/tests/trace-builder.ts';
import { TIMELINE_STEPS_AFTER, TIMELINE_STEPS_MAX } from '../model/limits.ts';
import type { Timeline } from '../model/timeline.ts';
import type { Trace, TraceEvent } from '../model/trace.ts';
import { drawTimeline } from './draw-timeline.ts';

const step = (nth: number, event: string, more: object = {}): TraceEvent => ({
  kind: 'step',
  step: nth,
  ms: nth,
  event,
  what: 'something',
  ...more,
});

const draw = (events: TraceEvent[], violation = -1): Timeline =>
  drawTimeline({ ...run().call('a').build(), events }, violation);

const nameOf = ({ lanes }: Timeline, lane: number): string =>
  `${lanes[lane]!.kind} ${lanes[lane]!.name}`.trimEnd();

/** Marks as `step lane: kind text`. */
const marksOf = (timeline: Timeline): string[] =>
  timeline.marks.map(({ step: at, lane, kind, text }) => `${at} ${nameOf(timeline, lane)}: ${kind} ${text}`);

describe('lanes', () => {
  test('are those of actors, calls, sessions, the client, timers, sockets and the gateway, in that order', () => {
    const trace = run()
      .at(0)
      .connecting(1)
      .call('a')
      .call('a.one', 'a')
      .call('b')
      .session(0, 'sends', 'a')
      .request('a')
      .uncaught(errorRecord('E'))
      .build();
    const timeline = drawTimeline(trace, 1);
    expect(timeline.lanes.map((_, lane) => nameOf(timeline, lane))).toEqual([
      'actor a',
      'actor b',
      'call a.one',
      'session 0',
      'client',
      'timer',
      'socket c1',
      'gateway',
    ]);
  });

  test.each([
    ['actor:a#0', 'actor a'],
    ['timer#3', 'timer'],
    ['immediate#3', 'client'],
    ['dns#0', 'client'],
    ['close#0', 'client'],
    ['c2:connect#0', 'socket c2'],
    ['c2<#1', 'socket c2'],
    ['c2:io#1', 'socket c2'],
    ['c2>#1', 'gateway'],
    ['g0#1', 'gateway'],
    ['work0#0', 'client'],
  ])('%s belongs to %s', (event, lane) => {
    const timeline = draw([step(1, event)]);
    expect(nameOf(timeline, timeline.steps[0]!.lane)).toBe(lane);
  });
});

describe('a step', () => {
  test('tells what queued it, what it passed, and what is open when it begins', () => {
    const timeline = draw([
      step(1, 'c0:connect#0', { causedIn: 0, timers: 1 }),
      { kind: 'connection', step: 1, ms: 1, connection: 0, state: 'open' },
      step(2, 'c0<#0', { causedIn: 1, timers: 3, held: ['timer#0'] }),
      { kind: 'connection', step: 2, ms: 2, connection: 0, state: 'closed' },
      step(3, 'timer#0'),
    ]);
    expect(timeline.steps).toEqual([
      {
        step: 1,
        ms: 1,
        event: 'c0:connect#0',
        text: 'something',
        lane: 1,
        causedIn: 0,
        sockets: 0,
        timers: 1,
      },
      {
        step: 2,
        ms: 2,
        event: 'c0<#0',
        text: 'c0< gets something',
        lane: 1,
        causedIn: 1,
        held: ['timer#0'],
        sockets: 1,
        timers: 3,
      },
      {
        step: 3,
        ms: 3,
        event: 'timer#0',
        text: 'timer something',
        lane: 0,
        causedIn: 0,
        sockets: 0,
        timers: 0,
      },
    ]);
  });

  test('have their own words, however much they were brought forward past', () => {
    const held = Array.from({ length: 100 }, (_, nth) => `timer#${nth}`);
    expect(draw([step(1, 'c0<#0', { held })]).steps[0]!.text).toBe('c0< gets something');
  });
});

describe('marks', () => {
  test('say whose they are and what kind of thing happened', () => {
    const trace = run()
      .at(0)
      .call('a')
      .call('a.one', 'a')
      .session(0, 'sends', 'a')
      .fault('reset')
      .request('a')
      .delivers('a', 'x')
      .cancels('a')
      .fails('a.one', errorRecord('E'))
      .succeeds('a')
      .session(0, 'ends')
      .phase('drain')
      .build();
    expect(marksOf(drawTimeline(trace, 1))).toEqual([
      '1 actor a: begun begins',
      '1 call a.one: begun begins',
      '1 session 0: session sends a',
      '1 gateway: fault fault: reset route#0',
      '1 gateway: wire GET route',
      '1 actor a: delivered got "x"',
      '1 actor a: action ! cancel a',
      '1 call a.one: failed failed: E',
      '1 actor a: done done',
      '1 session 0: session ends',
      '1 client: phase -- drain --',
    ]);
  });

  test('tell at the end what is open and who waits', () => {
    const trace: Trace = {
      ...run().at(0).call('a').connecting(0).build(),
      open: [
        { resource: 'socket', id: 'c0', what: 'socket to the gateway', origin: [] },
        { resource: 'listener', id: 'a', what: '1 on the signal of a', origin: [] },
      ],
      pending: [{ call: 'a', phase: 'scenario' }],
    };
    expect(marksOf(drawTimeline(trace, 1)).slice(2)).toEqual([
      '1 socket c0: violation still open: socket to the gateway',
      '1 actor a: violation still open: 1 on the signal of a',
      '1 actor a: failed never settled',
    ]);
  });
});

describe('spans', () => {
  test('last from the first sign of a thing to its end, or to that of the run', () => {
    const trace = run().at(0).call('a').connecting(0).at(1).succeeds('a').call('b').build();
    const timeline = drawTimeline(trace, -1);
    expect(timeline.spans.map(({ lane, from, to }) => [nameOf(timeline, lane), from, to])).toEqual([
      ['actor a', 1, 2],
      ['socket c0', 1, undefined],
      ['actor b', 2, undefined],
    ]);
  });
});

describe('a long run', () => {
  const long = (violation: number): Timeline =>
    draw(
      Array.from({ length: TIMELINE_STEPS_MAX + 500 }, (_, index) => step(index + 1, `timer#${index}`)),
      violation,
    );

  test('is shown up to behind its violation', () => {
    const { steps, omitted } = long(TIMELINE_STEPS_MAX + 100);
    expect(steps).toHaveLength(TIMELINE_STEPS_MAX);
    expect(steps.at(-1)!.step).toBe(TIMELINE_STEPS_MAX + 100 + TIMELINE_STEPS_AFTER);
    expect(omitted).toEqual({ before: 150, after: 350 });
  });

  test('is shown from its beginning when the violation is in there', () => {
    expect(long(3).steps[0]!.step).toBe(1);
    expect(long(3).omitted).toEqual({ before: 0, after: 500 });
  });
});
