// Expected errors, and the names they suggest.
import { describe, expect, test } from 'vitest';
import { ClosecallError, suggestName } from './closecall-error.ts';

const NAMES = ['btw/left-midway', 'btw/renders', 'plain-undici/agents', 'per-call', 'shared'];

describe('a suggestion', () => {
  test.each([
    ['btw/left-midwya', 'btw/left-midway'],
    ['BTW/Renders', 'btw/renders'],
    ['plain-undici/agent', 'plain-undici/agents'],
    ['percall', 'per-call'],
    ['shard', 'shared'],
    ['hsared', 'shared'],
  ])('for %s is %s', (name, nearest) => {
    expect(suggestName(name, NAMES)).toBe(nearest);
  });

  test('is the nearest when several are near, and the first of equally near ones', () => {
    expect(suggestName('aaaa', ['aabb', 'aaab', 'baaa'])).toBe('aaab');
    expect(suggestName('abcx', ['abcy1', 'abcx1'])).toBe('abcx1');
  });

  test('of three letters takes two that changed places for one slip', () => {
    expect(suggestName('rnu', ['ran', 'run'])).toBe('run');
  });

  test.each([
    ['something/else', NAMES],
    ['', NAMES],
    ['xy', ['ab']],
    ['abcdef', ['abcxyz']],
    ['x', ['y', 'ab']],
    ['foo', ['pos', 'pct']],
    ['shared', []],
  ])('is not made for %j among %j', (name, known) => {
    expect(suggestName(name, known)).toBeUndefined();
  });
});

test('an expected error has a code, and exits with 2 unless it says otherwise', () => {
  expect(new ClosecallError('ERR_X', 'what')).toMatchObject({
    name: 'ClosecallError',
    code: 'ERR_X',
    exitCode: 2,
  });
  expect(new ClosecallError('ERR_X', 'what', 3).exitCode).toBe(3);
});
