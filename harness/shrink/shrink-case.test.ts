// Shrinking, with functions that say which cases still fail: minimal, deterministic, bounded, and never larger.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  countElements,
  naturalCase,
  type Case,
  type Deviation,
  type Fault,
  type Injection,
} from '../model/case.ts';
import { SHRINK_RUN_LIMIT } from '../model/limits.ts';
import { shrinkCase, type Evaluate } from './shrink-case.ts';

const NATURAL = naturalCase('s', 'v');
const delay = (ms: number): Fault => ({ kind: 'delay', on: 'text#0', at: 'before-head', ms });
const reset: Fault = { kind: 'reset', on: 'text#0', at: 'item:1' };
const cancel: Injection = { do: 'cancel a', at: 'c0<#1' };
const hold = (id: string, count: number): Deviation => ({ hold: id, for: count });
const large: Case = {
  ...NATURAL,
  entropy: 99,
  faults: [delay(30_000), reset, { kind: 'split', on: 'text#0', bytes: 3 }, delay(1)],
  actions: [{ ...cancel, turns: 7 }, { do: 'stop', at: 'timer#0', afterMs: 1_000 }, cancel],
  schedule: [hold('c0<#1', 6), hold('dns#0', 2), hold('c1<#0', 3), hold('close#0', 1)],
};
const has = <T>(list: readonly T[], wanted: Partial<T>): boolean =>
  list.some((element) =>
    Object.entries(wanted).every(([key, value]) => (element as Record<string, unknown>)[key] === value),
  );

describe('shrinking', () => {
  test('leaves nothing when nothing is needed', async () => {
    const { shrunk, runs } = await shrinkCase(large, () => true);
    expect(shrunk).toEqual(NATURAL);
    expect(runs).toBeGreaterThan(0);
  });

  test('runs nothing any more once it is told that enough was spent', async () => {
    let ran = 0;
    const { shrunk, runs } = await shrinkCase(
      large,
      () => ++ran > 0,
      undefined,
      () => ran === 2,
    );
    expect([ran, runs]).toEqual([2, 2]);
    expect(countElements(shrunk)).toBe(countElements(large) - (countElements(large) >> 1));
  });

  test('leaves a case alone of which everything is needed', async () => {
    const { shrunk } = await shrinkCase(large, (kase) => JSON.stringify(kase) === JSON.stringify(large));
    expect(shrunk).toEqual(large);
  });

  test('keeps exactly what is needed, of every kind, in its order', async () => {
    const { shrunk } = await shrinkCase(
      large,
      ({ faults, actions, schedule }) =>
        has(faults, { kind: 'reset' }) &&
        has(actions, { do: 'stop' }) &&
        has(schedule, { hold: 'dns#0' }) &&
        has(schedule, { hold: 'close#0' }),
    );
    expect(shrunk).toEqual({
      ...NATURAL,
      faults: [reset],
      actions: [{ do: 'stop', at: 'timer#0' }],
      schedule: [hold('dns#0', 1), hold('close#0', 1)],
    });
  });

  test('finds the smallest number that still fails', async () => {
    const needs = (kase: Case): boolean =>
      kase.faults.some((fault) => fault.kind === 'delay' && fault.ms >= 20_011) &&
      kase.actions.some(({ turns }) => turns !== undefined && turns >= 3) &&
      kase.schedule.some(({ for: count }) => count >= 5);
    const { shrunk } = await shrinkCase(large, needs);
    expect(shrunk).toEqual({
      ...NATURAL,
      faults: [delay(20_011)],
      actions: [{ ...cancel, turns: 3 }],
      schedule: [hold('c0<#1', 5)],
    });
  });

  test('prefers an action at the quiescent point to one inside a step or later', async () => {
    const needs = (kase: Case): boolean => kase.actions.length === 2;
    expect((await shrinkCase(large, needs)).shrunk.actions).toEqual([cancel, { do: 'stop', at: 'timer#0' }]);
    const late = (kase: Case): boolean =>
      kase.actions.some(({ afterMs }) => afterMs !== undefined && afterMs > 99);
    expect((await shrinkCase(large, late)).shrunk.actions).toEqual([
      { do: 'stop', at: 'timer#0', afterMs: 100 },
    ]);
  });

  test('makes each kind of fault simpler in its own way', async () => {
    const faults: Fault[] = [
      { kind: 'split', on: 'text#0', bytes: 3 },
      { kind: 'merge', on: 'text#0', items: 6 },
      { kind: 'unauthorized', on: 'text#0', until: 'always', body: 'large' },
      { kind: 'slow-connect', on: 'connection#0', ms: 500 },
      { kind: 'stall', on: 'text#0', at: 'idle' },
    ];
    const { shrunk } = await shrinkCase({ ...NATURAL, faults }, (kase) => kase.faults.length === 5);
    expect(shrunk.faults).toEqual([
      { kind: 'split', on: 'text#0', bytes: 64 },
      { kind: 'merge', on: 'text#0', items: 2 },
      { kind: 'unauthorized', on: 'text#0', until: 'once', body: 'none' },
      { kind: 'slow-connect', on: 'connection#0', ms: 1 },
      { kind: 'stall', on: 'text#0', at: 'idle' },
    ]);
    const needsBody = (kase: Case): boolean =>
      kase.faults.some((fault) => fault.kind === 'unauthorized' && fault.body !== 'none');
    expect((await shrinkCase({ ...NATURAL, faults }, needsBody)).shrunk.faults).toEqual([
      { kind: 'unauthorized', on: 'text#0', until: 'once', body: 'small' },
    ]);
    const finer = (kase: Case): boolean =>
      kase.faults.some((fault) => fault.kind === 'split' && fault.bytes <= 16);
    expect((await shrinkCase({ ...NATURAL, faults }, finer)).shrunk.faults).toEqual([
      { kind: 'split', on: 'text#0', bytes: 16 },
    ]);
  });

  test('keeps the entropy when it is needed, and takes the common one when it is not', async () => {
    expect((await shrinkCase(large, ({ entropy }) => entropy === 99)).shrunk).toEqual({
      ...NATURAL,
      entropy: 99,
    });
    expect((await shrinkCase(large, () => true)).shrunk.entropy).toBe(1);
  });

  test('takes elements out again when a simpler one has made others needless', async () => {
    // The reset is needed only as long as the delay is a long one.
    const needs: Evaluate = ({ faults }) =>
      faults.some((fault) => fault.kind === 'delay' && (fault.ms === 1 || has(faults, { kind: 'reset' })));
    const { shrunk } = await shrinkCase({ ...NATURAL, faults: [delay(64), reset] }, needs);
    expect(shrunk.faults).toEqual([delay(1)]);
  });

  test('runs no case twice, and never more than it may', async () => {
    for (const limit of [0, 1, 5, 20]) {
      const seen: string[] = [];
      const { runs, shrunk } = await shrinkCase(
        large,
        (kase) => {
          seen.push(JSON.stringify(kase));
          return kase.faults.length > 0;
        },
        limit,
      );
      expect(runs).toBe(seen.length);
      expect(runs).toBeLessThanOrEqual(limit);
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen).not.toContain(JSON.stringify(large));
      if (limit === 0) expect(shrunk).toEqual(large);
    }
  });

  test('has a limit of its own', async () => {
    const faults = Array.from({ length: 400 }, (_, index) => delay(1_000_000 + index));
    let calls = 0;
    await shrinkCase({ ...NATURAL, faults }, () => calls++ % 2 === 0);
    expect(calls).toBeLessThanOrEqual(SHRINK_RUN_LIMIT);
  });
});

describe('whatever is needed, the result', () => {
  const schedule = fc.array(
    fc.record({ hold: fc.constantFrom('a#0', 'b#1', 'c#2', 'd#3'), for: fc.integer({ min: 1, max: 6 }) }),
    { maxLength: 6 },
  );
  const faults = fc.array(
    fc.oneof(
      fc.integer({ min: 1, max: 1_000 }).map(delay),
      fc.constant(reset),
      fc.integer({ min: 1, max: 40 }).map((bytes): Fault => ({ kind: 'split', on: 'text#0', bytes })),
    ),
    { maxLength: 4 },
  );
  const anyCase = fc
    .record({ faults, schedule })
    .map((parts): Case => ({ ...NATURAL, entropy: 5, ...parts }));
  /** An arbitrary set of failing cases: by a hash of the case, but always with the original in it. */
  const failsFor = (original: Case, salt: number): Evaluate => {
    const key = JSON.stringify(original);
    return (kase) => {
      const text = JSON.stringify(kase);
      let hash = salt;
      for (const letter of text) hash = (Math.imul(hash, 31) + letter.charCodeAt(0)) | 0;
      return text === key || (hash >>> 3) % 3 === 0;
    };
  };

  test('still fails, is never larger, and is the same every time', async () => {
    await fc.assert(
      fc.asyncProperty(anyCase, fc.integer(), async (kase, salt) => {
        const fails = failsFor(kase, salt);
        const before = JSON.stringify(kase);
        const first = await shrinkCase(kase, fails);
        expect(fails(first.shrunk)).toBe(true);
        expect(countElements(first.shrunk)).toBeLessThanOrEqual(countElements(kase));
        expect(await shrinkCase(kase, fails)).toEqual(first);
        expect(JSON.stringify(kase)).toBe(before);
      }),
    );
  });

  test('cannot lose any one of its elements', async () => {
    await fc.assert(
      fc.asyncProperty(anyCase, fc.integer(), async (kase, salt) => {
        const fails = failsFor(kase, salt);
        const { shrunk } = await shrinkCase(kase, fails, 10_000);
        for (const key of ['faults', 'schedule'] as const)
          for (const index of shrunk[key].keys())
            expect(fails({ ...shrunk, [key]: shrunk[key].toSpliced(index, 1) })).toBe(false);
      }),
    );
  });
});
