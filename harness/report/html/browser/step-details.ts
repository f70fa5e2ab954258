// The selected step of a timeline → all that is known of it, in words.
import type { Timeline } from '../../../model/timeline.ts';
import { countOf, formatCount } from '../../../model/format-count.ts';
import { makeElement } from './make-element.ts';
import { nameLane, tellCause } from './step-words.ts';
import type { TimelineLayout, TimelineRow } from './timeline-layout.ts';

/** Fills `panel`; `goTo` selects a step. */
export function showStep(
  panel: HTMLElement,
  { timeline, layout }: { timeline: Timeline; layout: TimelineLayout },
  row: TimelineRow,
  goTo: (step: number) => void,
): void {
  const { step, lines, isViolation, number } = row;
  const title = step === undefined ? 'Before the first step' : `Step ${number} of ${lastStep(timeline)}`;
  const follows = step === undefined ? [] : timeline.steps.filter(({ causedIn }) => causedIn === number);
  panel.replaceChildren(
    makeElement('h3', {}, title),
    ...(isViolation ? [makeElement('p', {}, makeElement('b', { class: 'tag bad' }, 'violation'))] : []),
    ...(step === undefined
      ? []
      : [
          makeElement(
            'dl',
            {},
            ...listFacts([
              ['time', `${formatCount(step.ms)} virtual ms`],
              ['event', step.event],
              ['on', nameLane(timeline, step.lane)],
              ['open', `${countOf(step.sockets, 'socket')}, ${countOf(step.timers, 'timer')}`],
            ]),
          ),
          makeElement('p', {}, `It was ${tellCause(layout, row)} `, stepLink(layout, step.causedIn, goTo)),
        ]),
    makeElement(
      'ul',
      {},
      ...lines.map(({ lane, kind, text }) =>
        makeElement(
          'li',
          {},
          kind === 'place'
            ? `Place ${text}`
            : `${nameLane(timeline, lane)}: ${text.replace(/^! /, 'injected: ')}`,
        ),
      ),
    ),
    ...(follows.length === 0
      ? []
      : [
          makeElement(
            'p',
            {},
            'It queued ',
            ...follows.flatMap(({ step: next, event }, at) => [
              at === 0 ? '' : ', ',
              stepLink(layout, next, goTo, `step ${next}, ${event}`) ?? '',
            ]),
          ),
        ]),
  );
}

function stepLink(
  { rowOf }: TimelineLayout,
  step: number,
  goTo: (step: number) => void,
  text = 'go there',
): HTMLElement | undefined {
  if (!rowOf.has(step)) return undefined;
  const link = makeElement(
    'button',
    { type: 'button', class: 'link', 'aria-label': `${text}: step ${step}` },
    text,
  );
  link.addEventListener('click', () => goTo(step));
  return link;
}

function listFacts(facts: readonly (readonly [label: string, text: string])[]): HTMLElement[] {
  return facts.map(([label, text]) =>
    makeElement('div', {}, makeElement('dt', {}, label), makeElement('dd', {}, text)),
  );
}

function lastStep({ steps, omitted }: Timeline): number {
  return (steps.at(-1)?.step ?? 0) + (omitted?.after ?? 0);
}
