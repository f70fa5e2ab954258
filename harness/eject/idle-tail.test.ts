// How much of a long trace a script has to live through.
import { expect, test } from 'vitest';
import type { TraceEvent } from '../model/trace.ts';
import { idleMs, idleSince, scriptMs } from './idle-tail.ts';

const step = (ms: number, event: string): TraceEvent => ({ kind: 'step', step: 0, ms, event, what: '' });
const drain: TraceEvent = { kind: 'phase', step: 0, ms: 300_000, phase: 'drain' };
const ticks = [step(500, 'timer#0'), step(299_500, 'timer#1'), drain];

test('behind the last thing that is no timer a script need not wait, where that is for minutes', () => {
  const trace = { events: [step(0, 'c0>#0'), step(60, 'c0<#0'), ...ticks], virtualMs: 302_000 };
  expect([idleSince(trace, undefined), scriptMs(trace, undefined)]).toEqual([60, 60]);
});

test('what a timer does is waited for', () => {
  const woken: TraceEvent = { kind: 'connection', step: 0, ms: 299_500, connection: 1, state: 'connecting' };
  const trace = { events: [step(60, 'c0<#0'), ...ticks.slice(0, 2), woken, drain], virtualMs: 302_000 };
  expect(scriptMs(trace, undefined)).toBe(299_500);
});

test('a trace that is short enough is lived through to its end', () => {
  const trace = { events: [step(60, 'c0<#0'), step(4_000, 'timer#0')], virtualMs: 6_000 };
  expect([idleSince(trace, undefined), scriptMs(trace, undefined)]).toEqual([undefined, 6_000]);
});

test('what is idle before a part that is not played is seen, whatever comes in that part', () => {
  const probe: TraceEvent = { kind: 'phase', step: 0, ms: 300_000, phase: 'probe' };
  const events = [step(60, 'c0<#0'), ...ticks.slice(0, 2), probe, step(300_001, 'c1>#0'), drain];
  const trace = { events, virtualMs: 302_000 };
  expect([scriptMs(trace, undefined), scriptMs(trace, 'probe')]).toEqual([300_001, 60]);
  expect([idleMs(trace, 'probe'), idleMs({ events: [], virtualMs: 5 }, undefined)]).toEqual([299_940, 0]);
});
