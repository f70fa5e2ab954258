// Each fault in words: what happens on the wire, what a client should make of it, and where that is written. The tables of
// docs/faults.md and harness/gateway/README.md are made of these; a fault without a note does not compile.
import type { Fault } from '../../model/fault.ts';

/** One fault. Texts are Markdown; `parameters` are those of the case file. */
export type FaultNote = {
  parameters: string;
  happens: string;
  /** What a correct client does. */
  client: string;
  /** Where that is written; the wire's own rules where clients are free. */
  source: string;
};

/** Every fault, by kind. */
export const FAULT_NOTES: Readonly<Record<Fault['kind'], FaultNote>> = {
  delay: {
    parameters: '`at`, `ms`',
    happens: 'the gateway waits `ms` virtual milliseconds before it goes on',
    client:
      'waits, up to a timeout of its own. A timeout ends the call with an error, and its connection with it',
    source: 'none: how long to wait is for the client to say',
  },
  stall: {
    parameters: '`at`',
    happens:
      'the gateway never goes on; the connection stays open, and behind a whole answer the next request on it waits',
    client: 'has a timeout, or waits until it is cancelled; a cancel ends call and connection at once',
    source: 'RFC 9112, section 9.5',
  },
  reset: {
    parameters: '`at`',
    happens: 'the connection is aborted (RST) behind what was already written',
    client:
      'rejects the call, once, and does not use the connection again. It may repeat by itself what is idempotent',
    source: 'RFC 9293, section 3.5.3; RFC 9112, section 9.3.1; RFC 9110, section 9.2.2',
  },
  fin: {
    parameters: '`at`',
    happens:
      'the gateway closes the connection (FIN; over TLS without close_notify); whatever the client still sends draws a reset. At `before-head`: an empty answer',
    client:
      'takes the answer for incomplete unless its framing says that this is the end: no chunk of size zero, too few bytes, then an error',
    source: 'RFC 9112, sections 6.3, 8 and 9.8',
  },
  split: {
    parameters: '`bytes`',
    happens: 'every write is cut into segments of that size (40 at most per write)',
    client: 'gives the application the same: a chunk, a line, a character may be cut anywhere',
    source: 'RFC 9293, section 3.7: segments are no messages',
  },
  merge: {
    parameters: '`items`',
    happens: 'that many neighbouring writes go out as one',
    client: 'finds all events in one read',
    source: 'RFC 9293, section 3.7',
  },
  unauthorized: {
    parameters: '`until`: `once`, `always`, `refreshed`; `body`: `none`, `small`, `large`',
    happens:
      'the route answers 401 instead: to this request, to this and all later ones, or until a route marked `refreshes` has succeeded',
    client:
      'reads the body or gives it up, gets fresh credentials (one refresh for all calls that wait), and repeats once',
    source: 'RFC 9110, section 15.5.2',
  },
  refuse: {
    parameters: '',
    happens: 'the connect is refused (ECONNREFUSED)',
    client: 'rejects the call promptly. Nothing was sent, so it may try again, after a wait',
    source: 'RFC 9293, section 3.5.2',
  },
  'slow-connect': {
    parameters: '`ms`',
    happens: 'the connect takes that long',
    client: 'has a timeout for connecting; a cancel meanwhile leaves no socket behind',
    source: 'RFC 9293, section 3.8.3',
  },
  dns: {
    parameters: '`code`: `ENOTFOUND`, `EAI_AGAIN`',
    happens: 'the lookup fails',
    client: 'rejects the call with that code; EAI_AGAIN may be tried again, ENOTFOUND is an answer',
    source: 'RFC 3493, section 6.1',
  },
  unreachable: {
    parameters: '`code`: `EHOSTUNREACH`, `ENETUNREACH`, `ETIMEDOUT`',
    happens:
      'the connect fails so: without a route the call itself does, the others later (with `slow-connect`, only ETIMEDOUT takes its time)',
    client: 'rejects the call, also when `connect` throws within the turn in which it was called',
    source: 'RFC 9293, section 3.9.2.2',
  },
  accept: {
    parameters: '`form`: `silence`, `reset`',
    happens:
      'the connect succeeds; then every request is read and none answered, or the connection is reset at once',
    client: 'has a timeout for the head; does not take a connection for a server that works',
    source: 'RFC 9112, section 9.5',
  },
  backpressure: {
    parameters: '`bytes`, `ms`',
    happens: 'after that many bytes the server reads nothing for that long',
    client: 'stops writing and waits for `drain`; a cancel meanwhile ends the upload',
    source: 'RFC 9293, section 3.8.6',
  },
  limit: {
    parameters: '`bytes`, `how`: `fin`, `reset`',
    happens: 'the answer ends with its connection after that many bytes of the wire',
    client: 'as for `fin` and `reset`, in the middle of a chunk, a header line or a character as well',
    source: 'RFC 9112, section 8',
  },
  'half-close': {
    parameters: '`at`',
    happens: 'FIN, and the server goes on reading; it says nothing more',
    client: 'as for `fin`: nothing will come, and the connection is not for the next request',
    source: 'RFC 9293, section 3.6.1; RFC 9112, section 9.6',
  },
  'idle-close': {
    parameters: '`how`: `fin`, `reset`',
    happens: 'a connection that was kept is closed at the moment at which the next request on it comes',
    client: 'repeats an idempotent request on a new connection, or rejects the call; others stay untouched',
    source: 'RFC 9112, sections 9.3.1 and 9.5',
  },
  block: {
    parameters: '`at`, `ms`',
    happens:
      "the client's event loop stands still for that long: timers are late, and nothing is read meanwhile",
    client: 'does not take its own delay for the silence of the server',
    source: 'none: this is the application',
  },
  garbage: {
    parameters: '`form`: `text`, `html`, `tls`, `http2`',
    happens: 'these bytes instead of an answer; the connection stays open',
    client: 'rejects the call and closes the connection',
    source: 'RFC 9112, section 4',
  },
  chunk: {
    parameters: '`item`, `form`: `bad-size`, `no-crlf`, `oversized`, `overflow`, `extension`',
    happens:
      'that chunk has no size, no end, a size with 1,000 bytes too many (then FIN), one that no number holds; or an extension, which is well-formed',
    client: 'rejects the answer and closes the connection; ignores extensions that it does not know',
    source: 'RFC 9112, sections 7.1, 7.1.1 and 8',
  },
  'content-length': {
    parameters: '`form`: `short`, `long`, `doubled`, `nonsense`, `with-chunked`',
    happens:
      'the length ends inside the last item; promises 1,000 bytes more (then FIN); is there twice, differing; is no number; stands beside `transfer-encoding`',
    client:
      'believes the length, and calls an answer that ends before it incomplete; closes where there are two or none',
    source: 'RFC 9112, section 6.3; RFC 9110, section 8.6',
  },
  bodiless: {
    parameters: '`status`: 204, 304',
    happens: 'that status with a Content-Length, and the body behind it all the same',
    client: 'ends the answer with its head, and takes what follows for no answer to the next request',
    source: 'RFC 9112, section 6.3; RFC 9110, sections 15.3.5 and 15.4.5',
  },
  framing: {
    parameters: '`form`: `length`, `chunked`, `eof`, `http-1.0`, `http-1.0-eof`, `http-1.0-keep-alive`',
    happens: 'the same answer, its body told from what follows it in another way; all well-formed',
    client: 'gives the application the same body, and keeps the connection only where that is allowed',
    source: 'RFC 9112, sections 6.3, 9.3 and C.2.2',
  },
  headers: {
    parameters: '`form`: `many`, `oversized`, `no-colon`, `folded`',
    happens: '100 more fields, a field of 64 KiB, a line that is no field, a field on two lines (obsolete)',
    client: 'has a limit and says so in its error; rejects what is no field',
    source: 'RFC 9110, section 5.4; RFC 9112, sections 5.1 and 5.2',
  },
  'slow-headers': {
    parameters: '`ms`',
    happens: 'the head comes line by line, with that long between them',
    client: 'has a timeout for the whole head, and parses one that comes in pieces',
    source: 'none: how long to wait is for the client to say',
  },
  interim: {
    parameters: '`status`: 100, 102, 103; `count`',
    happens: 'that many interim answers before the answer; a 100 was not asked for',
    client: 'reads and ignores them; the answer is the one that follows',
    source: 'RFC 9110, section 15.2; RFC 8297',
  },
  continue: {
    parameters: '`form`: `never`, or `late` with `ms`',
    happens:
      'who expects `100 Continue` is told so late, or neither told nor answered; otherwise it is told at once',
    client: 'does not wait for ever: it sends the body after a while, or gives up',
    source: 'RFC 9110, section 10.1.1',
  },
  'early-answer': {
    parameters: '`form`: `drain`, `close`',
    happens:
      "the answer comes before the request's body was read, which is then read, or the connection closed",
    client: 'hands on the answer, stops sending where the connection closes, and ends the source of its body',
    source: 'RFC 9112, section 9.5',
  },
  unsolicited: {
    parameters: '`when`: `at-once`, `later`',
    happens:
      'a second answer that nobody asked for, in the same write as the end of the first, or a few milliseconds later on an idle connection',
    client: 'must not take it for the answer to a later request, and closes the connection',
    source: 'RFC 9112, section 9.2',
  },
  trailers: {
    parameters: '`form`: `plain`, `many`, `invalid`',
    happens: 'one trailer; 1,000 of them (30 KB); a line that is none',
    client: 'reads or ignores trailers, within a limit; rejects what is none',
    source: 'RFC 9112, section 7.1.2; RFC 9110, section 6.5',
  },
  gzip: {
    parameters: '`form`: `whole`, `cut`, `bad`',
    happens: 'for who accepts it, the body is compressed; its last item cut in half; or only said to be',
    client: 'decodes, and rejects what ends early or is no gzip; the connection is given back or closed',
    source: 'RFC 9110, section 8.4.1.3; RFC 1952',
  },
  status: {
    parameters:
      '`status`, `retryAfter`: `none`, `seconds`, `date`, `nonsense`; `until`: `once`, `always`, `flapping`; `body`',
    happens:
      '403, 408, 409, 421, 425, 429, 500, 502, 503 or 504 instead of the answer: to this request, to this and all later ones, or to every second one from here on',
    client:
      'reads the body or gives it up; repeats only what may be repeated, after the wait that it was told',
    source: 'RFC 9110, sections 10.2.3, 15.5 and 15.6; RFC 6585, section 4; RFC 8470, section 5.2',
  },
  redirect: {
    parameters: '`status`: 301, 302, 303, 307, 308; `form`: `once`, `loop`, `invalid`',
    happens: 'a redirect to the same address, this once or always, or to what is no address',
    client: 'gives up after a number of redirects; sends method and body again for 307 and 308',
    source: 'RFC 9110, section 15.4',
  },
  expire: {
    parameters: '`at`',
    happens:
      'the answer ends (FIN), and the token that it was asked for with is answered with 401 from then on, by every route but those that refresh',
    client: 'as for `unauthorized`, when it connects again',
    source: 'RFC 6750, section 3.1',
  },
  duplicate: {
    parameters: '`item`',
    happens:
      'that body item is sent twice, and meant to be heard twice; not in an answer that its server has coded',
    client: 'hands it on twice: only the application can know that it has it',
    source: 'none: HTTP knows no items',
  },
};
