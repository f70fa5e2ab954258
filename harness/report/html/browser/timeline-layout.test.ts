// Where things go in the timeline, without a browser.
import { expect, test } from 'vitest';
import { crashFinding, crashTimeline, makeLongTimeline } from '../../tests/sample-timeline.ts';
import { listCauses } from './cause-chain.ts';
import { tellRow } from './step-words.ts';
import { findRowAt, layOutTimeline, LINE_PX, ROW_GAP_PX } from './timeline-layout.ts';

const layout = layOutTimeline(crashTimeline, crashFinding.places);

test('a row has a line for its step, for what it passes, for each mark, and for each place', () => {
  expect(layout.rows[5]!.lines.map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
    'step: immediate',
    'held: passes timer#0, which the case holds back',
    'action: ! cancel reader',
    'connection: c0 closed',
    'failed: failed: AbortError',
    'begun: begins',
    'place: 1 released by the consumer that left the stream',
  ]);
  expect(layout.rows[5]!.height).toBe(7 * LINE_PX + ROW_GAP_PX);
});

test('rows lie below each other without a gap, and are found by where they are', () => {
  let top = 0;
  for (const [at, row] of layout.rows.entries()) {
    expect(row.top).toBe(top);
    expect(findRowAt(layout.rows, top)).toBe(at);
    expect(findRowAt(layout.rows, top + row.height - 1)).toBe(at);
    top += row.height;
  }
  expect(layout.height).toBe(top);
  expect(findRowAt(layout.rows, -5)).toBe(0);
  expect(findRowAt(layout.rows, top)).toBe(layout.rows.length);
});

test('what came before the first step has a row of its own', () => {
  const marks = [{ step: 0, lane: 0, kind: 'note', text: 'before' } as const];
  const { rows } = layOutTimeline({ ...crashTimeline, marks }, []);
  expect(rows[0]).toMatchObject({ number: 0, step: undefined, lines: [{ text: 'before' }] });
  expect(rows[1]!.number).toBe(1);
});

test('lanes are narrower where there are many, but never too narrow', () => {
  expect(layOutTimeline(makeLongTimeline(3, 2), []).lanePx).toBe(84);
  expect(layOutTimeline(makeLongTimeline(3, 9), []).lanePx).toBe(42);
  expect(layOutTimeline(makeLongTimeline(3, 99), []).lanePx).toBe(28);
});

test('the causes of a step go back to the first', () => {
  expect(listCauses(layout.steps, 9)).toEqual([9, 6, 5, 4, 3, 2, 1]);
  expect(listCauses(layout.steps, 1)).toEqual([1]);
  expect(listCauses(layout.steps, 77)).toEqual([]);
});

test('a step that says it was queued by itself or later ends the chain', () => {
  const { steps } = layOutTimeline(
    { ...crashTimeline, steps: crashTimeline.steps.map((each) => ({ ...each, causedIn: 6 })) },
    [],
  );
  expect(listCauses(steps, 6)).toEqual([6]);
  expect(listCauses(steps, 9)).toEqual([9, 6]);
});

test('a row is told in one sentence after the other', () => {
  expect(tellRow(crashTimeline, layout, layout.rows[8]!)).toBe(
    'Step 9, 0 ms, immediate#1, the violation. client: immediate. client: UNCAUGHT ERR_RELEASED_STATE. place 2 touched by AsyncBytes: read the head it was resumed for. queued in step 6 (immediate#0), 3 steps before',
  );
});
