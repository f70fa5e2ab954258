// Programs lose what does not matter, keep what does, and never gain anything.
import { expect, test } from 'vitest';
import { naturalCase, type Case, type Program } from '../model/case.ts';
import { shrinkCase } from './shrink-case.ts';

const caseOf = (program: Program): Case => naturalCase('s', 'v', program);

const shrinkWhile = async (program: Program, fails: (program: Program) => boolean): Promise<unknown> =>
  (await shrinkCase(caseOf(program), (kase) => fails(kase.program!))).shrunk.program;

const LARGE: Program = {
  dispatcher: { kind: 'pool', connections: 1, interceptors: ['retry', 'dns'] },
  calls: { a: { read: { how: 'late', waitMs: 50 }, answer: { bytes: 70_000 } }, b: { after: 'a' } },
};

test('nothing is left where nothing matters', async () => {
  expect(await shrinkWhile(LARGE, () => true)).toEqual({});
});

test('what matters stays as it was drawn, with what leads to it', async () => {
  const needsLate = (program: Program): boolean =>
    (program as { calls?: { a?: { read?: { how?: string } } } }).calls?.a?.read?.how === 'late';
  expect(await shrinkWhile(LARGE, needsLate)).toEqual({ calls: { a: { read: { how: 'late' } } } });
});

test('one of several elements may go', async () => {
  const needsDns = (program: Program): boolean => JSON.stringify(program).includes('"dns"');
  expect(await shrinkWhile(LARGE, needsDns)).toEqual({ dispatcher: { interceptors: ['dns'] } });
});

test('a program that fails for nobody stays whole', async () => {
  const whole = JSON.stringify(LARGE);
  expect(await shrinkWhile(LARGE, (program) => JSON.stringify(program) === whole)).toEqual(LARGE);
});
