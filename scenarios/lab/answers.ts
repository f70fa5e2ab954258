// The answers of a program → the gateway's routes, one for each call, and what is drawn of them.
import type { Arbitrary } from 'fast-check';
import { wait, type Answer, type BodyItem, type GatewayRequest, type Route } from '../../harness/index.ts';
import { oneOf, parts, type Part } from './draw.ts';
import { answerRange, type Tag } from './ranges.ts';
import { encodeItems, ENCODINGS, type Encoding } from './encodings.ts';
import { isUnchanged, KEEPINGS, keepingHeaders, type Keeping } from './keeping.ts';
import { EVENT_FORMS, type EventForm } from './event-forms.ts';

/**
 * One call's answer. Default: 200 with one small chunk. `bytes` of each of `items` parts with `waitMs` before each but the first;
 * `fails`: so many requests are answered with `failStatus` (503), from the first on or `failsFrom`, `retryAfter` in seconds or as it
 * stands, with a length unless `failFraming` says otherwise, in `failItems` parts; `redirects`: so many with a redirect to the same
 * route; `ranges`: the route has one text, with such a tag, and gives parts of it to who asks; `keepsS`: it says for how long it keeps
 * the connection; `isWide`: letters of several bytes; `isEmpty`: nothing at all; `form`: how events are written; `keeping`: how long the
 * answer may be kept; `elsewhere`: redirects name another host, which is the gateway as well; `isStingy`: of a part, half is given.
 */
export type AnswerProgram = {
  status?: number;
  framing?: 'length' | 'close';
  items?: number;
  bytes?: number;
  waitMs?: number;
  gzip?: true;
  encoding?: Encoding;
  closes?: true;
  fails?: number;
  failStatus?: number;
  failBytes?: number;
  failFraming?: 'chunked' | 'close';
  retryAfter?: string;
  redirects?: number;
  redirectStatus?: number;
  isWide?: true;
  form?: EventForm;
  ranges?: Tag;
  failItems?: number;
  failsFrom?: number;
  isEmpty?: true;
  keepsS?: number;
  keeping?: Keeping;
  elsewhere?: true;
  isStingy?: true;
};

const UNCODED = {
  status: [12, oneOf(201, 204, 304, 400, 401, 404, 500, 503)],
  framing: [60, oneOf('length', 'close')],
  items: [50, oneOf(2, 3, 5)],
  bytes: [50, oneOf(1, 1_000, 16_384, 65_536, 70_000, 200_000)],
  waitMs: [40, oneOf(1, 20, 50)],
} satisfies Record<string, Part>;

const FAILING = {
  fails: [20, oneOf(1, 2, 9)],
  failStatus: [60, oneOf(401, 429, 500, 502)],
  failBytes: [40, oneOf(0, 20_000, 200_000)],
  failFraming: [30, oneOf('chunked', 'close')],
  retryAfter: [25, oneOf('1', '2', 'Mon, 13 Apr 2026 20:19:02 GMT', 'soon')],
} satisfies Record<string, Part>;

/** Those that ask for the same request again, body and all, half of the time: the others leave nothing of it. */
export const redirectStatuses = oneOf(301, 302, 303, 307, 307, 308);

const REDIRECTING = {
  redirects: [12, oneOf(1, 2)],
  redirectStatus: [90, redirectStatuses],
} satisfies Record<string, Part>;

/**
 * Answers worth trying: around the sizes at which buffers fill, with and without an end of their own; and what servers do for
 * clients that decode, follow, or ask again, for parts too. What means nothing to a client is to be left out (`fitAnswer`).
 */
export const furtherAnswerPrograms: Arbitrary<AnswerProgram> = parts<AnswerProgram>({
  ...UNCODED,
  gzip: [30, oneOf(true)],
  encoding: [20, oneOf<Encoding>('deflate', 'br')],
  closes: [15, oneOf(true)],
  ...FAILING,
  redirects: [30, oneOf(1, 2)],
  redirectStatus: [90, redirectStatuses],
  ranges: [60, oneOf<Tag>('strong', 'weak', 'none')],
  failItems: [20, oneOf(3)],
  failsFrom: [30, oneOf(1, 2)],
  isEmpty: [10, oneOf(true)],
  keepsS: [8, oneOf(1, 2, 5)],
  isWide: [8, oneOf(true)],
  keeping: [60, oneOf(...KEEPINGS)],
  elsewhere: [30, oneOf(true)],
  isStingy: [15, oneOf(true)],
});

/** What a client does by itself with what it is answered. */
export type Client = {
  decodes: boolean;
  follows: boolean;
  asksAgain: boolean;
  keeps: boolean;
  travels: boolean;
};

/** Without what means nothing to that client. */
export function fitAnswer(
  { gzip, encoding, redirects, redirectStatus, ranges, failsFrom, isWide, ...program }: AnswerProgram,
  { decodes, follows, asksAgain, keeps, travels }: Client,
): AnswerProgram {
  const { keeping, elsewhere, isStingy, ...answer } = program;
  return {
    ...answer,
    // Where a character is cut can be seen in little.
    ...(isWide && (answer.bytes ?? 0) <= 1_000 && { isWide }),
    ...(decodes && { ...(gzip && { gzip }), ...(encoding && { encoding }) }),
    ...(follows &&
      redirects !== undefined && {
        redirects,
        ...(redirectStatus && { redirectStatus }),
        ...(elsewhere && travels && { elsewhere }),
      }),
    ...(asksAgain && ranges && { ranges, ...(isStingy && { isStingy }) }),
    ...((asksAgain || keeps) && answer.fails && failsFrom && { failsFrom }),
    ...(keeps && keeping && { keeping }),
  };
}

/** Those for clients that decode what they are sent, whatever it is, and follow redirects. */
export const codedAnswerPrograms: Arbitrary<AnswerProgram> = parts<AnswerProgram>({
  ...UNCODED,
  encoding: [35, oneOf(...ENCODINGS)],
  closes: [15, oneOf(true)],
  ...FAILING,
  ...REDIRECTING,
});

/** The same for clients that are sent documents or events, and decode them below. */
export const plainAnswerPrograms: Arbitrary<AnswerProgram> = parts<AnswerProgram>({
  ...UNCODED,
  isWide: [25, oneOf(true)],
  form: [25, oneOf(...EVENT_FORMS)],
  closes: [15, oneOf(true)],
  ...FAILING,
});

/** Letters of a part where the program does not say. */
const PART_BYTES = 24;

/** The route of a call. */
export function routeOf(name: string, program: AnswerProgram = {}): Route {
  return {
    name,
    path: `/answers/${name}`,
    call: () => name,
    answer: (request, { token, nth }) => {
      if (nth < (program.redirects ?? 0)) return redirection(program, request, token);
      if (isFailing(program, nth)) return failure(program, token);
      const { status = 200, closes, gzip, encoding = gzip && 'gzip', keepsS, ranges, keeping } = program;
      if (keeping !== undefined && status === 200 && isUnchanged(keeping, request))
        return { status: 304, headers: keepingHeaders(keeping) };
      if (ranges !== undefined && status === 200 && encoding === undefined)
        return answerRange(name, { ...program, ranges }, request);
      const answer: Answer = {
        status,
        headers: {
          'content-type': 'text/plain; charset=utf-8',
          ...(closes && { connection: 'close' }),
          ...(keepsS !== undefined && { 'keep-alive': `timeout=${keepsS}` }),
          ...(encoding && { 'content-encoding': encoding }),
          ...(keeping && keepingHeaders(keeping)),
        },
        // What is encoded says itself where it ends: a connection that closes too early is not its end.
        ...(program.framing &&
          (program.framing === 'length' || encoding === undefined) && { framing: program.framing }),
        isReadable: true,
        // That of a HEAD is not sent, but its length is told.
        body: bodyOf(program, encoding, token),
      };
      return answer;
    },
  };
}

/** Whether the nth request, from 0, is one that is not served yet. */
export function isFailing({ redirects = 0, fails = 0, failsFrom = 0 }: AnswerProgram, nth: number): boolean {
  const since = nth - redirects - failsFrom;
  return since >= 0 && since < fails;
}

/** Whether a request follows a redirect of these. */
export function isRedirected(path: string): boolean {
  return path.includes('?hop=');
}

/** A plain answer, for who asks when everything is over. */
export const PROBE_ROUTE: Route = {
  name: 'probe',
  path: '/answers/probe',
  call: () => 'probe',
  answer: (_request, { token }) => ({ status: 200, framing: 'length', body: bodyOf({}, undefined, token) }),
};

function bodyOf(program: AnswerProgram, encoding: Encoding | undefined, token: string): BodyItem[] {
  // What is coded is never nothing.
  if (program.isEmpty && encoding === undefined) return [];
  const texts = program.isEmpty ? [''] : textsOf(program, token);
  const items = texts.map((text) => ({ text, wire: text }));
  return withWaits(program, encoding === undefined ? items : encodeItems(items, encoding));
}

/** What an answer says, part by part: no two answers say the same. */
export function textsOf({ items = 1, bytes = PART_BYTES, isWide }: AnswerProgram, token: string): string[] {
  return Array.from({ length: items }, (_, nth) =>
    `${token}.${nth};`.padEnd(bytes, fillerOf(nth, isWide)).slice(0, Math.max(bytes, 1)),
  );
}

function fillerOf(nth: number, isWide: true | undefined): string {
  const letter = String.fromCharCode(97 + (nth % 26));
  return isWide ? `${letter}é€語` : letter;
}

/** The items with the program's pauses before each but the first. */
export function withWaits({ waitMs }: AnswerProgram, items: readonly BodyItem[]): BodyItem[] {
  return items.flatMap((item, nth) => (nth > 0 && waitMs !== undefined ? [wait(waitMs), item] : [item]));
}

/** Statuses whose answers have no body, and no end to be told (RFC 9110, section 6.4.1). */
const BODILESS: ReadonlySet<number> = new Set([204, 304]);

/** The answer to who is not served yet. */
export function failure(
  { failStatus = 503, failBytes = PART_BYTES, failFraming, failItems = 1, retryAfter, waitMs }: AnswerProgram,
  token: string,
): Answer {
  const text = `${token} not now `.padEnd(failBytes, '.').slice(0, failBytes);
  return {
    status: failStatus,
    headers: { 'content-type': 'text/plain', ...(retryAfter && { 'retry-after': retryAfter }) },
    framing: failFraming === undefined || BODILESS.has(failStatus) ? 'length' : failFraming,
    body: text === '' ? [] : cutInto(text, failItems, waitMs),
  };
}

/** So many items, with pauses between them. */
function cutInto(text: string, items: number, waitMs: number | undefined): BodyItem[] {
  const size = Math.ceil(text.length / items);
  const pieces = Array.from({ length: items }, (_, nth) => text.slice(nth * size, (nth + 1) * size));
  return withWaits(
    waitMs === undefined ? {} : { waitMs },
    pieces.filter((piece) => piece !== '').map((piece) => ({ text: piece, wire: piece })),
  );
}

function redirection(
  { redirectStatus = 302, elsewhere, ...program }: AnswerProgram,
  { path, headers: asked }: GatewayRequest,
  token: string,
): Answer {
  const { headers, ...answer } = failure({ ...program, failStatus: redirectStatus }, token);
  const { 'retry-after': _later, ...plain } = headers ?? {};
  const { pathname } = new URL(path, 'http://gateway.test');
  const host =
    elsewhere === undefined ? '' : `http://elsewhere.test:${/\d+$/.exec(asked['host'] ?? '')?.[0] ?? 80}`;
  return { ...answer, headers: { ...plain, location: `${host}${pathname}?hop=${token}` } };
}
