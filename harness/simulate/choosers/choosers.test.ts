// Each policy chooses as it says, by what it is shown alone.
import { describe, expect, test } from 'vitest';
import type { Policy } from '../../model/policy.ts';
import { makeChooser } from './chooser.ts';
import { dependOnEachOther } from './dependence.ts';

/** Lets a policy order so many events on each lane, all of them ready from the start; the lanes of the events in order. */
function order(policy: Policy, counts: Readonly<Record<string, number>>): string {
  const chooser = makeChooser(policy);
  const lanes = Object.keys(counts).map((name) => ({ name, ordinal: 0 }));
  const done: string[] = [];
  for (;;) {
    const ready = lanes.filter(({ name, ordinal }) => ordinal < counts[name]!);
    if (ready.length === 0) return done.join(' ');
    const lane = ready[chooser.choose(ready)]!;
    lane.ordinal++;
    done.push(lane.name);
  }
}

const seeds = Array.from({ length: 4_000 }, (_, nth) => nth + 1);

/** How often each order comes. */
function tally(
  make: (seed: number) => Policy,
  counts: Readonly<Record<string, number>>,
): Map<string, number> {
  const orders = new Map<string, number>();
  for (const seed of seeds) {
    const one = order(make(seed), counts);
    orders.set(one, (orders.get(one) ?? 0) + 1);
  }
  return orders;
}

describe('every policy', () => {
  const policies: Policy[] = [
    { kind: 'uniform', seed: 5 },
    { kind: 'pct', seed: 5, changes: [1, 3] },
    { kind: 'pos', seed: 5 },
    { kind: 'weighted', seed: 5, counts: { 'c0<': 3, timer: 2 } },
    { kind: 'starve', lanes: 'c0', from: 1, steps: 2 },
  ];
  test.each(policies)('$kind chooses the same way each time, and every event once', (policy) => {
    const counts = { 'c0<': 3, 'c1<': 1, timer: 2 };
    const first = order(policy, counts);
    expect(order(policy, counts)).toBe(first);
    expect(first.split(' ').toSorted()).toEqual(['c0<', 'c0<', 'c0<', 'c1<', 'timer', 'timer']);
  });
});

describe('uniform', () => {
  test('takes each of two lanes as often as the other', () => {
    const orders = tally((seed) => ({ kind: 'uniform', seed }), { a: 1, b: 1 });
    expect(orders.get('a b')! / seeds.length).toBeCloseTo(0.5, 1);
  });

  test('lets a short lane come last behind a long one hardly ever', () => {
    const orders = tally((seed) => ({ kind: 'uniform', seed }), { long: 7, short: 1 });
    expect(orders.get('long long long long long long long short') ?? 0).toBeLessThan(seeds.length / 64);
  });
});

describe('weighted', () => {
  test('makes every order of a long and a short lane about as likely as the others', () => {
    const counts = { long: 7, short: 1 };
    const orders = tally((seed) => ({ kind: 'weighted', seed, counts }), counts);
    expect(orders.size).toBe(8);
    for (const count of orders.values()) expect(count / seeds.length).toBeCloseTo(1 / 8, 1);
  });

  test('takes a lane that has more events than were counted for one with a single event', () => {
    const orders = tally((seed) => ({ kind: 'weighted', seed, counts: {} }), { a: 2, b: 1 });
    expect(orders.size).toBe(3);
  });
});

describe('pct', () => {
  test('runs lane after lane where nothing changes, in any order of the lanes', () => {
    const orders = tally((seed) => ({ kind: 'pct', seed, changes: [] }), { a: 2, b: 2, c: 1 });
    expect([...orders.keys()].toSorted()).toEqual([
      'a a b b c',
      'a a c b b',
      'b b a a c',
      'b b c a a',
      'c a a b b',
      'c b b a a',
    ]);
  });

  test('makes the first lane the last at each change', () => {
    for (const seed of seeds.slice(0, 50)) {
      const [first] = order({ kind: 'pct', seed, changes: [] }, { a: 3, b: 3 }).split(' ');
      const other = first === 'a' ? 'b' : 'a';
      const changed = order({ kind: 'pct', seed, changes: [1, 3] }, { a: 3, b: 3 });
      expect(changed).toBe([first, other, other, first, first, other].join(' '));
    }
  });
});

describe('pos', () => {
  test('meets both orders of two racing events about as often, however many others there are that they do not race with', () => {
    const counts = { 'c0<': 1, 'c0>': 1, 'c1<': 4, 'c2<': 4 };
    const orders = tally((seed) => ({ kind: 'pos', seed }), counts);
    let requestFirst = 0;
    for (const [one, count] of orders) if (one.indexOf('c0>') < one.indexOf('c0<')) requestFirst += count;
    expect(requestFirst / seeds.length).toBeCloseTo(0.5, 1);
  });
});

test('a starved connection waits for its time, as long as there is anything else', () => {
  const counts = { 'c0<': 2, 'c0>': 1, timer: 3 };
  expect(order({ kind: 'starve', lanes: 'c0', from: 0, steps: 9 }, counts)).toBe(
    'timer timer timer c0< c0< c0>',
  );
  expect(order({ kind: 'starve', lanes: 'c0', from: 1, steps: 1 }, counts)).toBe(
    'c0< timer c0< c0> timer timer',
  );
  expect(order({ kind: 'starve', lanes: 'c0', from: 0, steps: 0 }, counts)).toBe(
    'c0< c0< c0> timer timer timer',
  );
});

test('events of different connections commute, and nothing else of the client does', () => {
  expect(dependOnEachOther('c0<', 'c0>')).toBe(true);
  expect(dependOnEachOther('c0<', 'c1:io')).toBe(false);
  expect(dependOnEachOther('c0<', 'timer')).toBe(true);
  expect(dependOnEachOther('immediate', 'close')).toBe(true);
  expect(dependOnEachOther('g0', 'g1')).toBe(false);
  expect(dependOnEachOther('g0', 'c0<')).toBe(true);
});
