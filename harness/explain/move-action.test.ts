// An action at the moments next to its own.
import { expect, test } from 'vitest';
import { naturalCase, type Injection } from '../model/case.ts';
import { listMoments, moveAction } from './move-action.ts';

const without = {
  steps: [
    { event: 'a#0', ready: ['a#0'], turns: 0 },
    { event: 'b#0', ready: ['b#0'], turns: 3 },
  ],
};

function move(action: Injection, count = 10): { earlier: Injection[]; later: Injection[] } {
  const kase = { ...naturalCase('toy', 'default'), actions: [action] };
  const { earlier, later } = moveAction(kase, 0, without, count);
  const take = (list: typeof earlier): Injection[] => list.map(({ case: { actions } }) => actions[0]!);
  return { earlier: take(earlier), later: take(later) };
}

test('a step has the turns in which anything runs, two at least, and its quiescent point', () => {
  expect(listMoments(without)).toEqual([
    { at: 'a#0', turns: 0 },
    { at: 'a#0', turns: 1 },
    { at: 'a#0' },
    { at: 'b#0', turns: 0 },
    { at: 'b#0', turns: 1 },
    { at: 'b#0', turns: 2 },
    { at: 'b#0', turns: 3 },
    { at: 'b#0' },
  ]);
});

test('goes to the moments before and behind its own, the nearest first', () => {
  expect(move({ do: 'x', at: 'b#0', turns: 1 })).toEqual({
    earlier: [
      { do: 'x', at: 'b#0', turns: 0 },
      { do: 'x', at: 'a#0' },
      { do: 'x', at: 'a#0', turns: 1 },
      { do: 'x', at: 'a#0', turns: 0 },
    ],
    later: [
      { do: 'x', at: 'b#0', turns: 2 },
      { do: 'x', at: 'b#0', turns: 3 },
      { do: 'x', at: 'b#0' },
    ],
  });
});

test('from beyond the last turn, or some time after the event, the nearest moment is one of the list', () => {
  expect(move({ do: 'x', at: 'a#0', turns: 7 }, 1)).toEqual({
    earlier: [{ do: 'x', at: 'a#0', turns: 1 }],
    later: [{ do: 'x', at: 'a#0' }],
  });
  expect(move({ do: 'x', at: 'a#0', afterMs: 5 }, 1)).toEqual({
    earlier: [{ do: 'x', at: 'a#0' }],
    later: [{ do: 'x', at: 'b#0', turns: 0 }],
  });
});

test('goes nowhere from an event that does not come without it', () => {
  expect(move({ do: 'x', at: 'c#0' })).toEqual({ earlier: [], later: [] });
});
