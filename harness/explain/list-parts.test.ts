// The parts of a case, and the case without each.
import { expect, test } from 'vitest';
import { naturalCase, type Case } from '../model/case.ts';
import { listParts } from './list-parts.ts';

test('every fault, action and deviation is left out alone, and so is a policy', () => {
  const kase: Case = {
    ...naturalCase('toy', 'default'),
    faults: [{ kind: 'refuse', on: 'connection#0' }],
    actions: [
      { do: 'x', at: 'a#0' },
      { do: 'y', at: 'a#0' },
    ],
    schedule: [{ hold: 'a#0', for: 2 }],
    policy: { kind: 'uniform', seed: 3 },
  };
  expect(listParts(kase).map(({ part, words }) => `${part} ${words}`)).toEqual([
    'fault refuse connection#0',
    'action x @ a#0',
    'action y @ a#0',
    'deviation a#0 for 2',
    'policy uniform seed 3',
  ]);
  expect(listParts(kase).map(({ without }) => without)).toEqual([
    { ...kase, faults: [] },
    { ...kase, actions: [kase.actions[1]] },
    { ...kase, actions: [kase.actions[0]] },
    { ...kase, schedule: [] },
    Object.fromEntries(Object.entries(kase).filter(([key]) => key !== 'policy')),
  ]);
});

test('a program is taken apart, a whole before what is in it', () => {
  const program = { calls: [{ read: 'late' }], pool: true };
  const parts = listParts({ ...naturalCase('toy', 'default'), program });
  expect(parts.map(({ words, without }) => [words, without.program])).toEqual([
    ['calls', { pool: true }],
    ['calls.0', { calls: [], pool: true }],
    ['calls.0.read: late', { calls: [{}], pool: true }],
    ['pool', { calls: [{ read: 'late' }] }],
  ]);
});
