// The parts of an explanation → sentences, the same in every report. Text must be printable already.
import type { CausalCone, Condition, Explanation, NearestPassing } from '../model/explanation.ts';
import { isUnsaid } from '../model/explanation.ts';
import { tellNoReturn } from './curve-chart.ts';

/** Steps that are listed one by one. */
const STEPS_LISTED = 12;

/** What, taken differently, makes the case pass, and where the two runs part. */
export function tellNearest({ words, outcome, partsAt }: NearestPassing, violation: number): string {
  const change = words.startsWith('without ') ? `W${words.slice(1)}` : `If ${words}`;
  const then = outcome === 'pass' ? 'the run passes' : 'the run no longer has this finding, only others';
  return `${change}, ${then}. It parts from the failing one at step ${partsAt}; the violation is at step ${violation}.`;
}

/** How many steps the violation depends on. */
export function tellCone({ about, steps, of }: CausalCone): string {
  if (steps.length === of) return `All ${of} steps, traced back from ${about}.`;
  const kept = new Set(steps);
  const out = Array.from({ length: of }, (_, nth) => nth + 1).filter((step) => !kept.has(step));
  const list = out.length > STEPS_LISTED ? '' : ` Without ${out.join(', ')}.`;
  return `${steps.length} of ${of} steps, traced back from ${about}.${list}`;
}

/** What still fails in the same way did not need it; a run without a verdict says nothing. */
export function tellNeed({ without }: Condition): 'necessary' | 'not necessary' | 'not known' {
  if (without === 'same' || without === 'alike') return 'not necessary';
  return without === 'no verdict' || without === 'died' ? 'not known' : 'necessary';
}

/** The two sentences that say most; none where neither is known. */
export function tellWhy({ nearest, noReturn, violation }: Explanation): string[] {
  return [
    ...(isUnsaid(nearest) ? [] : [tellNearest(nearest, violation)]),
    ...(isUnsaid(noReturn) ? [] : [tellNoReturn(noReturn)]),
  ];
}
