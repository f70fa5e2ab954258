// The places of a finding and its timeline → who raced with whom, in words: what closed something and when, what used it all the
// same, and who had queued that. Says only what the run recorded; where a step is not known it names none.
import type { Place } from '../model/finding.ts';
import type { Timeline, TimelineStep } from '../model/timeline.ts';
import { findStep, nameStep, tellStep } from './tell-step.ts';

/** One of the two sides: its place, and its step where that is known. */
export type RaceSide = { place: number; step?: number; text: string };

/** The two sides in the order in which they happened, and both as one text of two sentences. */
export type Race = { closed: RaceSide; used: RaceSide; text: string };

/** Tells it; undefined where a finding has not two places, or no timeline. */
export function tellRace(places: readonly Place[], timeline: Timeline | undefined): Race | undefined {
  const [first, second] = places;
  if (first === undefined || second === undefined || timeline === undefined) return undefined;
  const closedIn = first.happenedIn;
  const usedIn = second.happenedIn ?? (timeline.violation > 0 ? timeline.violation : undefined);
  const closed = `${capitalise(first.label)}${tellMoment(timeline, closedIn)}.`;
  const used = tellUse(timeline, tellLabel(timeline, second.label, usedIn), usedIn, closedIn);
  return {
    closed: { place: 0, ...(closedIn !== undefined && { step: closedIn }), text: closed },
    used: { place: 1, ...(usedIn !== undefined && { step: usedIn }), text: used },
    text: `${closed} ${used}`,
  };
}

/** `, in step 6 at the injected action "cancel reader"`, or what ran in that step. */
function tellMoment(timeline: Timeline, number: number | undefined): string {
  if (number === undefined) return '';
  if (number === 0) return ', before the first step';
  const actions = timeline.marks.filter(({ step, kind }) => step === number && kind === 'action');
  const names = actions.map(({ text }) => `"${text.replace(/^! /, '')}"`);
  if (names.length > 0)
    return `, in step ${number} with the injected ${names.length === 1 ? 'action' : 'actions'} ${names.join(' and ')}`;
  const step = findStep(timeline, number);
  return step === undefined ? `, in step ${number}` : `, in step ${number} (${tellStep(timeline, step)})`;
}

/** Who used it, where the label does not say: whoever failed in that step. */
function tellLabel({ lanes, marks }: Timeline, label: string, number: number | undefined): string {
  if (label !== 'used') return label;
  const failed = marks.filter(({ step, kind }) => step === number && kind === 'failed');
  return failed.length === 0
    ? label
    : failed
        .map(({ lane, text }) => `${lanes[lane]?.name} ${text.replace(/^failed: /, 'failed with ')}`)
        .join(', ');
}

function tellUse(
  timeline: Timeline,
  label: string,
  number: number | undefined,
  closedIn: number | undefined,
): string {
  const step = number === undefined ? undefined : findStep(timeline, number);
  if (step === undefined) return `Then, all the same: ${label}.`;
  if (step.step === closedIn) return `Then, within the same step ${step.step}: ${label}.`;
  const { causedIn } = step;
  const began = findBeginning(timeline, step);
  const isLater = closedIn !== undefined && causedIn > closedIn;
  const queued = causedIn === 0 ? 'before the first step' : `in ${sameStep(causedIn, closedIn)}`;
  const from =
    began === undefined || began.step === causedIn
      ? ''
      : `, as a consequence of step ${began.step} (${tellStep(timeline, began)})`;
  const still = isLater
    ? `was queued ${queued}, after that${from}`
    : `had been queued ${queued}${from}, was not called off`;
  return `${nameStep(timeline, step)} ${still}, and ran in step ${step.step}: ${label}.`;
}

function sameStep(step: number, closedIn: number | undefined): string {
  return step === closedIn ? `that same step ${step}` : `step ${step}`;
}

/** The last step on the way to `step` that came from outside the client: bytes, a timer, an actor. */
function findBeginning(timeline: Timeline, step: TimelineStep): TimelineStep | undefined {
  let current = findStep(timeline, step.causedIn);
  while (current !== undefined && timeline.lanes[current.lane]?.kind === 'client')
    current = findStep(timeline, current.causedIn);
  return current;
}

function capitalise(text: string): string {
  return /^[a-z]+ /.test(text) ? text[0]!.toUpperCase() + text.slice(1) : text;
}
