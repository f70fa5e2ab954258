// What a case decides, in words.
import { expect, test } from 'vitest';
import { naturalCase } from '../model/case.ts';
import { describeCase } from './describe-case.ts';
import { crashTimeline } from './tests/sample-timeline.ts';

const natural = naturalCase('btw/left-midway', 'shared');

test('the natural run decides nothing', () => {
  expect(describeCase(natural)).toEqual([]);
});

test('every kind of decision has words', () => {
  const decisions = describeCase({
    ...natural,
    program: { calls: { a: { read: 'late', again: true } } },
    faults: [{ kind: 'delay', on: 'btw#0', at: 'item:1', ms: 250 }],
    actions: [
      { do: 'cancel reader', at: 'immediate#0' },
      { do: 'cancel reader', at: 'c0<#2', turns: 0 },
      { do: 'cancel reader', at: 'c0<#2', turns: 1 },
      { do: 'cancel reader', at: 'c0<#2', turns: 12 },
      { do: 'cancel reader', at: 'c0<#2', afterMs: 30 },
    ],
    schedule: [
      { hold: 'timer#0', for: 1 },
      { hold: 'c0<#2', for: 3 },
    ],
    policy: { kind: 'pct', seed: 7, changes: [3, 12] },
  });
  expect(decisions.map(({ kind, text }) => `${kind}: ${text}`)).toMatchInlineSnapshot(`
    [
      "program: calls: {a: {read: late, again}}",
      "fault: delay strikes btw#0, at item:1, ms 250",
      "action: "cancel reader" right behind immediate#0, when nothing else is left to run",
      "action: "cancel reader" within c0<#2, in the same stretch",
      "action: "cancel reader" within c0<#2, after 1 microtask turn",
      "action: "cancel reader" within c0<#2, after 12 microtask turns",
      "action: "cancel reader" 30 virtual ms after c0<#2",
      "order: timer#0 is held back while one other event that is ready passes it",
      "order: c0<#2 is held back while 3 other events that are ready pass it",
      "order: every choice between events that are ready is made by pct seed 7 changes 3,12",
    ]
  `);
});

test('with a timeline, events are told with their steps', () => {
  const kase = { ...natural, actions: [{ do: 'cancel reader', at: 'immediate#0' }] };
  expect(describeCase(kase, crashTimeline)[0]!.text).toContain('immediate#0 (step 6)');
});
