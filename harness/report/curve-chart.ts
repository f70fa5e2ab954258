// Shares at some steps → a chart of characters, a column for each step or for several, and the sentence that says where it
// becomes certain.
import type { CurvePoint, PointOfNoReturn } from '../model/explanation.ts';
import type { Screen } from './screen.ts';

/** A row of the chart: a column is filled when its share is at least so much, and not 0. */
const LEVELS: readonly { label: string; atLeast: number }[] = [
  { label: '100%', atLeast: 1 },
  { label: '75%', atLeast: 0.75 },
  { label: '50%', atLeast: 0.5 },
  { label: '25%', atLeast: 0.25 },
  { label: '>0%', atLeast: Number.MIN_VALUE },
];

const LABEL_CHARS = 4;
const GUTTER = ' |';
const UNIT = ' step';

/** The lines of the chart. A step that was not looked at has the share of the one before it. */
export function renderCurve({ points, certainFrom }: PointOfNoReturn, screen: Screen): string[] {
  const last = points.at(-1)?.step ?? 0;
  const width = Math.max(1, Math.min(last + 1, screen.columns - LABEL_CHARS - GUTTER.length - UNIT.length));
  const columns = Array.from({ length: width }, (_, column) =>
    shareAt(points, Math.floor(((column + 1) * (last + 1)) / width) - 1),
  );
  const indent = ' '.repeat(LABEL_CHARS + GUTTER.length);
  const mark = certainFrom === undefined ? undefined : Math.floor((certainFrom * width) / (last + 1));
  const end = String(last);
  return [
    ...LEVELS.map(({ label, atLeast }) => {
      const bar = columns.map((share) => (share >= atLeast ? '#' : ' ')).join('');
      return `${label.padStart(LABEL_CHARS)}${GUTTER}${bar}`.trimEnd();
    }),
    `${' '.repeat(LABEL_CHARS)} +${'-'.repeat(width)}`,
    `${indent}0${width > end.length + 1 ? end.padStart(width - 1) : ''}${UNIT}`,
    ...(mark === undefined ? [] : [`${indent}${' '.repeat(mark)}^`]),
  ];
}

/** Where it becomes certain, in a sentence. */
export function tellNoReturn({ points, certainFrom, isExact }: PointOfNoReturn): string {
  const last = points.at(-1);
  if (last === undefined) return 'Nothing was looked at.';
  if (certainFrom === undefined)
    return `At no step was the failure certain: behind step ${last.step} it came in ${last.failed} of ${last.of} continuations.`;
  const { of } = last;
  if (certainFrom === 0)
    return `Certain from the start: all ${of} continuations failed, in whatever order the events came.`;
  const before = points.findLast(({ step }) => step < certainFrom);
  if (before === undefined)
    return `From step ${certainFrom} on every continuation failed (${of} of ${of}); no step before it was looked at.`;
  const between = isExact ? '' : `; the steps between were not looked at`;
  return `From step ${certainFrom} on every continuation failed (${of} of ${of}); at step ${before.step} it was ${before.failed} of ${before.of}${between}.`;
}

function shareAt(points: readonly CurvePoint[], step: number): number {
  const point = points.findLast((candidate) => candidate.step <= step) ?? points[0];
  return point === undefined ? 0 : point.failed / point.of;
}
