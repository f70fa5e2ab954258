// A profile → every case with one action, or one fault, or two of them: what SQLite's tests do to allocations (fail the n-th, for
// every n) done to cancellation. Nothing is drawn: case i is the i-th of a list that is gone through in strides, so that any part of
// it is spread over the whole run.
import { naturalCase, type Case, type EventId, type Injection, type Program } from '../model/case.ts';
import type { Fault } from '../model/fault.ts';
import type { Profile } from '../model/profile.ts';
import { placeOf, type SweepPlan } from '../model/sweep-plan.ts';
import type { CaseSource } from './case-source.ts';
import { listFaults } from './fault-forms.ts';

/** The cases, and how many there are of what. Beyond the last it is the natural run again. */
export type Sweep = { plan: SweepPlan; caseAt: CaseSource };

/** Sweeps the runs that look like `profile`. */
export function sweepOf(scenario: string, variant: string, profile: Profile, program?: Program): Sweep {
  const points = listPoints(profile);
  const faults = profile.faultKinds.flatMap((kind) => listFaults(kind, profile, 'coarse'));
  const plan = { points: points.length, faults: faults.length };
  const strides = { points: strideOf(points.length), faults: strideOf(faults.length) };
  const natural = naturalCase(scenario, variant, program);
  const make = (actions: Injection[], struck: Fault[]): Case => ({ ...natural, actions, faults: struck });
  const point = (nth: number): Injection => points[(nth * strides.points) % points.length]!;
  const fault = (nth: number): Fault => faults[(nth * strides.faults) % faults.length]!;
  return {
    plan,
    caseAt: (index) => {
      const place = placeOf(plan, index);
      if (place === undefined) return natural;
      const { part, nth } = place;
      if (part === 'points') return make([point(nth)], []);
      if (part === 'faults') return make([], [fault(nth)]);
      if (part === 'pairs') {
        const [first, second] = pairOf(nth, points.length);
        return make([point(first), point(second)], []);
      }
      return make(
        [point(nth % points.length)],
        [fault(Math.floor(nth / points.length) + (nth % points.length))],
      );
    },
  };
}

/** Every action at the end of every event, and at every depth inside of it that can make a difference. */
function listPoints({ events, turns, actions }: Profile): Injection[] {
  return events.flatMap((at: EventId, nth) =>
    actions.flatMap((name): Injection[] => [
      { do: name, at },
      ...Array.from({ length: turns[nth]! + 1 }, (_, turn) => ({ do: name, at, turns: turn })),
    ]),
  );
}

/** The n-th pair of `count` things: first all that are next to each other in the list, then those with one between, and so on. */
function pairOf(nth: number, count: number): [number, number] {
  let left = nth;
  for (let distance = 1; distance < count; distance++) {
    const here = count - distance;
    if (left < here) return [left, left + distance];
    left -= here;
  }
  return [0, 0];
}

/** A stride through `count` things that meets each once: about the golden ratio of them, and prime to their number. */
function strideOf(count: number): number {
  let stride = Math.max(1, Math.round(count * 0.618));
  while (divisor(stride, count) !== 1) stride++;
  return stride;
}

function divisor(left: number, right: number): number {
  return right === 0 ? left : divisor(right, left % right);
}
