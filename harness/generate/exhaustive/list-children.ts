// A run as it was observed → every single departure behind its own last one, in the order of time. That the earlier ones come first
// is what makes a tree of the cases: each is met once, below the run that it departs from.
import type { EventId } from '../../model/case.ts';
import { EXHAUSTIVE_PASSES_MAX, EXHAUSTIVE_TURNS_MAX } from '../../model/limits.ts';
import type { Observation, ObservedStep } from '../../model/observation.ts';
import { momentOf, type Element } from './element.ts';

/** What there is to inject, and how many elements a case may have. */
export type TreeSpace = { actions: readonly string[]; bound: number };

/** The children of a run, and what was left out of them for a limit of our own. */
export type Children = { elements: Element[]; gaps: string[] };

/** Lists them; `own` are the elements of the run, in their order. */
export function listChildren(
  { steps }: Observation,
  own: readonly Element[],
  { actions, bound }: TreeSpace,
): Children {
  const { held, count } = countHeld(own);
  const last = own.at(-1);
  const from = last?.step ?? 0;
  const elements: Element[] = [];
  const gaps: string[] = [];
  for (let step = from; step < steps.length; step++) {
    const isLast = last !== undefined && step === last.step;
    const observed = steps[step]!;
    if (!isLast) addHolds(step, observed);
    if (count >= bound) continue;
    const moment = isLast ? momentOf(last) : 0;
    for (const turns of momentsOf(observed)) {
      if ((turns ?? Infinity) < moment) continue;
      for (const what of actions) elements.push(act(step, observed.event, what, turns));
    }
    if (observed.turns >= EXHAUSTIVE_TURNS_MAX)
      gaps.push(`microtask turns of ${observed.event} beyond ${EXHAUSTIVE_TURNS_MAX}`);
  }
  return { elements, gaps };

  function addHolds(step: number, { event, ready }: ObservedStep): void {
    const passed: EventId[] = [];
    const added = new Set<EventId>();
    for (let nth = ready.indexOf(event); nth < ready.length - 1; nth++) {
      const id = ready[nth]!;
      if ((held.get(id) ?? 0) >= EXHAUSTIVE_PASSES_MAX) {
        gaps.push(`${id} held for more than ${EXHAUSTIVE_PASSES_MAX}`);
        return;
      }
      if (!held.has(id)) added.add(id);
      if (count + added.size > bound) return;
      passed.push(id);
      elements.push({ kind: 'hold', step, passed: [...passed] });
    }
  }
}

/** True when a run with these elements can have children at all. */
export function mayHaveChildren(own: readonly Element[], { bound }: TreeSpace): boolean {
  const { held, count } = countHeld(own);
  return count < bound || held.size > 0;
}

/** True when actions can be added to it, for which turns have to be counted. */
export function hasRoom(own: readonly Element[], { bound }: TreeSpace): boolean {
  return countHeld(own).count < bound;
}

/** Elements as cases count them: an event that is held is one, however many others pass it. */
function countHeld(own: readonly Element[]): { held: Map<EventId, number>; count: number } {
  const held = new Map<EventId, number>();
  let actions = 0;
  for (const element of own) {
    if (element.kind === 'act') actions++;
    else for (const id of element.passed) held.set(id, (held.get(id) ?? 0) + 1);
  }
  return { held, count: held.size + actions };
}

/**
 * Turn 0 is still in the callback, turn 1 the first microtask; from then on a turn is a moment of its own only when something ran
 * before it. The quiescent point comes last.
 */
function momentsOf({ turns }: ObservedStep): (number | undefined)[] {
  const last = Math.max(1, Math.min(turns, EXHAUSTIVE_TURNS_MAX));
  return [...Array.from({ length: last + 1 }, (_, turn) => turn), undefined];
}

function act(step: number, at: EventId, what: string, turns: number | undefined): Element {
  const element = { kind: 'act', step, at, do: what } as const;
  return turns === undefined ? element : { ...element, turns };
}
