// A number → smaller ones worth a try, the smallest first.

/** `least`, then ever smaller steps down: a bisection towards the smallest number that still fails. */
export function smallerNumbers(value: number, least: number): number[] {
  const candidates = [least];
  for (let step = (value - least) >> 1; step >= 1; step >>= 1) candidates.push(value - step);
  return [...new Set(candidates)].filter((candidate) => candidate >= least && candidate < value);
}
