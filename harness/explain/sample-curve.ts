// Shares known at some steps → the next steps to look at: evenly spread first, then between the two neighbours whose shares
// differ most, and before that where the share becomes certain, until neighbours are one step apart or the runs are used up.
import { CURVE_JUMP_MIN } from '../model/limits.ts';
import type { CurvePoint, PointOfNoReturn } from '../model/explanation.ts';

/** At most `count` steps from 0 to `last`, evenly spread, both ends among them. */
export function spreadEvenly(last: number, count: number): number[] {
  const wanted = Math.min(last + 1, Math.max(2, count));
  if (last === 0) return [0];
  const steps = Array.from({ length: wanted }, (_, nth) => Math.round((nth * last) / (wanted - 1)));
  return [...new Set(steps)];
}

/** The step to look at next; undefined where there is nothing to learn between the points. */
export function nextToSample(points: readonly CurvePoint[]): number | undefined {
  const edge = certainIndex(points);
  if (edge > 0 && edge < points.length) {
    const middle = middleOf(points[edge - 1]!, points[edge]!);
    if (middle !== undefined) return middle;
  }
  let best: number | undefined;
  let largest = CURVE_JUMP_MIN;
  for (const [nth, point] of points.entries()) {
    const before = points[nth - 1];
    const middle = before && middleOf(before, point);
    if (before === undefined || middle === undefined) continue;
    const jump = Math.abs(shareOf(point) - shareOf(before));
    if (jump >= largest) [largest, best] = [jump, middle];
  }
  return best;
}

/** The curve that the points make. */
export function describeCurve(points: readonly CurvePoint[]): PointOfNoReturn {
  const edge = certainIndex(points);
  const at = points[edge];
  if (at === undefined) return { points: [...points], isExact: false };
  const isExact = at.step - (points[edge - 1]?.step ?? -1) === 1;
  return { points: [...points], certainFrom: at.step, isExact };
}

/** Index of the first point from which on all failed always; the number of points where there is none. */
function certainIndex(points: readonly CurvePoint[]): number {
  return points.findLastIndex(({ failed, of }) => failed < of) + 1;
}

function middleOf(left: CurvePoint, right: CurvePoint): number | undefined {
  return right.step - left.step > 1 ? (left.step + right.step) >> 1 : undefined;
}

function shareOf({ failed, of }: CurvePoint): number {
  return failed / of;
}
