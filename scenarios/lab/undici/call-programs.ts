// One call of undici's functions → what it may consist of, as it is drawn: which function, how it is answered, read and given up.
import type { Arbitrary } from 'fast-check';
import { furtherAnswerPrograms, type AnswerProgram } from '../answers.ts';
import type { CallProgram as CommonCall } from '../call-program.ts';
import { oneOf, parts, seldom } from '../draw.ts';
import { furtherReadPrograms, type ReadProgram } from '../readers.ts';
import { signalPrograms } from '../signals.ts';
import { furtherUploadPrograms } from '../uploads.ts';
import { handlerPrograms, type HandlerProgram } from './dispatching.ts';
import { leavePrograms, type LeaveProgram } from './giving-up.ts';
import { listenPrograms, type ListenProgram } from './listening.ts';
import { HEADER_FORMS, type HeaderForm } from './own-headers.ts';
import { NONSENSE, type Nonsense } from './refusals.ts';
import { MAJOR } from './release.ts';

const FUNCTIONS = ['stream', 'pipeline', 'fetch', 'method'] as const;
const FURTHER_FUNCTIONS = ['event-source', 'dispatch'] as const;

/**
 * One call: by `request`, or by another function; `throws`: with the option that
 * makes an error of a status (releases up to 6), which also know `follows`, so many redirects; `listen`: of an event source;
 * `leaves`: gives up by itself; `handler`: of a dispatch; `redirect` and `isRequest` (a Request is fetched): of a fetch; `headers`: a
 * header of its own, in that form; `nonsense`: what makes it no call at all; times in ms that only this call is given.
 */
export type CallProgram = CommonCall & {
  via?: (typeof FUNCTIONS)[number] | (typeof FURTHER_FUNCTIONS)[number];
  throws?: true;
  resets?: true;
  method?: 'HEAD' | 'OPTIONS';
  listen?: ListenProgram;
  leaves?: LeaveProgram;
  handler?: HandlerProgram;
  follows?: number;
  redirect?: 'manual' | 'error';
  isRequest?: true;
  headersTimeout?: number;
  bodyTimeout?: number;
  highWaterMark?: number;
  headers?: HeaderForm;
  nonsense?: Nonsense;
};

/** More than buffers hold. */
const LARGE: AnswerProgram = { items: 4, bytes: 70_000 };

/** Readers who are slower than that comes: what one part of a client does then, all others have to bear. */
const pressures: Arbitrary<ReadProgram> = parts<ReadProgram>({
  how: [100, oneOf<ReadProgram['how']>('late', 'piecewise', 'events', 'pipe')],
  waitMs: [100, oneOf(1, 200)],
});

export const callPrograms: Arbitrary<CallProgram> = parts<CallProgram & { pressure?: ReadProgram }>({
  via: [
    70,
    seldom(12, oneOf<CallProgram['via']>(...FUNCTIONS), oneOf<CallProgram['via']>(...FURTHER_FUNCTIONS)),
  ],
  afterMs: [35, oneOf(1, 20, 60, 700, 5_000)],
  after: [35, oneOf('a', 'b')],
  upload: [30, furtherUploadPrograms],
  answer: [75, furtherAnswerPrograms],
  read: [60, furtherReadPrograms],
  signal: [20, signalPrograms],
  throws: [15, oneOf(true)],
  resets: [5, oneOf(true)],
  method: [8, oneOf('HEAD', 'HEAD', 'OPTIONS')],
  listen: [80, listenPrograms],
  leaves: [10, leavePrograms],
  handler: [80, handlerPrograms],
  follows: [10, oneOf(1, 5)],
  redirect: [20, oneOf('manual', 'error')],
  isRequest: [15, oneOf(true)],
  headersTimeout: [6, oneOf(600, 1_500)],
  bodyTimeout: [6, oneOf(600, 1_500)],
  highWaterMark: [6, oneOf(1, 1_000_000)],
  pressure: [6, pressures],
  headers: [12, oneOf(...HEADER_FORMS)],
  nonsense: [4, oneOf(...NONSENSE)],
}).map(({ pressure, ...drawn }) => {
  const { listen, handler, redirect, isRequest, follows, highWaterMark, ...further } = drawn;
  const { throws, resets, headersTimeout, bodyTimeout, ...program } = further;
  const { via } = program;
  const isFetch = via === 'fetch';
  return {
    ...program,
    ...(pressure && { answer: { ...program.answer, ...LARGE }, read: pressure }),
    ...(listen && via === 'event-source' && { listen }),
    ...(handler && via === 'dispatch' && { handler }),
    ...(redirect && isFetch && { redirect }),
    ...(isRequest && isFetch && { isRequest }),
    ...(follows !== undefined && MAJOR <= 6 && !isFetch && { follows }),
    // Of a dispatcher's options a fetch hands on none.
    ...(!isFetch && {
      ...(highWaterMark !== undefined && { highWaterMark }),
      ...(throws && { throws }),
      ...(resets && { resets }),
      ...(headersTimeout !== undefined && { headersTimeout }),
      ...(bodyTimeout !== undefined && { bodyTimeout }),
    }),
  };
});

/** The method that a call is made with. */
export function methodOf({ upload, method }: CallProgram): string {
  return upload === undefined ? (method ?? 'GET') : (upload.method ?? 'POST');
}
