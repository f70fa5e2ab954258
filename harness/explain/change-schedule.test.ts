// Another choice at one step, as a schedule.
import { expect, test } from 'vitest';
import { changeSchedule } from './change-schedule.ts';
import { toyRun } from './tests/toy-run.ts';

const schedulesAt = (run: ReturnType<typeof toyRun>, step: number) =>
  changeSchedule(run, step).map(({ case: { schedule }, words, at }) => ({ schedule, words, at }));

test('what would have come later comes now: all that come before it are held back once more', () => {
  const run = toyRun([{ event: 'a#0', ready: ['a#0', 'b#0', 'c#0'] }], {
    schedule: [{ hold: 'b#0', for: 2 }],
  });
  expect(schedulesAt(run, 1)).toEqual([
    {
      words: 'b#0 comes at step 1, before a#0',
      at: 1,
      schedule: [
        { hold: 'b#0', for: 2 },
        { hold: 'a#0', for: 1 },
      ],
    },
    {
      words: 'c#0 comes at step 1, before a#0',
      at: 1,
      schedule: [
        { hold: 'b#0', for: 3 },
        { hold: 'a#0', for: 1 },
      ],
    },
  ]);
});

test('what is held back comes now: it is held as often as it was before this step', () => {
  const run = toyRun(
    [
      { event: 'b#0', ready: ['a#0', 'b#0'], held: ['a#0'] },
      { event: 'b#1', ready: ['a#0', 'b#1'], held: ['a#0'] },
    ],
    { schedule: [{ hold: 'a#0', for: 2 }] },
  );
  expect(schedulesAt(run, 2)).toEqual([
    {
      words: 'a#0 is no longer held back at step 2, and comes before b#1',
      at: 2,
      schedule: [{ hold: 'a#0', for: 1 }],
    },
  ]);
  expect(schedulesAt(run, 1)[0]!.schedule).toEqual([]);
});

test('there is nothing else to choose where one event was ready, and behind the scenario', () => {
  const run = toyRun([{ event: 'a#0' }]);
  expect(changeSchedule(run, 1)).toEqual([]);
  expect(changeSchedule(run, 2)).toEqual([]);
});
