// A timeline → in one sentence how the promise was broken: what failed or was still open in the step in which it shows, and since
// when. For findings of which no two places tell what raced.
import type { Timeline } from '../model/timeline.ts';
import { findStep, tellStep } from './tell-step.ts';

type TimelineMark = Timeline['marks'][number];

const STILL_OPEN = /^still open: /;

/** The sentence; undefined where the step shows nothing of it. */
export function tellFailure(timeline: Timeline): string | undefined {
  const { lanes, marks, spans, violation } = timeline;
  const within = marks.filter(({ step }) => step === violation);
  const broken = within.filter(isBroken);
  // Where nothing failed, what was delivered is what was wrong.
  const shown = broken.length > 0 ? broken : within.filter(({ kind }) => kind === 'delivered');
  const told = shown.map(({ lane, kind, text }) => {
    const { kind: of, name } = lanes[lane]!;
    if (STILL_OPEN.test(text)) {
      const since = spans.findLast((span) => span.lane === lane && span.to === undefined)?.from;
      return `${text}${since === undefined ? '' : `, there since step ${since}`}`;
    }
    const isOfCall = kind === 'failed' || kind === 'delivered';
    return isOfCall ? `${of === 'actor' || of === 'call' ? name : of} ${text}` : text;
  });
  if (told.length === 0) return undefined;
  const step = findStep(timeline, violation);
  const words = step === undefined ? '' : ` (${tellStep(timeline, step)})`;
  return `In step ${violation}${words}: ${[...new Set(told)].join('; ')}.`;
}

function isBroken({ kind, text }: TimelineMark): boolean {
  return kind === 'violation' || kind === 'uncaught' || kind === 'failed' || STILL_OPEN.test(text);
}
