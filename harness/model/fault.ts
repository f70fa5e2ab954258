// What the gateway or the network does wrong, as plain data. Every fault names its victim, so that taking one out of a
// plan leaves the others where they are.

/**
 * Where in an answer a fault bites. `item:K` is before the K-th body item, `mid:K` inside it, `idle` after the answer.
 */
export type FaultPoint = 'before-head' | 'in-head' | `item:${number}` | `mid:${number}` | 'at-end' | 'idle';

/** What every scenario meets unless it says otherwise. */
type CommonFault =
  | { kind: 'delay'; on: string; at: FaultPoint; ms: number }
  | { kind: 'stall'; on: string; at: FaultPoint }
  | { kind: 'reset'; on: string; at: FaultPoint }
  | { kind: 'fin'; on: string; at: FaultPoint }
  | { kind: 'split'; on: string; bytes: number }
  | { kind: 'merge'; on: string; items: number }
  | {
      kind: 'unauthorized';
      on: string;
      until: 'once' | 'always' | 'refreshed';
      body: 'none' | 'small' | 'large';
    }
  | { kind: 'refuse'; on: string }
  | { kind: 'slow-connect'; on: string; ms: number };

/** What names, networks and sockets do besides; `dns` is on `lookup#N`, the N-th lookup of a name. */
type NetworkFault =
  | { kind: 'dns'; on: string; code: 'ENOTFOUND' | 'EAI_AGAIN' }
  | { kind: 'unreachable'; on: string; code: 'EHOSTUNREACH' | 'ENETUNREACH' | 'ETIMEDOUT' }
  | { kind: 'accept'; on: string; form: 'silence' | 'reset' }
  | { kind: 'backpressure'; on: string; bytes: number; ms: number }
  | { kind: 'limit'; on: string; bytes: number; how: 'fin' | 'reset' }
  | { kind: 'half-close'; on: string; at: FaultPoint }
  | { kind: 'idle-close'; on: string; how: 'fin' | 'reset' }
  | { kind: 'block'; on: string; at: FaultPoint; ms: number };

/** What a server can make of HTTP/1.1. */
type HttpFault =
  | { kind: 'garbage'; on: string; form: 'text' | 'html' | 'tls' | 'http2' }
  | {
      kind: 'chunk';
      on: string;
      item: number;
      form: 'bad-size' | 'no-crlf' | 'oversized' | 'overflow' | 'extension';
    }
  | { kind: 'content-length'; on: string; form: 'short' | 'long' | 'doubled' | 'nonsense' | 'with-chunked' }
  | { kind: 'bodiless'; on: string; status: 204 | 304 }
  | {
      kind: 'framing';
      on: string;
      form: 'length' | 'chunked' | 'eof' | 'http-1.0' | 'http-1.0-eof' | 'http-1.0-keep-alive';
    }
  | { kind: 'headers'; on: string; form: 'many' | 'oversized' | 'no-colon' | 'folded' }
  | { kind: 'slow-headers'; on: string; ms: number }
  | { kind: 'interim'; on: string; status: 100 | 102 | 103; count: number }
  | { kind: 'continue'; on: string; form: 'never' }
  | { kind: 'continue'; on: string; form: 'late'; ms: number }
  | { kind: 'early-answer'; on: string; form: 'drain' | 'close' }
  | { kind: 'unsolicited'; on: string; when: 'at-once' | 'later' }
  | { kind: 'trailers'; on: string; form: 'plain' | 'many' | 'invalid' }
  | { kind: 'gzip'; on: string; form: 'whole' | 'cut' | 'bad' };

/** What a well-formed answer can say instead of what was asked for. */
type MeaningFault =
  | {
      kind: 'status';
      on: string;
      status: 403 | 408 | 409 | 421 | 425 | 429 | 500 | 502 | 503 | 504;
      retryAfter: 'none' | 'seconds' | 'date' | 'nonsense';
      until: 'once' | 'always' | 'flapping';
      body: 'none' | 'small' | 'large';
    }
  | {
      kind: 'redirect';
      on: string;
      status: 301 | 302 | 303 | 307 | 308;
      form: 'once' | 'loop' | 'invalid';
    }
  | { kind: 'expire'; on: string; at: FaultPoint }
  | { kind: 'duplicate'; on: string; item: number };

/**
 * What goes wrong. `on` names the victim: `ROUTE#N`, the N-th request of that route, `connection#N`, the N-th connection,
 * or `lookup#N`. The table is in harness/gateway/README.md.
 */
export type Fault = CommonFault | NetworkFault | HttpFault | MeaningFault;

/** The kinds that are drawn for a scenario that names none, in the order of the gateway's table. */
export const COMMON_FAULTS: readonly Fault['kind'][] = [
  'delay',
  'stall',
  'reset',
  'fin',
  'split',
  'merge',
  'unauthorized',
  'refuse',
  'slow-connect',
];

/** Every kind of fault, in the order of the gateway's table. New ones go to the end: case i is drawn by position. */
export const FAULT_KINDS: readonly Fault['kind'][] = [
  ...COMMON_FAULTS,
  'dns',
  'unreachable',
  'accept',
  'backpressure',
  'limit',
  'half-close',
  'idle-close',
  'block',
  'garbage',
  'chunk',
  'content-length',
  'bodiless',
  'framing',
  'headers',
  'slow-headers',
  'interim',
  'continue',
  'early-answer',
  'unsolicited',
  'trailers',
  'gzip',
  'status',
  'redirect',
  'expire',
  'duplicate',
];

/** Kinds whose victim is a connection, `connection#N`. */
export const CONNECTION_FAULTS: readonly Fault['kind'][] = [
  'refuse',
  'slow-connect',
  'unreachable',
  'accept',
  'backpressure',
];
