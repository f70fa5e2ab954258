// A stream of random bits from one integer.
import { expect, test } from 'vitest';
import { Entropy } from './entropy.ts';

const draw = (seed: number, count = 200): number[] => {
  const entropy = new Entropy(seed);
  return Array.from({ length: count }, () => entropy.nextInt());
};

test('the same seed gives the same stream, in every version: saved cases depend on it', () => {
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1, 3)).toEqual([287_317_652, 3_844_763_798, 2_725_124_882]);
});

test('neighbouring seeds give streams that have nothing in common', () => {
  expect(new Set([...draw(1), ...draw(2), ...draw(3)]).size).toBe(600);
});

test('numbers are in [0, 1) and spread over it', () => {
  const entropy = new Entropy(7);
  const numbers = Array.from({ length: 10_000 }, () => entropy.nextFloat());
  expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
  const tenths = Array.from(
    { length: 10 },
    (_, tenth) => numbers.filter((number) => Math.trunc(number * 10) === tenth).length,
  );
  for (const count of tenths) expect(count).toBeGreaterThan(850);
});

test('bytes are filled, all of them and no others, with every value there is', () => {
  const bytes = new Uint8Array(10_000);
  new Entropy(7).fillBytes(bytes.subarray(1, -1));
  expect([bytes[0], bytes.at(-1), new Set(bytes).size]).toEqual([0, 0, 256]);
});
