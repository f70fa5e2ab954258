// The places of a finding → cards beside each other: what was done there, in which step, the source around it and the stack.
import type { Excerpt, Place } from '../../../model/finding.ts';
import { makeElement } from './make-element.ts';

/** The cards. `goTo` selects the step of a place. */
export function makePlaces(places: readonly Place[], goTo: (step: number) => void): HTMLElement {
  return makeElement(
    'div',
    { class: 'places' },
    ...places.map((place, at) => {
      const { label, frames, excerpt, happenedIn } = place;
      const jump = makeElement('button', { type: 'button', class: 'link' }, `step ${happenedIn}`);
      jump.addEventListener('click', () => goTo(happenedIn!));
      return makeElement(
        'section',
        { class: 'place-card', 'aria-label': `Place ${at + 1}: ${label}` },
        makeElement(
          'h3',
          {},
          makeElement('b', { class: 'badge' }, String(at + 1)),
          ` ${label} `,
          happenedIn === undefined || happenedIn === 0 ? undefined : jump,
        ),
        excerpt === undefined ? undefined : makeExcerpt(excerpt),
        frames.length === 0
          ? makeElement('p', { class: 'note' }, 'No frames were recorded.')
          : makeElement('ol', { class: 'frames' }, ...frames.map((frame) => makeElement('li', {}, frame))),
      );
    }),
  );
}

function makeExcerpt({ file, line, column, first, lines }: Excerpt): HTMLElement {
  const rows = lines.flatMap((text, index) => {
    const number = first + index;
    const isHere = number === line;
    const row = makeElement(
      'span',
      { class: isHere ? 'code here' : 'code' },
      makeElement('span', { class: 'code-number' }, `${isHere ? '> ' : '  '}${number}`),
      ` ${text}\n`,
    );
    if (!isHere) return [row];
    const caret = `${' '.repeat(Math.max(0, column - 1))}^`;
    return [
      row,
      makeElement(
        'span',
        { class: 'code caret', 'aria-hidden': 'true' },
        makeElement('span', { class: 'code-number' }, ''),
        ` ${caret}\n`,
      ),
    ];
  });
  return makeElement(
    'figure',
    {},
    makeElement('figcaption', {}, `${file}:${line}:${column}`),
    makeElement('pre', { tabindex: 0, 'aria-label': `Source of ${file}, line ${line}` }, ...rows),
  );
}
