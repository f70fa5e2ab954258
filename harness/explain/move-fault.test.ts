// A fault at the points next to its own.
import { expect, test } from 'vitest';
import { naturalCase, type Fault } from '../model/case.ts';
import { moveFault } from './move-fault.ts';

function move(fault: Fault): [string[], string[]] {
  const kase = { ...naturalCase('toy', 'default'), faults: [fault] };
  const { earlier, later } = moveFault(kase, 0, 1);
  const take = (list: typeof earlier): string[] =>
    list.map(({ case: { faults } }) => ('at' in faults[0]! ? faults[0].at : ''));
  return [take(earlier), take(later)];
}

test('goes to the points before and behind its own, the nearest first', () => {
  expect(move({ kind: 'reset', on: 'a#0', at: 'item:0' })).toEqual([
    ['in-head', 'before-head'],
    ['mid:0', 'item:1', 'at-end', 'idle'],
  ]);
});

test('goes to no point at which a fault of its kind never strikes', () => {
  expect(move({ kind: 'stall', on: 'a#0', at: 'mid:0' })[1]).toEqual(['item:1', 'at-end']);
});

test('stays where it has no point, or one that the answer does not have', () => {
  expect(move({ kind: 'refuse', on: 'connection#0' })).toEqual([[], []]);
  expect(move({ kind: 'reset', on: 'a#0', at: 'item:9' })).toEqual([[], []]);
});
