// Faults as they are drawn: every kind in every form, each aimed at what the natural run has, or at the next of it.
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { faultSchema } from '../model/fault-schema.ts';
import { CONNECTION_FAULTS, FAULT_KINDS, type Fault } from '../model/fault.ts';
import { EVERY_FAULT } from '../model/tests/every-fault.ts';
import { faultsArbitrary } from './fault-arbitrary.ts';
import { PROFILE } from './tests/sample-profile.ts';

const DRAWN_COUNT = 8_000;
const all = fc
  .sample(faultsArbitrary({ ...PROFILE, faultKinds: [...FAULT_KINDS] }), { seed: 3, numRuns: DRAWN_COUNT })
  .flat();
const VICTIMS = ['text#0', 'text#1', 'text#2', 'refresh#0', 'refresh#1'];

/** What tells the forms of a kind apart, numbers left out. */
function formOf({ on, ...forms }: Fault): string {
  return Object.values(forms)
    .filter((value) => typeof value === 'string' && value !== on)
    .join(' ');
}

describe('faults of every kind', () => {
  test('are all drawn, in all their forms', () => {
    expect(new Set(all.map(({ kind }) => kind))).toEqual(new Set(FAULT_KINDS));
    const drawn = new Set(all.map(formOf));
    for (const fault of EVERY_FAULT) expect(drawn).toContain(formOf(fault));
  });

  test('can be saved, and name victims that there are', () => {
    for (const fault of all) {
      expect(v.safeParse(faultSchema, fault).success).toBe(true);
      if (CONNECTION_FAULTS.includes(fault.kind)) expect(fault.on).toMatch(/^connection#[012]$/);
      else if (fault.kind === 'dns') expect(fault.on).toMatch(/^lookup#[01]$/);
      else expect(VICTIMS).toContain(fault.on);
      if ('item' in fault) expect(fault.item).toBeLessThan(2);
    }
  });
});
