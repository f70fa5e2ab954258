// Faults as they are saved: each kind in each form comes back, and what would never strike is refused.
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { faultSchema } from './fault-schema.ts';
import { COMMON_FAULTS, CONNECTION_FAULTS, FAULT_KINDS } from './fault.ts';
import { EVERY_FAULT } from './tests/every-fault.ts';

describe('a saved fault', () => {
  test.each(EVERY_FAULT.map((fault) => [JSON.stringify(fault), fault] as const))(
    'comes back as it was written: %s',
    (text, fault) => {
      expect(v.parse(faultSchema, JSON.parse(text))).toEqual(fault);
    },
  );

  test.each([
    { kind: 'earthquake', on: 'text#0' },
    { kind: 'dns', on: 'lookup#0', code: 'EPERM' },
    { kind: 'limit', on: 'text#0', bytes: -1, how: 'fin' },
    { kind: 'half-close', on: 'text#0', at: 'somewhere' },
    { kind: 'interim', on: 'text#0', status: 101, count: 1 },
    { kind: 'continue', on: 'text#0', form: 'late' },
    { kind: 'continue', on: 'text#0', form: 'never', ms: 5 },
    { kind: 'status', on: 'text#0', status: 418, retryAfter: 'none', until: 'once', body: 'none' },
    { kind: 'garbage', on: 'text#0', form: 'text', extra: 1 },
  ])('is refused when it would never strike: %j', (fault) => {
    expect(v.safeParse(faultSchema, fault).success).toBe(false);
  });
});

describe('the kinds of fault', () => {
  test('are each in the sample that tests go by', () => {
    expect(new Set(EVERY_FAULT.map(({ kind }) => kind))).toEqual(new Set(FAULT_KINDS));
  });

  test('begin with the common ones, in the order in which cases are drawn', () => {
    expect(FAULT_KINDS.slice(0, COMMON_FAULTS.length)).toEqual(COMMON_FAULTS);
    expect(COMMON_FAULTS).toEqual([
      'delay',
      'stall',
      'reset',
      'fin',
      'split',
      'merge',
      'unauthorized',
      'refuse',
      'slow-connect',
    ]);
  });

  test('name the victims that are connections', () => {
    const named = EVERY_FAULT.filter(({ on }) => on.startsWith('connection#')).map(({ kind }) => kind);
    expect(new Set(CONNECTION_FAULTS)).toEqual(new Set(named));
  });
});
