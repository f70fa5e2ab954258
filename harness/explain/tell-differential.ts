// What one case came to on every variant → the sentence that says it.
import type { Differential, RunOutcome, VariantOutcome } from '../model/differential.ts';

/** The differential of these outcomes, that of the case's own variant first. */
export function tellDifferential(variants: readonly VariantOutcome[]): Differential {
  return { headline: headlineOf(variants), variants: [...variants] };
}

const FAILS: readonly RunOutcome[] = ['same', 'alike'];
const PASSES: readonly RunOutcome[] = ['pass', 'gone'];

function headlineOf(variants: readonly VariantOutcome[]): string {
  const named = (...outcomes: RunOutcome[]): string[] =>
    variants.filter(({ outcome }) => outcomes.includes(outcome)).map(({ variant }) => variant);
  const failing = named(...FAILS);
  const passing = named(...PASSES);
  if (variants.length === 1) return 'there is no other variant';
  if (failing.length === variants.length) return 'fails with every variant';
  const clauses = [
    ...(passing.length === 0 ? [] : [`passes with ${listNames(passing)}`]),
    ...clause(named('other'), 'something else fails with'),
    ...clause(named('not applied'), 'does not apply to'),
    ...clause(named('no verdict'), 'has no verdict with'),
    ...clause(named('died'), 'the process dies with'),
  ];
  const [own] = failing;
  if (failing.length === 1 && passing.length === variants.length - 1) return `fails only with ${own}`;
  return [`fails with ${listNames(failing)}`, ...clauses].join('; ');
}

function clause(names: readonly string[], words: string): string[] {
  return names.length === 0 ? [] : [`${words} ${listNames(names)}`];
}

/** `a, b and c`. */
function listNames(names: readonly string[]): string {
  const last = names.at(-1)!;
  return names.length === 1 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
