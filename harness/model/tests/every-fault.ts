// One fault of every kind and form, for tests that have to know them all.
import type { Fault } from '../fault.ts';

const on = 'text#0';
const each = <T extends string | number>(forms: readonly T[], make: (form: T) => Fault): Fault[] =>
  forms.map((form) => make(form));

/** Every kind of fault, in every form that it has. */
export const EVERY_FAULT: readonly Fault[] = [
  { kind: 'delay', on, at: 'before-head', ms: 10 },
  { kind: 'stall', on, at: 'item:1' },
  { kind: 'reset', on, at: 'mid:1' },
  { kind: 'fin', on, at: 'idle' },
  { kind: 'split', on, bytes: 30 },
  { kind: 'merge', on, items: 2 },
  { kind: 'unauthorized', on, until: 'once', body: 'small' },
  { kind: 'refuse', on: 'connection#0' },
  { kind: 'slow-connect', on: 'connection#0', ms: 10 },
  ...each(['ENOTFOUND', 'EAI_AGAIN'] as const, (code) => ({ kind: 'dns', on: 'lookup#0', code })),
  ...each(['EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT'] as const, (code) => ({
    kind: 'unreachable',
    on: 'connection#0',
    code,
  })),
  ...each(['silence', 'reset'] as const, (form) => ({ kind: 'accept', on: 'connection#0', form })),
  { kind: 'backpressure', on: 'connection#0', bytes: 20, ms: 10 },
  ...each(['fin', 'reset'] as const, (how) => ({ kind: 'limit', on, bytes: 20, how })),
  { kind: 'half-close', on, at: 'item:1' },
  ...each(['fin', 'reset'] as const, (how) => ({ kind: 'idle-close', on, how })),
  { kind: 'block', on, at: 'in-head', ms: 100 },
  ...each(['text', 'html', 'tls', 'http2'] as const, (form) => ({ kind: 'garbage', on, form })),
  ...each(['bad-size', 'no-crlf', 'oversized', 'overflow', 'extension'] as const, (form) => ({
    kind: 'chunk',
    on,
    item: 1,
    form,
  })),
  ...each(['short', 'long', 'doubled', 'nonsense', 'with-chunked'] as const, (form) => ({
    kind: 'content-length',
    on,
    form,
  })),
  ...each([204, 304] as const, (status) => ({ kind: 'bodiless', on, status })),
  ...each(
    ['length', 'chunked', 'eof', 'http-1.0', 'http-1.0-eof', 'http-1.0-keep-alive'] as const,
    (form) => ({ kind: 'framing', on, form }),
  ),
  ...each(['many', 'oversized', 'no-colon', 'folded'] as const, (form) => ({ kind: 'headers', on, form })),
  { kind: 'slow-headers', on, ms: 10 },
  ...each([100, 102, 103] as const, (status) => ({ kind: 'interim', on, status, count: 2 })),
  { kind: 'continue', on, form: 'never' },
  { kind: 'continue', on, form: 'late', ms: 10 },
  ...each(['drain', 'close'] as const, (form) => ({ kind: 'early-answer', on, form })),
  ...each(['at-once', 'later'] as const, (when) => ({ kind: 'unsolicited', on, when })),
  ...each(['plain', 'many', 'invalid'] as const, (form) => ({ kind: 'trailers', on, form })),
  ...each(['whole', 'cut', 'bad'] as const, (form) => ({ kind: 'gzip', on, form })),
  ...each(['none', 'seconds', 'date', 'nonsense'] as const, (retryAfter) => ({
    kind: 'status',
    on,
    status: 503,
    retryAfter,
    until: 'once',
    body: 'small',
  })),
  ...each(['once', 'loop', 'invalid'] as const, (form) => ({ kind: 'redirect', on, status: 307, form })),
  { kind: 'expire', on, at: 'item:1' },
  { kind: 'duplicate', on, item: 1 },
];
