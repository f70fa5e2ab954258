// docs/oracles.md knows every code that an oracle has a word of its own for.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ORACLES } from '../../model/finding.ts';
import { ROOT } from '../explore-for-test.ts';
import { ORACLE_NOTES } from './oracle-notes.ts';

/** Codes that are literals in the oracle's file. */
function listCodes(name: string): string[] {
  const source = readFileSync(join(ROOT, 'harness/judge', `${name}.ts`), 'utf8');
  return [...source.matchAll(/(?:code: |complain\()'([\w-]+)'/g)].map(([, code]) => code!);
}

test.each(ORACLES.filter((name) => name !== 'invariant'))('%s', (name) => {
  expect(Object.keys(ORACLE_NOTES[name].codes)).toEqual(expect.arrayContaining(listCodes(name)));
});

test('the codes are found', () => {
  expect(ORACLES.flatMap((name) => (name === 'invariant' ? [] : listCodes(name)))).toEqual(
    expect.arrayContaining([
      'pending',
      'settled-late',
      'not-what-was-sent',
      'refreshed-twice',
      'connect-after-close',
    ]),
  );
});

test('resources that can leak have a code each', () => {
  const source = readFileSync(join(ROOT, 'harness/model/trace.ts'), 'utf8');
  const [, kinds] = /export type ResourceKind = ([^;]+);/.exec(source)!;
  expect(Object.keys(ORACLE_NOTES['leaked-handle'].codes).toSorted()).toEqual(
    kinds!.match(/[a-z]+/g)!.toSorted(),
  );
});
