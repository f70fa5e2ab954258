// One departure from the natural run, and where in the run it lies; a list of them, earliest first, is a case. A departure changes
// nothing of what came before it, so the cases that begin with the same ones have the same beginning.
import type { Case, Deviation, EventId, Injection } from '../../model/case.ts';

/**
 * `hold`: at the choice of step `step` (from 0) the events `passed`, which would have come first, are held back once more.
 * `act`: an action inside that step after some microtask turns, or at its quiescent point where `turns` is not given.
 */
export type Element =
  | { kind: 'hold'; step: number; passed: readonly EventId[] }
  | { kind: 'act'; step: number; at: EventId; do: string; turns?: number };

/** The case of `root` with these elements. */
export function caseWith(root: Case, elements: readonly Element[]): Case {
  const held = new Map<EventId, number>();
  const actions: Injection[] = [];
  for (const element of elements) {
    if (element.kind === 'act') {
      const { do: what, at, turns } = element;
      actions.push(turns === undefined ? { do: what, at } : { do: what, at, turns });
    } else for (const id of element.passed) held.set(id, (held.get(id) ?? 0) + 1);
  }
  const schedule = [...held].map(([hold, count]): Deviation => ({ hold, for: count }));
  return { ...root, actions: [...root.actions, ...actions], schedule: [...root.schedule, ...schedule] };
}

/** Moment of an action in its step, which begins with the choice: turns in their order, then the quiescent point. */
export function momentOf(element: Element): number {
  if (element.kind === 'hold') return BEFORE_TURNS;
  return element.turns ?? Infinity;
}

const BEFORE_TURNS = -1;
