// The answers of a program → the gateway's routes, one for each call, and what is drawn of them.
import { gzipSync } from 'node:zlib';
import type { Arbitrary } from 'fast-check';
import { wait, type Answer, type BodyItem, type Route } from '../../harness/index.ts';
import { oneOf, parts } from './draw.ts';

/**
 * One call's answer. Default: 200 with one small chunk. `bytes` of each of `items` parts with `waitMs` before each but the first;
 * `fails`: so many requests are answered with `failStatus` (503) first, `retryAfter` in seconds or as it stands.
 */
export type AnswerProgram = {
  status?: number;
  framing?: 'length' | 'close';
  items?: number;
  bytes?: number;
  waitMs?: number;
  gzip?: true;
  closes?: true;
  fails?: number;
  failStatus?: number;
  failBytes?: number;
  retryAfter?: string;
};

/** Answers worth trying: around the sizes at which buffers fill, with and without an end of their own. */
export const answerPrograms: Arbitrary<AnswerProgram> = parts<AnswerProgram>({
  status: [12, oneOf(201, 204, 304, 400, 401, 404, 500, 503)],
  framing: [60, oneOf('length', 'close')],
  items: [50, oneOf(2, 3, 5)],
  bytes: [50, oneOf(1, 1_000, 16_384, 65_536, 70_000, 200_000)],
  waitMs: [40, oneOf(1, 20, 50)],
  gzip: [10, oneOf(true)],
  closes: [15, oneOf(true)],
  fails: [20, oneOf(1, 2, 9)],
  failStatus: [60, oneOf(401, 429, 500, 502)],
  failBytes: [40, oneOf(0, 20_000, 200_000)],
  retryAfter: [25, oneOf('1', '2', 'Mon, 13 Apr 2026 20:19:02 GMT', 'soon')],
});

/** Bytes of a part where the program does not say. */
const PART_BYTES = 24;

/** The route of a call. */
export function routeOf(name: string, program: AnswerProgram = {}): Route {
  return {
    name,
    path: `/answers/${name}`,
    call: () => name,
    answer: ({ method }, { token, nth }) => {
      if (nth < (program.fails ?? 0)) return failure(program, token);
      const { status = 200, closes, gzip } = program;
      const answer: Answer = {
        status,
        headers: {
          'content-type': 'text/plain; charset=utf-8',
          ...(closes && { connection: 'close' }),
          ...(gzip && { 'content-encoding': 'gzip' }),
        },
        ...(program.framing && { framing: program.framing }),
        isReadable: true,
        body: method === 'HEAD' ? [] : bodyOf(program, token),
      };
      return answer;
    },
  };
}

/** A plain answer, for who asks when everything is over. */
export const PROBE_ROUTE: Route = {
  name: 'probe',
  path: '/answers/probe',
  call: () => 'probe',
  answer: (_request, { token }) => ({ status: 200, framing: 'length', body: bodyOf({}, token) }),
};

function bodyOf({ items = 1, bytes = PART_BYTES, waitMs, gzip }: AnswerProgram, token: string): BodyItem[] {
  return Array.from({ length: items }, (_, nth): BodyItem[] => {
    const text = `${token}.${nth};`
      .padEnd(bytes, String.fromCharCode(97 + (nth % 26)))
      .slice(0, Math.max(bytes, 1));
    const item = { text, wire: gzip ? gzipSync(text) : text };
    return nth > 0 && waitMs !== undefined ? [wait(waitMs), item] : [item];
  }).flat();
}

function failure(
  { failStatus = 503, failBytes = PART_BYTES, retryAfter }: AnswerProgram,
  token: string,
): Answer {
  const text = `${token} not now `.padEnd(failBytes, '.').slice(0, failBytes);
  return {
    status: failStatus,
    headers: { 'content-type': 'text/plain', ...(retryAfter && { 'retry-after': retryAfter }) },
    framing: 'length',
    body: text === '' ? [] : [{ text, wire: text }],
  };
}
