// One finding → what its page says of it before the timeline: what was broken, how often it was seen, how to replay it, who raced with
// whom, and on which variants else it shows.
import type { RaceSide } from '../../tell-race.ts';
import type { PageFinding } from '../page-data.ts';
import { copyText } from './copy-text.ts';
import { makeButton, makeElement } from './make-element.ts';

/** Title, message, facts and the command. */
export function makeHead(finding: PageFinding): HTMLElement[] {
  const { headline, message, oracle, code, key, facts, state, replay } = finding;
  const command = makeElement('code', {}, replay);
  const copy = makeButton('Copy', '', () => void copyText(command, copy));
  copy.setAttribute('aria-label', 'Copy the replay command');
  return [
    makeElement(
      'p',
      { class: 'eyebrow' },
      makeElement('b', { class: state === 'unexpected' ? 'tag bad' : 'tag' }, state),
      ` ${oracle} `,
      makeElement('code', {}, code),
      ` in ${key[1]} `,
      makeElement('b', {}, key[2]),
    ),
    makeElement('h1', { tabindex: -1, id: 'finding-title' }, headline),
    makeElement('p', { class: 'message' }, message),
    makeElement(
      'dl',
      { class: 'facts' },
      ...facts.map(([label, text]) =>
        makeElement('div', {}, makeElement('dt', {}, label), makeElement('dd', {}, text)),
      ),
    ),
    replay === ''
      ? makeElement(
          'p',
          { class: 'note' },
          'The repro could not be saved, so that there is no command to replay it.',
        )
      : makeElement(
          'p',
          { class: 'command' },
          makeElement('span', { class: 'label' }, 'Replay'),
          ' ',
          command,
          ' ',
          copy,
        ),
    ...makeReasons(finding),
  ];
}

function makeReasons({ confirmationReasons }: PageFinding): HTMLElement[] {
  if (confirmationReasons.length === 0) return [];
  return [
    makeElement('p', { class: 'note' }, 'What tries on real sockets came to where they did not confirm it:'),
    makeElement('ul', {}, ...confirmationReasons.map((reason) => makeElement('li', {}, reason))),
  ];
}

/** Who raced with whom, or how the promise was broken. */
export function makeRace({ race, failure }: PageFinding): HTMLElement | undefined {
  if (race === undefined && failure === undefined) return undefined;
  const title = race === undefined ? 'What happened' : 'What raced';
  return makeElement(
    'section',
    { class: 'race-box', 'aria-labelledby': 'race-title' },
    makeElement('h2', { id: 'race-title' }, title),
    ...(race === undefined ? [makeElement('p', {}, failure)] : [makeSide(race.closed), makeSide(race.used)]),
  );
}

/** The smallest case on every variant, where that was tried. */
export function makeDifferential({ differential, key }: PageFinding): HTMLElement | undefined {
  if (differential === undefined) return undefined;
  const rows = differential.variants.map(([variant, outcome]) =>
    makeElement(
      'tr',
      {},
      makeElement('th', { scope: 'row' }, variant === key[2] ? `${variant} (this one)` : variant),
      makeElement('td', {}, outcome),
    ),
  );
  return makeElement(
    'section',
    { 'aria-labelledby': 'variants-title' },
    makeElement('h2', { id: 'variants-title' }, 'The same case on every variant'),
    makeElement('p', {}, `The smallest case ${differential.headline}.`),
    makeElement('table', { class: 'matrix' }, makeElement('tbody', {}, ...rows)),
  );
}

/** One side of a race, with the number of its place. */
function makeSide({ place, text }: RaceSide): HTMLElement {
  return makeElement(
    'p',
    { class: 'side' },
    makeElement('b', { class: 'badge' }, String(place + 1)),
    ` ${text}`,
  );
}
