// Kinds of what happens → signs of their own shape, so that nothing is told by colour alone.
import type { RowLine } from './timeline-layout.ts';
import { makeElement, makeShape } from './make-element.ts';

type SignKind = Exclude<RowLine['kind'], 'place'>;

/** Shapes around 0,0 and their words; `solid` ones are filled. */
const SIGNS: Readonly<Record<SignKind, { path: string; isSolid: boolean; words: string }>> = {
  step: {
    path: 'M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0',
    isSolid: true,
    words: 'a step: its event, on the lane it is of',
  },
  held: {
    path: 'M-4-5v10M4-5v10',
    isSolid: false,
    words: 'an event is held back, and this step passes it: a decision of the case',
  },
  action: { path: 'M0-7L7 0L0 7L-7 0Z', isSolid: true, words: 'an injected action: a decision of the case' },
  fault: {
    path: 'M1-7L-5 1H0L-1 7L5-1H0Z',
    isSolid: true,
    words: 'an injected fault: a decision of the case',
  },
  begun: { path: 'M-4-5L5 0L-4 5Z', isSolid: true, words: 'a call begins' },
  delivered: { path: 'M-5-4H5L0 5Z', isSolid: false, words: 'a call is given data' },
  done: { path: 'M-5 0L-1.5 4L5-4', isSolid: false, words: 'a call is done' },
  failed: { path: 'M-4-4L4 4M4-4L-4 4', isSolid: false, words: 'a call fails, or never settles' },
  note: {
    path: 'M-1.5 0a1.5 1.5 0 1 0 3 0a1.5 1.5 0 1 0-3 0',
    isSolid: true,
    words: 'a note of the scenario; what is still open',
  },
  wire: { path: 'M-4-4H4V4H-4Z', isSolid: false, words: 'on the wire, told by the gateway' },
  connection: {
    path: 'M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0',
    isSolid: false,
    words: 'a connection opens or closes',
  },
  session: {
    path: 'M-5 0L-2.5-4.3H2.5L5 0L2.5 4.3H-2.5Z',
    isSolid: false,
    words: 'a session sends, or ends',
  },
  closing: { path: 'M-4-4H4V4H-4Z', isSolid: true, words: 'something is closed or destroyed' },
  phase: { path: 'M-5 0H5', isSolid: false, words: 'a new part of the run' },
  uncaught: {
    path: 'M-2.9-7H2.9L7-2.9V2.9L2.9 7H-2.9L-7 2.9V-2.9Z',
    isSolid: true,
    words: 'an error that nobody caught',
  },
  violation: {
    path: 'M-2.9-7H2.9L7-2.9V2.9L2.9 7H-2.9L-7 2.9V-2.9Z',
    isSolid: true,
    words: 'a promise is broken',
  },
};

/** The sign of a kind, at a place. */
export function makeSign(kind: SignKind, x: number, y: number): SVGElement {
  const { path, isSolid } = SIGNS[kind];
  return makeShape('path', {
    d: path,
    transform: `translate(${x} ${y})`,
    class: `sign ${kind} ${isSolid ? 'solid' : 'hollow'}`,
  });
}

/** Every sign with its words, for the help. */
export function listSigns(): HTMLElement[] {
  return (Object.keys(SIGNS) as SignKind[]).map((kind) => {
    const item = makeElement('li');
    const picture = makeShape('svg', {
      width: 18,
      height: 18,
      viewBox: '-9 -9 18 18',
      'aria-hidden': 'true',
    });
    picture.append(makeSign(kind, 0, 0));
    item.append(picture, ` ${SIGNS[kind].words}`);
    return item;
  });
}
