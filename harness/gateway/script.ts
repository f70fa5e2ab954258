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
 * One element of a body: `text` is what the application is to receive from it, `wire` the characters or bytes that carry it;
 * `isLast` says that with it the application has everything, whatever becomes of the connection.
 * `{ waitMs }` lets virtual time pass; `{ untilRequest }` waits until that route has been asked once more: for ever, if the gateway
 * has no such route. When it has one and nothing goes wrong, somebody must ask it.
 */
export type BodyItem = TextItem | { waitMs: number } | { untilRequest: string };

/** An element that is sent. */
export type TextItem = { text: string; wire: string | Uint8Array; isLast?: true };

/** One answer. `framing` defaults to `chunked` (one chunk per item); `length` sends content-length; `close`
 * neither: the end of the connection is the end of the body (RFC 9112, section 6.3). `isReadable`: an application may also
 * receive the body as it is on the wire; the ledger keeps that too. `before`, of a 206: the text that lies before the part that is
 * sent. Who asks for the rest of what he has a part of is to have both (RFC 9110, section 14.4). */
export type Answer = {
  status: number;
  headers?: Record<string, string>;
  framing?: 'chunked' | 'length' | 'close';
  body?: BodyItem[];
  isReadable?: boolean;
  before?: string;
};

/** What a route's function may use: `token` is unique per exchange and belongs into its body; `nth` counts from 0. */
export type AnswerContext = { token: string; nth: number };

/**
 * One route. `path` is exact, or ends in `*` for a prefix; the name of an actor before it is left out, so that `/events`
 * also answers `/reader/events`. `call` names the scenario's call that a request belongs to; by default the value of
 * `x-call`, the actor whose name is a segment of the path or a string of a JSON body, or the only actor there is.
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

/**
 * A server-sent event with a JSON payload. `text` is what the application is to receive from it, by default nothing; `event`
 * is its type, by default none (a `message`).
 */
export function sse(payload: Record<string, unknown>, text = '', event?: string): TextItem {
  const type = event === undefined ? '' : `event: ${event}\n`;
  return { text, wire: `${type}data: ${JSON.stringify(payload)}\n\n` };
}

/** A body element that is delivered as it is sent. */
export function plain(text: string): TextItem {
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

/** An element that says of itself that nothing follows (`[DONE]`): who has it need not wait for the end of the body. */
export function last(item: TextItem): TextItem {
  return { ...item, isLast: true };
}
