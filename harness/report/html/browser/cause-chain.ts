// A step → the steps that led to it: what queued it, what queued that, back to the first.
import type { TimelineStep } from '../../../model/timeline.ts';

/** Numbers of the steps, from `step` back to the first that is there; `step` itself is the first of the list. */
export function listCauses(steps: ReadonlyMap<number, TimelineStep>, step: number): number[] {
  const chain: number[] = [];
  let current = steps.get(step);
  while (current !== undefined) {
    chain.push(current.step);
    // What queued a step came before it; anything else is no chain.
    current = current.causedIn < current.step ? steps.get(current.causedIn) : undefined;
  }
  return chain;
}
