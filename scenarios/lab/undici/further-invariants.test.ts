// What the battery for undici asks of waits, reasons, headers, refusals and hooks, on traces written by hand.
import { describe, expect, test } from 'vitest';
import type { Trace } from '../../../harness/index.ts';
import { checkAssertions } from './assertion-invariant.ts';
import { checkHookOrder, HookOrder } from './hook-order.ts';
import { checkHeaders, makeHeaders } from './own-headers.ts';
import { checkParts } from './parts-invariant.ts';
import { checkReasons } from './reason-invariant.ts';
import { checkRefusals } from './refusals.ts';
import { checkStatuses } from './status-invariant.ts';
import { checkWaits } from './wait-invariant.ts';

type Event = Record<string, unknown>;

const traceOf = (...events: Event[]): Trace =>
  ({ events: events.map((event) => ({ step: 0, ms: 0, ...event })) }) as never;
const wire = (what: string, more: Event = {}, ms = 0): Event => ({
  kind: 'wire',
  call: 'a',
  event: { what, method: 'GET', ...more },
  ms,
});
const failed = (name: string, message: string): Event => ({
  kind: 'settled',
  call: 'a',
  ok: false,
  error: { name, code: '', message, frames: [], places: [] },
});
const action = (what: string): Event => ({ kind: 'action', do: what, cancels: ['a'], prompt: true });
const fault: Event = { kind: 'fault', fault: 'reset', target: 'a#0' };

describe('a call that is asked again', () => {
  const check = (events: Event[], answer: object, dispatcher = {}): string | undefined =>
    checkWaits(
      traceOf(...events),
      { a: { answer: { fails: 1, ...answer } } },
      { kind: 'retry-agent', ...dispatcher },
    );
  const again = (ms: number): Event[] => [
    wire('request'),
    wire('head', { status: 503 }, 100),
    wire('request', {}, ms),
  ];

  test('waits for the seconds that it is told', () => {
    expect(check(again(1_100), { retryAfter: '1' })).toBeUndefined();
    expect(check(again(1_099), { retryAfter: '1' })).toBe(
      'a was asked again 999 ms after an answer that told it to wait 1000 ms',
    );
  });

  test('waits for the date that it is told, unless that is past', () => {
    const retryAfter = 'Mon, 13 Apr 2026 20:19:02 GMT';
    expect(check(again(2_000), { retryAfter })).toBeUndefined();
    expect(check(again(1_999), { retryAfter })).toContain('to wait 1900 ms');
    expect(check(again(101), { retryAfter: 'Mon, 13 Apr 2026 20:18:00 GMT' })).toBeUndefined();
    expect(check(again(101), { retryAfter: '0' })).toBeUndefined();
  });

  test('waits for its own time otherwise', () => {
    expect(check(again(600), {})).toBeUndefined();
    expect(check(again(599), { retryAfter: 'soon' })).toContain('to wait 500 ms');
    expect(check(again(200), {}, { retry: { minTimeout: 100 } })).toBeUndefined();
  });

  test('need not wait where nobody retries, something went wrong, or the status is not retried', () => {
    expect(check(again(200), {}, { kind: 'agent' })).toBeUndefined();
    expect(check([fault, ...again(200)], {})).toBeUndefined();
    expect(check(again(200), { fails: 0 })).toBeUndefined();
    const other = [wire('request'), wire('head', { status: 401 }), wire('request')];
    expect(check(other, {})).toBeUndefined();
  });
});

describe('a fetch that was given up', () => {
  const check = (events: Event[], call: object = {}, dispatcher = {}): string | undefined =>
    checkReasons(traceOf(...events), { a: { via: 'fetch', ...call } }, dispatcher);

  test('fails with its reason', () => {
    const cancelled = action('cancel a');
    expect(check([cancelled, failed('AbortError', 'This operation was aborted')])).toBeUndefined();
    expect(check([cancelled, failed('TypeError', 'unusable')])).toBe(
      'a was given up, and failed with TypeError: unusable',
    );
    const signal = { kind: 'reason' };
    expect(check([cancelled, failed('string', 'left')], { signal })).toBeUndefined();
    expect(check([cancelled, failed('AbortError', 'aborted')], { signal })).toContain('AbortError');
    const own = { kind: 'reason', reason: 'object' };
    expect(check([cancelled, failed('object', '[object Object]')], { signal: own })).toBeUndefined();
  });

  test('may fail otherwise where anything else happened', () => {
    const events = [action('cancel a'), failed('TypeError', 'no')];
    expect(check([fault, ...events])).toBeUndefined();
    expect(check([action('destroy'), ...events])).toBeUndefined();
    expect(check([action('destroy'), failed('TypeError', 'no')])).toBeUndefined();
    expect(check(events, { via: 'stream' })).toBeUndefined();
    expect(check(events, { answer: { status: 404 } })).toBeUndefined();
    expect(check(events, {}, { mocks: {} })).toBeUndefined();
  });
});

test('a call that was told a status need not have all of the answer', () => {
  const check = (...events: Event[]): string | undefined =>
    checkStatuses(traceOf(...events), { a: { via: 'fetch' } }, {});
  const begun = [wire('request'), wire('head', { status: 302 })];
  expect(check(...begun, failed('TypeError', 'fetch failed'))).toContain('was answered 302');
  expect(check(...begun, wire('request'), failed('TypeError', 'fetch failed'))).toBeUndefined();
});

test('a header is one in every form, and arrives with every request', () => {
  const given = { authorization: 'Bearer of-a' };
  for (const form of ['object', 'list', 'iterable'] as const)
    expect(Object.fromEntries(new Headers(makeHeaders(form, 'a', true) as never))).toEqual(given);
  expect(makeHeaders('list', 'a', false)).toEqual(['authorization', 'Bearer of-a']);
  const check = (...events: Event[]): string | undefined =>
    checkHeaders(traceOf(...events), { a: { headers: 'list' } });
  expect(check(wire('request', given))).toBeUndefined();
  expect(check(wire('request', given), wire('request', { authorization: '' }))).toBe(
    'GET of a came in with "" in the place of its caller\'s authorization',
  );
  expect(checkHeaders(traceOf(wire('request', { authorization: '' })), { a: {} })).toBeUndefined();
});

test('no other host is told of it', () => {
  const call = { headers: 'object', answer: { redirects: 1, elsewhere: true } } as const;
  const check = (path: string, authorization: string): string | undefined =>
    checkHeaders(traceOf(wire('request', { path, authorization })), { a: call });
  expect(check('/answers/a', 'Bearer of-a')).toBeUndefined();
  expect(check('/answers/a?hop=t0', '')).toBeUndefined();
  expect(check('/answers/a?hop=t0', 'Bearer of-a')).toContain('told another host');
});

test('an assertion is no error to be told', () => {
  const settled = (code: string): Event => ({
    kind: 'settled',
    call: 'a',
    ok: false,
    error: { name: 'TypeError', code: '', message: 'fetch failed', cause: { code, message: 'falsy' } },
  });
  expect(checkAssertions(traceOf(settled('UND_ERR_SOCKET')))).toBeUndefined();
  expect(checkAssertions(traceOf(settled('ERR_ASSERTION')))).toBe('a failed with an assertion: falsy');
});

describe('a call that is answered in parts', () => {
  const check = (events: Event[], call: object = {}, dispatcher = {}): string | undefined =>
    checkParts(traceOf(...events), { a: { answer: { ranges: 'strong' }, ...call } }, dispatcher);
  const given = (letters: number): Event[] => [
    wire('head', { status: 200 }),
    wire('head', { status: 206 }),
    { kind: 'delivered', call: 'a', text: 'x'.repeat(letters) },
    { kind: 'settled', call: 'a', ok: true },
  ];

  test('is given all of it', () => {
    expect(check(given(40))).toBeUndefined();
    expect(check([fault, ...given(39)])).toBe('a took 39 characters in parts for the whole, which has 40');
  });

  test('may have less where it reads no more, or the first answer was wrong', () => {
    expect(check(given(39), { read: { how: 'break' } })).toBeUndefined();
    expect(check(given(39), { answer: {} })).toBeUndefined();
    expect(check(given(39), {}, { interceptors: ['dump'] })).toBeUndefined();
    expect(check([action('destroy'), ...given(39)])).toBeUndefined();
    expect(check([{ ...fault, fault: 'content-length' }, ...given(39)])).toBeUndefined();
    expect(check([{ ...fault, fault: 'content-length', target: 'a#1' }, ...given(39)])).toContain('39');
  });
});

test('what no client may send is not sent', () => {
  expect(checkRefusals(traceOf(wire('request')), { a: { nonsense: 'method' } })).toBe(
    'a was sent, though its method is none',
  );
  expect(checkRefusals(traceOf(wire('request')), { a: {} })).toBeUndefined();
});

describe('a handler', () => {
  const told = (use: (order: HookOrder) => void): string | undefined => {
    const notes: string[] = [];
    use(new HookOrder((text) => notes.push(text)));
    return checkHookOrder(traceOf(...notes.map((text) => ({ kind: 'note', actor: 'a', text }))));
  };

  test('is given a head, parts and one end', () => {
    const use = (order: HookOrder): void => {
      order.head();
      order.part();
      order.pause();
      order.resume();
      order.part();
      order.end('its end');
    };
    expect(told(use)).toBeUndefined();
    expect(told((order) => order.end('an error'))).toBeUndefined();
  });

  test.each<[string, (order: HookOrder) => void]>([
    ['a part before the head', (order) => order.part()],
    ['a second head', (order) => (order.head(), order.head())],
    ['a part while it was paused', (order) => (order.head(), order.pause(), order.part())],
    ['a part behind its end', (order) => (order.head(), order.end('its end'), order.part())],
    ['a head behind an error', (order) => (order.end('an error'), order.head())],
    ['an error behind an error', (order) => (order.end('an error'), order.end('an error'))],
  ])('is not given %s', (what, use) => {
    expect(told(use)).toBe(`the handler of a was given ${what}`);
  });
});
