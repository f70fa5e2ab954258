// Ways of drawing that programs share: every key is there or not, each with its own weight.
import fc from 'fast-check';

/** A key of a program: how often in 100 it is there, and what it may hold. */
export type Part = readonly [percent: number, values: fc.Arbitrary<unknown>];

/** Shares of the parts that an object has of those it might: what little there is meets more of what happens to it. */
const DENSITIES = [0.3, 0.3, 1];

/** Objects of these parts, most of them with few; a missing key means the plainest. */
export function parts<T>(table: Readonly<Record<string, Part>>): fc.Arbitrary<T> {
  const drawn = Object.fromEntries(
    Object.entries(table).map(([key, [, values]]) => [
      key,
      fc.tuple(fc.integer({ min: 0, max: 99 }), values),
    ]),
  );
  return fc.tuple(fc.constantFrom(...DENSITIES), fc.record(drawn)).map(([density, record]) => {
    const kept = Object.entries(record).filter(([key, [nth]]) => {
      const [percent] = table[key]!;
      return percent === 100 || nth < percent * density;
    });
    return Object.fromEntries(kept.map(([key, [, value]]) => [key, value])) as T;
  });
}

/** One of the values, each as often as the others. */
export function oneOf<T>(...values: T[]): fc.Arbitrary<T> {
  return fc.constantFrom(...values);
}

/** Values of the second kind so often in 100, otherwise of the first. */
export function seldom<T>(percent: number, often: fc.Arbitrary<T>, rare: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ weight: 100 - percent, arbitrary: often }, { weight: percent, arbitrary: rare });
}
