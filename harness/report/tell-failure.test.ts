// How a promise was broken, in a sentence.
import { expect, test } from 'vitest';
import type { Timeline } from '../model/timeline.ts';
import { tellFailure } from './tell-failure.ts';
import { crashTimeline } from './tests/sample-timeline.ts';

const withMarks = (marks: Timeline['marks']): Timeline => ({ ...crashTimeline, marks });

test('what failed in that step, and what nobody caught', () => {
  expect(tellFailure(crashTimeline)).toBe('In step 9 (immediate#1): UNCAUGHT ERR_RELEASED_STATE.');
  const marks: Timeline['marks'] = [
    { step: 9, lane: 0, kind: 'failed', text: 'never settled' },
    { step: 9, lane: 4, kind: 'wire', text: 'sends a part' },
    { step: 9, lane: 2, kind: 'violation', text: 'order: one before two' },
    { step: 8, lane: 0, kind: 'failed', text: 'failed: AbortError' },
  ];
  expect(tellFailure(withMarks(marks))).toBe(
    'In step 9 (immediate#1): reader never settled; order: one before two.',
  );
});

test('what was still open, and since when', () => {
  const marks: Timeline['marks'] = [
    { step: 9, lane: 1, kind: 'note', text: 'still open: listener of probe' },
    { step: 9, lane: 3, kind: 'violation', text: 'still open: socket c0' },
  ];
  expect(tellFailure(withMarks(marks))).toBe(
    'In step 9 (immediate#1): still open: listener of probe, there since step 6; still open: socket c0.',
  );
});

test('what was delivered, where nothing failed', () => {
  const delivered = { step: 9, lane: 0, kind: 'delivered', text: 'got "t0"' } as const;
  expect(tellFailure(withMarks([delivered]))).toBe('In step 9 (immediate#1): reader got "t0".');
  const failed = { step: 9, lane: 1, kind: 'failed', text: 'failed: E' } as const;
  expect(tellFailure(withMarks([delivered, failed]))).toBe('In step 9 (immediate#1): probe failed: E.');
});

test('nothing where the step shows nothing', () => {
  expect(tellFailure(withMarks([]))).toBeUndefined();
  expect(tellFailure({ ...crashTimeline, violation: 77 })).toBeUndefined();
});
