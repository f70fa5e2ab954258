// What a case consists of does not depend on what its calls are called, on numbers, or on where something strikes.
import { describe, expect, test } from 'vitest';
import { naturalCase, type Case, type Program } from './case.ts';
import { featuresOf, hashFeatures, isWithin } from './signature.ts';

const caseOf = (program: Program, more: Partial<Case> = {}): Case => ({
  ...naturalCase('s', 'v', program),
  ...more,
});

describe('the features of a case', () => {
  test('are its parts, its faults and its actions', () => {
    const kase = caseOf(
      {
        dispatcher: { kind: 'pool', interceptors: ['dns'] },
        calls: { a: { afterMs: 5 }, b: { after: 'a' } },
      },
      {
        faults: [{ kind: 'stall', on: 'a#0', at: 'in-head' }],
        actions: [
          { do: 'end answer of b', at: 'c0<#1' },
          { do: 'close', at: 'c0<#1' },
        ],
      },
    );
    expect(featuresOf(kase)).toEqual([
      '.calls.*.after=*',
      '.calls.*.afterMs',
      '.dispatcher.interceptors=dns',
      '.dispatcher.kind=pool',
      'calls>=1',
      'calls>=2',
      'do close',
      'do end answer of',
      'fault stall',
    ]);
  });

  test('are the same for other names of calls, other numbers and other places', () => {
    const one = caseOf({ calls: { a: { afterMs: 5 } } }, { actions: [{ do: 'cancel a', at: 'c0<#1' }] });
    const other = caseOf(
      { calls: { c: { afterMs: 9 } } },
      { actions: [{ do: 'cancel c', at: 'dns#0', turns: 3 }] },
    );
    expect(featuresOf(other)).toEqual(featuresOf(one));
    expect(hashFeatures(featuresOf(other))).toBe(hashFeatures(featuresOf(one)));
  });

  test('contain those of a smaller case, and not the other way round', () => {
    const small = featuresOf(caseOf({ calls: { b: { read: { how: 'late' } } } }));
    const large = featuresOf(
      caseOf({ dispatcher: { kind: 'pool' }, calls: { a: { read: { how: 'late' } }, b: {} } }),
    );
    expect([isWithin(small, large), isWithin(large, small)]).toEqual([true, false]);
    expect(isWithin(featuresOf(caseOf({ calls: { b: { read: { how: 'never' } } } })), large)).toBe(false);
  });
});
