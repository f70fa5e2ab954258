// Who raced with whom, in words: only what the run recorded is said.
import { expect, test } from 'vitest';
import type { Place } from '../model/finding.ts';
import type { Timeline, TimelineStep } from '../model/timeline.ts';
import { tellRace } from './tell-race.ts';

const step = (number: number, event: string, text: string, lane: number, causedIn: number): TimelineStep => ({
  step: number,
  ms: 0,
  event,
  text,
  lane,
  causedIn,
  sockets: 0,
  timers: 0,
});

/** The founding crash, as the timeline of its smallest case has it. */
const timeline: Timeline = {
  lanes: [
    { kind: 'actor', name: 'reader' },
    { kind: 'client', name: '' },
    { kind: 'socket', name: 'c0' },
  ],
  steps: [
    step(1, 'actor:reader#0', 'starts', 0, 0),
    step(5, 'c0<#0', 'c0< gets 80 bytes', 2, 1),
    step(6, 'immediate#0', 'immediate', 1, 5),
    step(9, 'immediate#1', 'immediate', 1, 6),
  ],
  marks: [{ step: 6, lane: 0, kind: 'action', text: '! cancel reader' }],
  spans: [],
  violation: 9,
};

const released = (happenedIn?: number): Place => ({
  label: 'released by the consumer that left the stream',
  frames: [],
  ...(happenedIn !== undefined && { happenedIn }),
});

const touched = (happenedIn?: number): Place => ({
  label: 'touched by AsyncBytes',
  frames: [],
  ...(happenedIn !== undefined && { happenedIn }),
});

const tell = (places: Place[]): string | undefined => tellRace(places, timeline)?.text;

test('a release by an action, and what was queued in that step', () => {
  expect(tell([released(6), touched(9)])).toMatchInlineSnapshot(
    `"Released by the consumer that left the stream, in step 6 with the injected action "cancel reader". The client's immediate#1 had been queued in that same step 6, as a consequence of step 5 (80 bytes arrive on c0), was not called off, and ran in step 9: touched by AsyncBytes."`,
  );
});

test('a release in an ordinary step, before the use was queued', () => {
  expect(tell([released(5), touched(9)])).toMatchInlineSnapshot(
    `"Released by the consumer that left the stream, in step 5 (80 bytes arrive on c0). The client's immediate#1 was queued in step 6, after that, as a consequence of step 5 (80 bytes arrive on c0), and ran in step 9: touched by AsyncBytes."`,
  );
});

test('both in one step', () => {
  expect(tell([released(6), touched(6)])).toMatch(/Then, within the same step 6: touched by AsyncBytes\.$/);
});

test('a step that is not known is not named, and the violation is where the use is', () => {
  expect(tell([released(), touched()])).toMatchInlineSnapshot(
    `"Released by the consumer that left the stream. The client's immediate#1 had been queued in step 6, as a consequence of step 5 (80 bytes arrive on c0), was not called off, and ran in step 9: touched by AsyncBytes."`,
  );
  expect(tellRace([released(6), touched(77)], timeline)?.text).toMatch(
    /Then, all the same: touched by AsyncBytes\.$/,
  );
});

test('what happened before the first step, or in a step that was cut off, is said so', () => {
  expect(tell([released(0), touched(9)])).toMatch(
    /^Released by the consumer that left the stream, before the first step\./,
  );
  expect(tell([released(3), touched(9)])).toMatch(
    /^Released by the consumer that left the stream, in step 3\./,
  );
});

test('where the label does not say who used it, whoever failed in that step did', () => {
  const marks: Timeline['marks'] = [{ step: 9, lane: 0, kind: 'failed', text: 'failed: UND_ERR_DESTROYED' }];
  const used: Place = { label: 'used', frames: [], happenedIn: 9 };
  expect(tellRace([released(6), used], { ...timeline, marks })?.text).toMatch(
    /and ran in step 9: reader failed with UND_ERR_DESTROYED\.$/,
  );
  expect(tell([released(6), used])).toMatch(/and ran in step 9: used\.$/);
});

test('one place, or no timeline, is no race', () => {
  expect(tell([released(6)])).toBeUndefined();
  expect(tellRace([released(6), touched(9)], undefined)).toBeUndefined();
});
