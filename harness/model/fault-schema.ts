// What a file says of a fault → a fault, checked: one that names no point or no form would never strike.
import * as v from 'valibot';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const positive = v.pipe(v.number(), v.integer(), v.minValue(1));
const ms = v.pipe(v.number(), v.minValue(0));
const on = v.string();
const at = v.pipe(v.string(), v.regex(/^(?:before-head|in-head|at-end|idle|(?:item|mid):\d+)$/));
const how = v.picklist(['fin', 'reset']);
const body = v.picklist(['none', 'small', 'large']);

/** Schema of one fault of a case. */
export const faultSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('delay'), on, at, ms }),
  v.strictObject({ kind: v.picklist(['stall', 'reset', 'fin', 'half-close', 'expire']), on, at }),
  v.strictObject({ kind: v.literal('split'), on, bytes: positive }),
  v.strictObject({ kind: v.literal('merge'), on, items: count }),
  v.strictObject({
    kind: v.literal('unauthorized'),
    on,
    until: v.picklist(['once', 'always', 'refreshed']),
    body,
  }),
  v.strictObject({ kind: v.literal('refuse'), on }),
  v.strictObject({ kind: v.literal('slow-connect'), on, ms }),
  v.strictObject({ kind: v.literal('dns'), on, code: v.picklist(['ENOTFOUND', 'EAI_AGAIN']) }),
  v.strictObject({
    kind: v.literal('unreachable'),
    on,
    code: v.picklist(['EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT']),
  }),
  v.strictObject({ kind: v.literal('accept'), on, form: v.picklist(['silence', 'reset']) }),
  v.strictObject({ kind: v.literal('backpressure'), on, bytes: count, ms }),
  v.strictObject({ kind: v.literal('limit'), on, bytes: count, how }),
  v.strictObject({ kind: v.literal('idle-close'), on, how }),
  v.strictObject({ kind: v.literal('block'), on, at, ms }),
  v.strictObject({ kind: v.literal('garbage'), on, form: v.picklist(['text', 'html', 'tls', 'http2']) }),
  v.strictObject({
    kind: v.literal('chunk'),
    on,
    item: count,
    form: v.picklist(['bad-size', 'no-crlf', 'oversized', 'overflow', 'extension']),
  }),
  v.strictObject({
    kind: v.literal('content-length'),
    on,
    form: v.picklist(['short', 'long', 'doubled', 'nonsense', 'with-chunked']),
  }),
  v.strictObject({ kind: v.literal('bodiless'), on, status: v.picklist([204, 304]) }),
  v.strictObject({
    kind: v.literal('framing'),
    on,
    form: v.picklist(['length', 'chunked', 'eof', 'http-1.0', 'http-1.0-eof', 'http-1.0-keep-alive']),
  }),
  v.strictObject({
    kind: v.literal('headers'),
    on,
    form: v.picklist(['many', 'oversized', 'no-colon', 'folded']),
  }),
  v.strictObject({ kind: v.literal('slow-headers'), on, ms }),
  v.strictObject({ kind: v.literal('interim'), on, status: v.picklist([100, 102, 103]), count: positive }),
  v.variant('form', [
    v.strictObject({ kind: v.literal('continue'), on, form: v.literal('never') }),
    v.strictObject({ kind: v.literal('continue'), on, form: v.literal('late'), ms }),
  ]),
  v.strictObject({ kind: v.literal('early-answer'), on, form: v.picklist(['drain', 'close']) }),
  v.strictObject({ kind: v.literal('unsolicited'), on, when: v.picklist(['at-once', 'later']) }),
  v.strictObject({ kind: v.literal('trailers'), on, form: v.picklist(['plain', 'many', 'invalid']) }),
  v.strictObject({ kind: v.literal('gzip'), on, form: v.picklist(['whole', 'cut', 'bad']) }),
  v.strictObject({
    kind: v.literal('status'),
    on,
    status: v.picklist([403, 408, 409, 421, 425, 429, 500, 502, 503, 504]),
    retryAfter: v.picklist(['none', 'seconds', 'date', 'nonsense']),
    until: v.picklist(['once', 'always', 'flapping']),
    body,
  }),
  v.strictObject({
    kind: v.literal('redirect'),
    on,
    status: v.picklist([301, 302, 303, 307, 308]),
    form: v.picklist(['once', 'loop', 'invalid']),
  }),
  v.strictObject({ kind: v.literal('duplicate'), on, item: count }),
]);
