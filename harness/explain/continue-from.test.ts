// A random continuation: the beginning as it was, everything behind it anew.
import { expect, test } from 'vitest';
import { continueFrom } from './continue-from.ts';
import { toyRun } from './tests/toy-run.ts';

const run = toyRun(
  [
    { event: 'b#0', held: ['a#0'] },
    { event: 'b#1', held: ['a#0'] },
    { event: 'a#0', turns: 4 },
    { event: 'c#0', turns: 2 },
  ],
  {
    schedule: [{ hold: 'a#0', for: 5 }],
    actions: [{ do: 'x', at: 'a#0', turns: 3 }],
    faults: [{ kind: 'refuse', on: 'connection#0' }],
  },
);

test('what was held up to the step is written out, and from there on a policy chooses', () => {
  const { schedule, policy, faults } = continueFrom(run, 1, 7, undefined);
  expect(schedule).toEqual([{ hold: 'a#0', for: 1 }]);
  expect(policy).toMatchObject({ kind: 'uniform', from: 1 });
  expect(faults).toEqual(run.trace.case.faults);
  expect(continueFrom(run, 4, 7, undefined).schedule).toEqual([{ hold: 'a#0', for: 2 }]);
});

test('the same seed continues in the same way, another in another', () => {
  expect(continueFrom(run, 1, 7, undefined)).toEqual(continueFrom(run, 1, 7, undefined));
  expect(continueFrom(run, 1, 7, undefined)).not.toEqual(continueFrom(run, 1, 8, undefined));
});

test('an action that has come stays; one that has not comes at any event that is left, within its turns', () => {
  expect(continueFrom(run, 3, 7, undefined).actions).toEqual(run.trace.case.actions);
  const calm = { steps: [{ event: 'd#0', ready: ['d#0'], turns: 0 }] };
  const seen = new Set<string>();
  for (let seed = 0; seed < 200; seed++) {
    const [{ at, turns } = { at: '' }] = continueFrom(run, 2, seed, calm).actions;
    seen.add(`${at} ${turns}`);
  }
  expect([...seen].toSorted()).toEqual([
    ...[0, 1, 2, 3, 4].map((turns) => `a#0 ${turns}`),
    ...[0, 1, 2].map((turns) => `c#0 ${turns}`),
    ...[0, 1].map((turns) => `d#0 ${turns}`),
  ]);
});
