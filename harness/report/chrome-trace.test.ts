// The trace against the rules of its format: flows that have both ends, slices that nest, times that go forward.
import { describe, expect, test } from 'vitest';
import type { FindingGroup } from '../model/campaign-result.ts';
import { CHROME_TRACE_FINDINGS_MAX } from '../model/limits.ts';
import { renderChromeTrace, type ChromeEvent } from './chrome-trace.ts';
import { goodResult, surprise } from '../model/tests/sample-result.ts';
import { crashFinding, crashTimeline, makeHostileResult, makeLongTimeline } from './tests/sample-timeline.ts';

const eventsOf = (findings: FindingGroup[]): ChromeEvent[] =>
  (JSON.parse(renderChromeTrace({ ...goodResult, findings })) as { traceEvents: ChromeEvent[] }).traceEvents;

test('the founding crash', () => {
  expect(renderChromeTrace({ ...goodResult, findings: [surprise, crashFinding] })).toMatchSnapshot();
});

const again = {
  ...crashFinding,
  timeline: {
    ...crashTimeline,
    // A lane that ends and begins within one step, and a span of one step in which the last ended.
    spans: [
      { lane: 0, from: 1, to: 6 },
      { lane: 0, from: 6, to: 6 },
      { lane: 0, from: 6, to: 8 },
      { lane: 3, from: 2 },
    ],
  },
};
const cutOff = makeLongTimeline(40);
const late = {
  ...crashFinding,
  timeline: { ...cutOff, steps: cutOff.steps.slice(20), omitted: { before: 20, after: 3 } },
};

describe.each([
  ['the founding crash', [crashFinding]],
  ['lanes that live more than once', [again]],
  ['a long run', [{ ...crashFinding, timeline: makeLongTimeline(300) }]],
  ['a run of which the beginning was left out', [late]],
])('of %s', (_, findings) => {
  const events = eventsOf(findings);

  test('times are whole, not negative, and go forward on every thread', () => {
    const times = new Map<string, number>();
    for (const { ph, pid, tid, ts } of events) {
      if (ph === 'M') continue;
      expect(Number.isInteger(ts) && ts! >= 0).toBe(true);
      const key = `${pid} ${tid}`;
      expect(ts).toBeGreaterThanOrEqual(times.get(key) ?? 0);
      times.set(key, ts!);
    }
  });

  test('slices of a thread nest', () => {
    const open = new Map<string, number[]>();
    for (const { pid, tid, ts, dur } of events.filter(({ ph }) => ph === 'X')) {
      const ends = (open.get(`${pid} ${tid}`) ?? []).filter((end) => end > ts!);
      const end = ts! + dur!;
      for (const outer of ends) expect(end).toBeLessThanOrEqual(outer);
      open.set(`${pid} ${tid}`, [...ends, end]);
    }
  });

  test('every flow has one start, one later end, and a slice of a step at both', () => {
    const slices = events.filter(({ ph, cat }) => ph === 'X' && cat === 'step');
    const isInSlice = ({ pid, tid, ts }: ChromeEvent): boolean =>
      slices.some(
        (each) => each.pid === pid && each.tid === tid && each.ts! <= ts! && ts! < each.ts! + each.dur!,
      );
    const flows = events.filter(({ ph }) => ph === 's' || ph === 'f');
    expect(flows.every(isInSlice)).toBe(true);
    for (const ends of Map.groupBy(flows, ({ id }) => id).values()) {
      expect(ends.map(({ ph }) => ph)).toEqual(['s', 'f']);
      expect(ends[0]!.ts).toBeLessThan(ends[1]!.ts!);
      expect(ends[1]!.bp).toBe('e');
    }
    expect(flows.length).toBeGreaterThan(0);
  });

  test('every thread that is used has a name and a place', () => {
    const named = (name: string): Set<string> =>
      new Set(events.filter((each) => each.name === name).map(({ pid, tid }) => `${pid} ${tid}`));
    for (const { ph, pid, tid } of events)
      if (ph === 'X' || ph === 'i') {
        expect(named('thread_name')).toContain(`${pid} ${tid}`);
        expect(named('thread_sort_index')).toContain(`${pid} ${tid}`);
      }
  });
});

test('unexpected findings come first, and more than there is room for are left out', () => {
  const findings = Array.from({ length: CHROME_TRACE_FINDINGS_MAX + 5 }, (_, index) => ({
    ...crashFinding,
    fingerprint: String(index),
    isExpected: index !== 7,
  }));
  const names = eventsOf(findings).filter(({ name }) => name === 'process_name');
  expect(names).toHaveLength(CHROME_TRACE_FINDINGS_MAX);
  expect(names[0]!.args!['name']).toMatch(/\(7\)$/);
});

test('hostile text is JSON, without control characters and without secrets', () => {
  const text = renderChromeTrace(makeHostileResult());
  expect(() => JSON.parse(text) as unknown).not.toThrow();
  expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
  expect(text).not.toMatch(/abc\.def-secret|hunter2secret/);
});

test('without timelines there is an empty trace', () => {
  expect(eventsOf([surprise])).toEqual([]);
});
