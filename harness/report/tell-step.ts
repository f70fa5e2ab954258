// A step of a timeline → its words, for a sentence about it.
import { splitEventId } from '../model/split-event-id.ts';
import type { Timeline, TimelineStep } from '../model/timeline.ts';

/** A step as what happens in it: `80 bytes arrive on c0`. */
export function tellStep({ lanes }: Timeline, { event, text, lane }: TimelineStep): string {
  if (lanes[lane]?.kind === 'actor') return `${lanes[lane].name} ${text}`;
  const [, connection, way, what] = /^(c\d+)([<>]) gets (.*)$/.exec(text) ?? [];
  if (way === '>') return `the gateway gets ${what}`;
  if (way === '<') return `${what} ${what!.endsWith('bytes') ? 'arrive' : 'arrives'} on ${connection}`;
  return text === splitEventId(event).lane ? event : text;
}

/** A step as the event that it is of, to begin a sentence with. */
export function nameStep({ lanes }: Timeline, { event, text, lane }: TimelineStep): string {
  if (lanes[lane]?.kind === 'actor') return `The start of ${lanes[lane].name}`;
  if (splitEventId(event).lane.endsWith('<'))
    return `The delivery ${event} (${text.replace(/^.* gets /, '')})`;
  if (text === splitEventId(event).lane) return `The client's ${event}`;
  return `The event ${event} (${text})`;
}

/** The step with that number; undefined where it is not there. */
export function findStep({ steps }: Timeline, number: number): TimelineStep | undefined {
  return steps.find(({ step }) => step === number);
}
