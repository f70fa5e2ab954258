// What a scenario's author says of the gateway in a word or a line → routes. The answers made here carry a token that no
// other exchange has, so that one given to the wrong call shows.
import type { Answer, AnswerContext, BodyItem, GatewayRequest, Route } from './script.ts';
import { plain, wait } from './script.ts';

/**
 * What the gateway answers, shortest first:
 *
 * - nothing: `'sse'`, or `'json'` when a request's `Accept` names JSON before event streams;
 * - `'sse'`, `'json'` or `'text'`: a small answer of that kind to every request;
 * - an answer, or a function that makes one: the same for every request;
 * - an object from paths to answers: `{ '/models': jsonAnswer([]), 'POST /chat/*': sseAnswer(['a', 'b']) }`. A method may
 *   stand before the path, and `*` at its end;
 * - routes, for what the above cannot say (who is calling, which route refreshes a token).
 */
export type GatewayScript =
  | ReadyAnswer
  | Answer
  | AnswerFunction
  | Readonly<Record<`/${string}` | `${string} /${string}`, Answer | AnswerFunction>>
  | readonly Route[];

/** The gateway's own small answers. */
export type ReadyAnswer = 'sse' | 'json' | 'text';

/** Makes the answer to one request. */
export type AnswerFunction = (request: GatewayRequest, context: AnswerContext) => Answer;

/** Virtual milliseconds between two parts of a streamed answer of ours: time enough for something to come between. */
const PAUSE_MS = 20;

/** Words of the ready answers, behind the token. */
const WORDS = ['one', 'two', 'three'];

/**
 * A stream of server-sent events, one for each element: a string is its data, an object its data as JSON, and body items
 * (`wait(ms)`, `sse(payload, text)`) are taken as they are. The application is to receive the data, one after the other,
 * or the body as it came.
 */
export function sseAnswer(
  events: readonly (string | BodyItem | Readonly<Record<string, unknown>>)[],
): Answer {
  const body = events.map((event): BodyItem => {
    if (typeof event === 'string')
      return { text: event, wire: `data: ${event.replaceAll('\n', '\ndata: ')}\n\n` };
    if (isBodyItem(event)) return event;
    const text = JSON.stringify(event);
    return { text, wire: `data: ${text}\n\n` };
  });
  return {
    status: 200,
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' },
    body,
    isReadable: true,
  };
}

/** A JSON document with its length, by default with status 200. The application is to receive all of it. */
export function jsonAnswer(value: unknown, status = 200): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    framing: 'length',
    body: [plain(JSON.stringify(value))],
  };
}

/** Text, one chunk for each element; `wait(ms)` may stand between. The application is to receive it as it is. */
export function textAnswer(parts: readonly (string | BodyItem)[], status = 200): Answer {
  return {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    body: parts.map((part) => (typeof part === 'string' ? plain(part) : part)),
  };
}

/** Makes routes of what an author said of the gateway. */
export function toRoutes(script: GatewayScript | undefined): Route[] {
  if (isRoutes(script)) return [...script];
  if (script === undefined || typeof script === 'string' || typeof script === 'function' || isAnswer(script))
    return [{ name: 'any', path: '*', answer: toAnswer(script) }];
  return Object.entries(script).map(([key, answer]) => {
    const [path = '', method] = key.split(' ').toReversed();
    return {
      name: key.replace(' ', ':'),
      path,
      ...(method === undefined ? {} : { method }),
      answer: toAnswer(answer),
    };
  });
}

function isRoutes(script: GatewayScript | undefined): script is readonly Route[] {
  return Array.isArray(script);
}

/** True for an answer, which alone of the objects has a status. */
export function isAnswer(value: object): value is Answer {
  return typeof (value as { status?: unknown }).status === 'number';
}

function toAnswer(script: ReadyAnswer | Answer | AnswerFunction | undefined): AnswerFunction {
  if (typeof script === 'function') return script;
  if (typeof script === 'object') return () => script;
  return (request, { token }) => ready(script ?? kindOf(request), token);
}

/** What `Accept` asks for; an event stream when it does not say. */
function kindOf({ headers: { accept = '' } }: GatewayRequest): ReadyAnswer {
  const isJson = /\bjson\b/.test(accept.split('text/event-stream')[0]!);
  return isJson ? 'json' : 'sse';
}

function ready(kind: ReadyAnswer, token: string): Answer {
  if (kind === 'json') return jsonAnswer({ id: token, words: WORDS });
  const parts = WORDS.flatMap((word) => [`${token} ${word} `, wait(PAUSE_MS)]);
  return kind === 'sse' ? sseAnswer([...parts, `${token} end`]) : textAnswer([...parts, `${token} end`]);
}

function isBodyItem(event: BodyItem | Readonly<Record<string, unknown>>): event is BodyItem {
  return 'wire' in event || 'waitMs' in event || 'untilRequest' in event;
}
