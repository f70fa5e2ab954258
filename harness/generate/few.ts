// Arrays of a few elements, as many as some weights say.
import fc from 'fast-check';

/** Arrays whose length is drawn by weight: `weights[n]` for length n. */
export function few<T>(element: fc.Arbitrary<T>, weights: readonly number[]): fc.Arbitrary<T[]> {
  return fc.oneof(
    ...weights.map((weight, length) => ({
      weight,
      arbitrary: fc.array(element, { minLength: length, maxLength: length }),
    })),
  );
}
