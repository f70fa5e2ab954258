// What the battery for undici asks besides the oracles, on traces written by hand.
import { describe, expect, test } from 'vitest';
import type { Trace } from '../../../harness/index.ts';
import { checkUploads } from '../upload-invariants.ts';
import { textOf } from '../uploads.ts';
import { inEffect } from './dispatchers.ts';
import { checkPatience } from './patience-invariant.ts';
import { checkRetries } from './retry-invariant.ts';
import { checkStatuses } from './status-invariant.ts';

type Event = Record<string, unknown>;

const at = { step: 0, ms: 0 };
const traceOf = (...events: Event[]): Trace =>
  ({
    events: events.map((event) => ({ ...at, ...event })),
    pending: events.some(({ kind }) => kind === 'settled') ? [] : [{ call: 'a', phase: 'scenario' }],
    virtualMs: 0,
  }) as never;
const wire = (what: string, more: Event = {}, ms = 0): Event => ({
  kind: 'wire',
  exchange: 0,
  route: 'a',
  connection: 0,
  call: 'a',
  event: { what, ...more },
  ms,
});
const answered = (status: number): Event[] => [wire('request'), wire('head', { status }), wire('complete')];
const failed = (message: string, ms = 0, code = ''): Event => ({
  kind: 'settled',
  call: 'a',
  ok: false,
  error: { name: 'Error', code, message, frames: [], places: [] },
  ms,
});
const fault = (name: string): Event => ({ kind: 'fault', fault: name, target: 'a#0' });
const cancel: Event = { kind: 'action', do: 'cancel a', cancels: ['a'], prompt: true };

describe('a call that was answered with a status', () => {
  const check = (events: Event[], call = {}, dispatcher = {}): string | undefined =>
    checkStatuses(traceOf(...events), { a: call }, dispatcher);

  test('fails with that status', () => {
    expect(check([...answered(401), failed('status 401')])).toBeUndefined();
    expect(check([...answered(401), failed('fetch failed')])).toBe(
      'a was answered 401, and failed with "fetch failed"',
    );
    expect(check([...answered(302), failed('fetch failed')], { via: 'fetch' })).toContain('answered 302');
  });

  test('does not fail without having asked', () => {
    expect(check([failed('no')])).toBe('a failed with "no" without having asked for anything');
    expect(check([wire('request'), failed('no')])).toBeUndefined();
    expect(check([fault('slow-connect'), failed('no')])).toBeUndefined();
    expect(check([failed('no')], { upload: { kind: 'stream', breaks: true } })).toBeUndefined();
  });

  test('may fail otherwise where something went wrong, or its caller has asked for that', () => {
    const events = [...answered(401), failed('no')];
    expect(check([fault('reset'), ...events])).toBeUndefined();
    expect(check([fault('split'), ...events])).toContain('answered 401');
    expect(check([{ ...fault('reset'), target: 'b#0' }, ...events])).toContain('answered 401');
    expect(check([{ ...fault('reset'), target: 'b#0' }, ...events], {}, { pipelining: 2 })).toBeUndefined();
    expect(check([{ ...fault('idle-close'), target: 'b#0' }, ...events])).toBeUndefined();
    expect(check([{ ...fault('refuse'), target: 'connection#1' }, ...events])).toBeUndefined();
    expect(check([cancel, ...events])).toBeUndefined();
    expect(check([...answered(401), failed('no', 0, 'UND_ERR_BODY_TIMEOUT')])).toBeUndefined();
    expect(check(events, {}, { kind: 'retry-agent' })).toBeUndefined();
    expect(check(events, {}, { interceptors: ['responseError'] })).toBeUndefined();
    expect(check([...answered(302), failed('no')], { via: 'fetch', redirect: 'error' })).toBeUndefined();
    expect(
      check([...answered(307), failed('no')], { via: 'fetch', upload: { kind: 'stream' } }),
    ).toBeUndefined();
  });
});

describe('a call that has only to be asked again', () => {
  const check = (events: Event[], call = {}, dispatcher = {}): string | undefined =>
    checkRetries(traceOf(...events), { a: call }, { kind: 'retry-agent', ...dispatcher });
  const refused = [fault('refuse'), failed('no')];

  test('succeeds, as often as it may be', () => {
    expect(check(refused)).toBe('a failed with "no" though it had only to be asked again');
    expect(check([failed('no')], { answer: { fails: 2 } }, { retry: { maxRetries: 2 } })).toContain(
      'asked again',
    );
    expect(check([fault('refuse'), ...refused], {}, { retry: { maxRetries: 1 } })).toBeUndefined();
  });

  test('may fail for anything else', () => {
    expect(check([fault('garbage'), failed('no')])).toBeUndefined();
    expect(check([cancel, ...refused])).toBeUndefined();
    expect(check([{ ...cancel, do: 'close', cancels: [] }, ...refused])).toBeUndefined();
    expect(check([{ ...cancel, cancels: ['b'] }, ...refused])).toContain('asked again');
    expect(check(refused, { upload: {} })).toBeUndefined();
    expect(check(refused, { upload: { kind: 'stream', method: 'PUT' } })).toBeUndefined();
    expect(check(refused, {}, { kind: 'agent' })).toBeUndefined();
    expect(check(refused, {}, { kind: 'proxy-agent', interceptors: ['retry'] })).toContain('asked again');
    const refusing = { kind: 'proxy-agent', interceptors: ['retry'], proxy: { refuses: 1 } };
    expect(check(refused, {}, refusing)).toBeUndefined();
    expect(check(refused, { leaves: { emits: 'once' } })).toContain('asked again');
    expect(check(refused, { leaves: { at: 'head' } })).toBeUndefined();
    expect(check([failed('no')], { answer: { fails: 1, failStatus: 401 } })).toBeUndefined();
    const cut = [wire('request'), wire('head', { status: 200 }), wire('cut', { how: 'reset' })];
    expect(check([fault('reset'), ...cut, failed('no')])).toBeUndefined();
  });

  test('is what an event source always is', () => {
    expect(check(refused, { via: 'event-source' }, { kind: 'agent' })).toContain('an event source');
    expect(
      check(refused, { via: 'event-source', answer: { status: 404 } }, { kind: 'agent' }),
    ).toBeUndefined();
  });
});

describe('a call that waits', () => {
  const check = (events: Event[], call = {}, dispatcher = {}): string | undefined =>
    checkPatience(traceOf(...events), { a: call }, dispatcher);
  const connection = (state: string, ms: number): Event => ({ kind: 'connection', connection: 0, state, ms });
  const slow = [connection('connecting', 0), connection('open', 20_000)];
  const stalled = [connection('connecting', 0), connection('open', 0), wire('request')];

  test('waits so long for a connection, and no longer', () => {
    expect(check([...slow, failed('late', 10_400)])).toBeUndefined();
    expect(check([...slow, failed('late', 10_400)], {}, { connectTimeout: 1_000 })).toBe(
      'a went on waiting for a connection 1000 ms after it was asked for',
    );
  });

  test('waits so long for a head, and no longer', () => {
    expect(check([...stalled, failed('late', 300_400)])).toBeUndefined();
    expect(check(stalled, { via: 'fetch', headersTimeout: 600 })).toContain('for a head 300000 ms');
    expect(check(stalled, { headersTimeout: 600 })).toBe(
      'a went on waiting for a head 600 ms after it was asked for',
    );
    expect(check([...stalled, failed('late', 5_000)], {}, { headersTimeout: 600 })).toContain(
      'for a head 600 ms',
    );
  });

  test('may wait longer behind others, or when it asks again', () => {
    const late = [...stalled, failed('late', 5_000)];
    expect(check(late, {}, { headersTimeout: 600, pipelining: 2 })).toBeUndefined();
    expect(check(late, {}, { headersTimeout: 600, kind: 'retry-agent' })).toBeUndefined();
    expect(check([cancel, ...late], { headersTimeout: 600 })).toBeUndefined();
  });
});

test('what has no effect is not believed: options of the global dispatcher or of another kind, and what a release does not have', () => {
  expect(inEffect({ kind: 'global', headersTimeout: 600, interceptors: ['retry'] })).toEqual({
    kind: 'global',
  });
  expect(inEffect({ kind: 'retry-agent', interceptors: ['nowhere' as never, 'dns'] })).toEqual({
    kind: 'retry-agent',
    interceptors: ['dns'],
  });
  expect(inEffect({ mocks: { a: {} }, proxy: { refuses: 1 }, connections: 1 })).toEqual({ connections: 1 });
  expect(inEffect()).toEqual({});
});

describe('a request', () => {
  const asked = (method: string, body: string): Event => wire('request', { method, body });
  const upload = { a: { upload: {} } };
  const whole = textOf('a', {});

  test('may have lost its body behind a redirect, for good', () => {
    const redirected = [asked('POST', whole), wire('head', { status: 302 }), asked('GET', '')];
    const again = [wire('head', { status: 503 }), asked('GET', '')];
    expect(checkUploads(traceOf(...redirected, ...again), upload)).toBeUndefined();
    const another = [wire('head', { status: 503 }), asked('GET', 'half')];
    expect(checkUploads(traceOf(...redirected, ...another), upload)).toContain('4 characters');
  });

  test('keeps it behind a redirect that asks for the same, and behind a refusal', () => {
    for (const status of [307, 503]) {
      const again = [wire('head', { status: 503 }), asked('POST', '')];
      const trace = traceOf(asked('POST', whole), wire('head', { status }), asked('POST', whole), ...again);
      expect(checkUploads(trace, upload)).toContain('0 characters');
    }
  });
});
