// A program, taken apart.
import { expect, test } from 'vitest';
import { listPartPaths, partAt, withoutPart } from './program-parts.ts';

const program = { calls: [{ read: 'late' }, 2], pool: true };

test('parts come with what leads to them, a whole before what is in it', () => {
  expect(listPartPaths(program).map((path) => [path.join('.'), partAt(program, path)])).toEqual([
    ['calls', [{ read: 'late' }, 2]],
    ['calls.0', { read: 'late' }],
    ['calls.0.read', 'late'],
    ['calls.1', 2],
    ['pool', true],
  ]);
});

test('one is taken out of a copy: a key goes, and a list closes up', () => {
  expect(withoutPart(program, ['calls', 0])).toEqual({ calls: [2], pool: true });
  expect(withoutPart(program, ['calls', 0, 'read'])).toEqual({ calls: [{}, 2], pool: true });
  expect(program).toEqual({ calls: [{ read: 'late' }, 2], pool: true });
});
