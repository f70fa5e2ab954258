// Ways of drawing that programs share: every key is there or not, each with its own weight.
import fc from 'fast-check';

/** A key of a program: how often in 100 it is there, and what it may hold. */
export type Part = readonly [percent: number, values: fc.Arbitrary<unknown>];

/** Objects of these parts; a missing key means the plainest. */
export function parts<T>(table: Readonly<Record<string, Part>>): fc.Arbitrary<T> {
  const drawn = Object.fromEntries(
    Object.entries(table).map(([key, [percent, values]]) => [
      key,
      fc
        .tuple(fc.integer({ min: 0, max: 99 }), values)
        .map(([nth, value]): unknown => (nth < percent ? value : undefined)),
    ]),
  );
  return fc.record(drawn).map((record) => withoutMissing(record) as T);
}

function withoutMissing(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

/** One of the values, each as often as the others. */
export function oneOf<T>(...values: T[]): fc.Arbitrary<T> {
  return fc.constantFrom(...values);
}
