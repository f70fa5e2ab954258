// What a gateway route answers, written as plain data by a scenario's author. A script says what is sent and how long
// the server itself takes; when anything happens beyond that is the explorer's.
import { gzipSync } from 'node:zlib';

/** One request as the gateway read it. `body` is UTF-8 text; header names are lower case. */
export type GatewayRequest = {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
};

/**
 * One element of a body: `text` is what the application is to receive from it, `wire` the characters or bytes that carry it.
 * `{ waitMs }` lets virtual time pass; `{ untilRequest }` waits until that route has been asked once more.
 */
export type BodyItem =
  | { text: string; wire: string | Uint8Array }
  | { waitMs: number }
  | { untilRequest: string };

/** One answer. `framing` defaults to `chunked` (one chunk per item); `length` sends content-length; `close`
 * neither: the end of the connection is the end of the body (RFC 9112, section 6.3). */
export type Answer = {
  status: number;
  headers?: Record<string, string>;
  framing?: 'chunked' | 'length' | 'close';
  body?: BodyItem[];
};

/** What a route's function may use: `token` is unique per exchange and belongs into its body; `nth` counts from 0. */
type AnswerContext = { token: string; nth: number };

/**
 * One route. `path` is exact, or ends in `*` for a prefix. `call` names the scenario's call that a request belongs to;
 * by default the actor whose name is a segment of the path, the value of `x-call`, or the only actor there is.
 * `refreshes` marks the route whose success ends an `unauthorized … until refreshed` fault.
 */
export type Route = {
  name: string;
  method?: string;
  path: string;
  refreshes?: boolean;
  call?: (request: GatewayRequest) => string | undefined;
  answer: (request: GatewayRequest, context: AnswerContext) => Answer;
};

/** A server-sent event with a JSON payload. `text` is what the application is to receive, by default nothing. */
export function sse(payload: Record<string, unknown>, text = ''): BodyItem {
  return { text, wire: `data: ${JSON.stringify(payload)}\n\n` };
}

/** A body element that is delivered as it is sent. */
export function plain(text: string): BodyItem {
  return { text, wire: text };
}

/**
 * A body compressed with gzip, for an answer with `content-encoding: gzip`. Each element is a member of its own (RFC 1952,
 * section 2.2), so that what it carries can be read before the next one is there.
 */
export function gzipped(items: readonly BodyItem[]): BodyItem[] {
  return items.map((item) => ('wire' in item ? { ...item, wire: gzipSync(item.wire) } : item));
}

/** Lets `waitMs` virtual milliseconds pass before the next element is sent. */
export function wait(waitMs: number): BodyItem {
  return { waitMs };
}
