// Two lists of steps, as traces list them → where they part.

/** The first position that differs, and what stands there; `the end` where a list has no more. */
export function firstDifference(
  expected: readonly string[],
  actual: readonly string[],
): { step: number; expected: string; actual: string } {
  let step = 0;
  while (step < expected.length && expected[step] === actual[step]) step++;
  return { step, expected: expected[step] ?? 'the end', actual: actual[step] ?? 'the end' };
}
