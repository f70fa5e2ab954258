// A timeline → where everything in it goes: a row per step, a line in it for the step and one for each mark, lanes beside each other.
// Heights are known without drawing, so that only what can be seen has to be drawn.
import type { Place } from '../../../model/finding.ts';
import type { MarkKind, Timeline, TimelineStep } from '../../../model/timeline.ts';

export const LINE_PX = 22;
export const ROW_GAP_PX = 8;
const LANES_PX = 380;
const LANE_PX_MIN = 28;
const LANE_PX_MAX = 84;

/** One line of a row: the sign on a lane, and its words. A line without a sign is about the row. */
export type RowLine = { lane: number; kind: MarkKind | 'step' | 'held' | 'place'; text: string };

/** One row. `step` is undefined for what came before the first step. `place`: the finding's place that happened in it. */
export type TimelineRow = {
  number: number;
  step: TimelineStep | undefined;
  top: number;
  height: number;
  lines: RowLine[];
  isViolation: boolean;
};

/** The whole. `rowOf` finds a row by its step. */
export type TimelineLayout = {
  rows: TimelineRow[];
  rowOf: Map<number, number>;
  steps: Map<number, TimelineStep>;
  lanePx: number;
  height: number;
};

/** Lays it out. `places` are told in the rows in which they happened. */
export function layOutTimeline(timeline: Timeline, places: readonly Place[]): TimelineLayout {
  const { lanes, steps, violation } = timeline;
  const marks = Map.groupBy(timeline.marks, ({ step }) => step);
  const rows: TimelineRow[] = [];
  let top = 0;
  const add = (number: number, step: TimelineStep | undefined): void => {
    const isViolation = number === violation;
    const lines: RowLine[] = [
      ...(step === undefined ? [] : [{ lane: step.lane, kind: 'step', text: step.text } as const]),
      ...(step?.held ?? []).map(
        (event) =>
          ({ lane: step!.lane, kind: 'held', text: `passes ${event}, which the case holds back` }) as const,
      ),
      ...(marks.get(number) ?? []).map(({ lane, kind, text }) => ({ lane, kind, text })),
      ...places.flatMap(({ label, happenedIn }, at) =>
        happenedIn === number ? [{ lane: -1, kind: 'place', text: `${at + 1} ${label}` } as const] : [],
      ),
    ];
    const height = Math.max(1, lines.length) * LINE_PX + ROW_GAP_PX;
    rows.push({ number, step, top, height, lines, isViolation });
    top += height;
  };
  if (marks.has(0)) add(0, undefined);
  for (const step of steps) add(step.step, step);
  return {
    rows,
    rowOf: new Map(rows.map(({ number }, at) => [number, at])),
    steps: new Map(steps.map((step) => [step.step, step])),
    lanePx: Math.min(LANE_PX_MAX, Math.max(LANE_PX_MIN, Math.floor(LANES_PX / Math.max(1, lanes.length)))),
    height: top,
  };
}

/** The first row that ends below `y`, by halving. */
export function findRowAt(rows: readonly TimelineRow[], y: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const { top, height } = rows[middle]!;
    if (top + height <= y) low = middle + 1;
    else high = middle;
  }
  return low;
}
