// What a natural run shows of a client that asks somebody else.
import { expect, test } from 'vitest';
import type { TraceEvent } from '../model/trace.ts';
import { checkReach } from './check-reach.ts';

const at = { step: 1, ms: 0 };
const connection: TraceEvent = { kind: 'connection', ...at, connection: 0, state: 'connecting' };
const failed: TraceEvent = {
  kind: 'settled',
  ...at,
  call: 'reader',
  ok: false,
  error: { name: 'TypeError', code: '', message: 'fetch failed', frames: [], places: [] },
};
const wire: TraceEvent = {
  kind: 'wire',
  ...at,
  exchange: 0,
  route: 'any',
  connection: 0,
  call: 'reader',
  event: { kind: 'request', method: 'GET', path: '/' } as never,
};

test('a client whose every call fails before the gateway can read a request is told of its address', () => {
  const greeting: TraceEvent = { ...wire, route: 'malformed', call: '' };
  const over: TraceEvent[] = [
    { kind: 'phase', ...at, phase: 'dispose' },
    { kind: 'settled', ...at, call: 'closing the global dispatcher', ok: true },
  ];
  const events = [connection, greeting, failed, ...over];
  expect(() => checkReach({ end: 'completed', events }, undefined)).toThrow(
    /^no request comes to the gateway in the natural run: reader fails with TypeError: fetch failed\. .*give the client `url`/,
  );
});

test.each<[string, TraceEvent[], 'trusted' | undefined]>([
  ['whose request came', [connection, wire, failed], undefined],
  [
    'of which a call succeeds beside one',
    [connection, { kind: 'settled', ...at, call: 'other', ok: true }, failed],
    undefined,
  ],
  ['that connects to nobody', [failed], undefined],
  ['that refuses a certificate', [connection, failed], 'trusted'],
])('a client %s is not', (_, events, tls) => {
  expect(() => checkReach({ end: 'completed', events }, tls)).not.toThrow();
});
