// A step of a timeline → its words: for the details beside it, and as one sentence for whoever listens.
import { countOf } from '../../../model/format-count.ts';
import type { Timeline } from '../../../model/timeline.ts';
import type { TimelineLayout, TimelineRow } from './timeline-layout.ts';

/** The name of a lane: `actor reader`, `socket c0`, `gateway`. */
export function nameLane({ lanes }: Pick<Timeline, 'lanes'>, lane: number): string {
  const found = lanes[lane];
  if (found === undefined) return '';
  return found.name === '' ? found.kind : `${found.kind} ${found.name}`;
}

/** What queued a step, in words. */
export function tellCause(layout: TimelineLayout, { step }: TimelineRow): string {
  if (step === undefined) return '';
  if (step.causedIn === 0) return 'queued before the first step';
  const before = step.step - step.causedIn;
  const cause = layout.steps.get(step.causedIn);
  const what = cause === undefined ? '' : ` (${cause.event})`;
  return `queued in step ${step.causedIn}${what}, ${countOf(before, 'step')} before`;
}

/** The row as one sentence. */
export function tellRow(timeline: Timeline, layout: TimelineLayout, row: TimelineRow): string {
  const { number, step, lines, isViolation } = row;
  const head = step === undefined ? 'Before the first step' : `Step ${number}, ${step.ms} ms, ${step.event}`;
  const words = lines.map(({ lane, text, kind }) =>
    kind === 'place' ? `place ${text}` : `${nameLane(timeline, lane)}: ${text}`,
  );
  const cause = tellCause(layout, row);
  return [`${head}${isViolation ? ', the violation' : ''}`, ...words, ...(cause === '' ? [] : [cause])].join(
    '. ',
  );
}
