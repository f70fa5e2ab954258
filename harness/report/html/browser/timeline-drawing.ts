// The visible part of a timeline → its picture: lanes with how long things lived on them, signs, and arrows from what queued a step
// to the step.
import type { Timeline } from '../../../model/timeline.ts';
import { makeShape } from './make-element.ts';
import { LINE_PX, ROW_GAP_PX, type TimelineLayout, type TimelineRow } from './timeline-layout.ts';
import { makeSign } from './timeline-signs.ts';

/** Width of the column of steps and times. */
export const GUTTER_PX = 116;

/** Up to so many rows all arrows are drawn; beyond, those of the selected step. */
const ARROWS_FOR_ALL_ROWS = 80;

/** Lanes as lines, and bars where something lived; between `top` and `bottom`. */
export function drawLanes(
  { lanes, spans }: Timeline,
  layout: TimelineLayout,
  top: number,
  bottom: number,
): SVGElement[] {
  const lines = lanes.map((_, lane) => {
    const x = xOf(layout, lane);
    return makeShape('line', { x1: x, x2: x, y1: top, y2: bottom, class: 'lane' });
  });
  const bars = spans.map(({ lane, from, to }) => {
    const y = Math.max(top - 20, startOf(layout, from));
    const end = Math.min(bottom + 20, to === undefined ? layout.height : endOf(layout, to));
    if (end <= top || y >= bottom) return undefined;
    return makeShape('rect', {
      x: xOf(layout, lane) - 6,
      y,
      width: 12,
      height: Math.max(12, end - y),
      rx: 6,
      class: to === undefined ? 'span open' : 'span',
    });
  });
  return [...lines, ...bars.filter((bar) => bar !== undefined)];
}

/** Arrows into `shown` rows; those of `chain`, steps that led to the selected one, stand out. */
export function drawArrows(
  layout: TimelineLayout,
  shown: readonly TimelineRow[],
  chain: readonly number[],
): SVGElement[] {
  const isAll = layout.rows.length <= ARROWS_FOR_ALL_ROWS;
  const inChain = new Set(chain);
  const [first, last] = [shown[0]?.number ?? 0, shown.at(-1)?.number ?? 0];
  const faint: SVGElement[] = [];
  const strong: SVGElement[] = [];
  for (const { number, step } of layout.rows) {
    if (step === undefined || step.causedIn === 0) continue;
    const isOut = step.causedIn > last || number < first;
    const isStrong = inChain.has(number);
    if (isOut || (!isAll && !isStrong)) continue;
    const cause = layout.steps.get(step.causedIn);
    if (cause === undefined) continue;
    const [x1, y1] = [xOf(layout, cause.lane), startOf(layout, cause.step) + LINE_PX / 2];
    const [x2, y2] = [xOf(layout, step.lane), startOf(layout, number) + LINE_PX / 2];
    const arrow = makeShape('path', {
      d: bend(x1, y1, x2, y2),
      class: isStrong ? 'arrow strong' : 'arrow',
    });
    const head = makeShape('path', {
      d: x1 === x2 ? 'M-9 -4L-3 0L-9 4Z' : 'M-3.5 -10L0 -4L3.5 -10Z',
      transform: `translate(${x2} ${y2})`,
      class: isStrong ? 'arrow-head strong' : 'arrow-head',
    });
    (isStrong ? strong : faint).push(arrow, head);
  }
  return [...faint, ...strong];
}

/** The signs of the lines of `shown` rows. */
export function drawSigns(layout: TimelineLayout, shown: readonly TimelineRow[]): SVGElement[] {
  return shown.flatMap(({ top, lines }) =>
    lines.flatMap(({ lane, kind }, nth) => {
      if (kind === 'place') return [];
      const y = top + ROW_GAP_PX / 2 + nth * LINE_PX + LINE_PX / 2;
      return [makeSign(kind, xOf(layout, lane), y)];
    }),
  );
}

/** Straight down where there is a way, beside the lane where both ends are on it. */
function bend(x1: number, y1: number, x2: number, y2: number): string {
  if (x1 === x2) {
    const out = Math.min(22, 10 + (y2 - y1) / 12);
    return `M${x1 - 5} ${y1}C${x1 - out} ${y1} ${x1 - out} ${y2} ${x2 - 9} ${y2}`;
  }
  const half = (y2 - y1) / 2;
  return `M${x1} ${y1 + 5}C${x1} ${y1 + half} ${x2} ${y2 - half} ${x2} ${y2 - 10}`;
}

function xOf({ lanePx }: TimelineLayout, lane: number): number {
  return GUTTER_PX + (lane + 0.5) * lanePx;
}

/** Where the row of a step begins; before the first that is there, the top. */
function startOf({ rows, rowOf }: TimelineLayout, step: number): number {
  const at = rowOf.get(step);
  return at === undefined ? -ROW_GAP_PX : rows[at]!.top + ROW_GAP_PX / 2;
}

function endOf(layout: TimelineLayout, step: number): number {
  const at = layout.rowOf.get(step);
  if (at === undefined) return step === 0 ? 0 : layout.height;
  const { top, height } = layout.rows[at]!;
  return top + height - ROW_GAP_PX / 2;
}
