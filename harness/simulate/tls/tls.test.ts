// Clients over TLS in the world: that they work unmodified, that nothing of the entropy that OpenSSL draws shows in a trace,
// and that faults and cancellations strike where they strike over plain connections.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { naturalCase, type Case } from '../../model/case.ts';
import type { Trace } from '../../model/trace.ts';
import { listNotes, runInWorld, type WorldRun } from '../tests/in-world.ts';

const SECURE = fileURLToPath(new URL('../tests/secure/scenario.ts', import.meta.url));
const CERTIFICATES = join(import.meta.dirname, '../../../scenarios/tls/certificates/scenario.ts');
const CLIENTS = ['request', 'stream', 'npm-fetch', 'fetch', 'https'] as const;
const REPEATS = 100;

const natural = (variant: string): Case => naturalCase('secure', variant);
const delivered = ({ events }: Trace): string[] =>
  events.flatMap((event) => (event.kind === 'delivered' ? [event.text] : []));
const outcome = ({ events }: Trace, call = 'caller'): string => {
  const settled = events.find((event) => event.kind === 'settled' && event.call === call);
  if (settled?.kind !== 'settled') return 'never';
  return settled.ok ? 'ok' : settled.error!.code || settled.error!.name;
};
const wires = ({ events }: Trace): string[] =>
  events.flatMap((event) => (event.kind === 'wire' ? [event.event.what] : []));
const sockets = ({ open }: Trace): unknown[] => open.filter(({ resource }) => resource === 'socket');

describe('every client reads its answer', () => {
  const runs = new Map<string, [WorldRun, WorldRun]>();

  beforeAll(async () => {
    const cases = CLIENTS.map(natural);
    const [here, there] = await Promise.all([
      runInWorld(SECURE, cases),
      runInWorld(SECURE, cases.toReversed()),
    ]);
    for (const [index, name] of CLIENTS.entries()) runs.set(name, [here[index]!, there.toReversed()[index]!]);
  });

  test.each(CLIENTS)('%s: over TLS, with no option of its own, and the same in another process', (name) => {
    const [{ trace, hash, isClean }, other] = runs.get(name)!;
    expect(outcome(trace)).toBe('ok');
    expect(delivered(trace)).toEqual(['t0:one ', 'two ', 'three']);
    expect(sockets(trace)).toEqual([]);
    expect(isClean).toBe(true);
    expect(other.hash).toBe(hash);
  });

  test('what TLS sends of its own accord has no size in a trace, what it carries has', () => {
    const { events } = runs.get('request')![0].trace;
    const steps = events.flatMap((event) => (event.kind === 'step' ? [`${event.event} ${event.what}`] : []));
    expect(steps.filter((step) => step.includes('TLS'))).toEqual([
      'c0:tls#0 TLS written',
      'c0>#0 TLS handshake',
      'c0<#0 TLS handshake',
      'c0:tls#1 TLS written',
      'c0>#1 TLS data, 173 bytes',
      'c0<#1 TLS handshake',
      'c0<#2 TLS data, 69 bytes',
      'c0<#3 TLS data, 34 bytes',
      'c0<#4 TLS data, 31 bytes',
      'c0<#5 TLS data, 32 bytes',
      'c0<#6 TLS data, 27 bytes',
    ]);
  });
});

test(`${REPEATS} runs in one process have one trace, whatever OpenSSL draws`, async () => {
  const runs = await runInWorld(
    SECURE,
    Array.from({ length: REPEATS }, () => natural('request')),
  );
  expect(runs).toHaveLength(REPEATS);
  expect(new Set(runs.map(({ hash }) => hash)).size).toBe(1);
});

test("an actor's own addresses are those on which the gateway speaks TLS", async () => {
  const [{ trace }] = (await runInWorld(SECURE, [natural('by-url')])) as [WorldRun];
  expect(listNotes(trace)).toEqual(['0 https://gateway.test:8443 https://gateway.test:8443/caller']);
  expect(outcome(trace)).toBe('ok');
  expect(delivered(trace)).toEqual(['t0:one ', 'two ', 'three']);
  expect(trace.events.filter((event) => event.kind === 'step' && event.what.includes('TLS'))).not.toEqual([]);
});

describe('sockets made by hand', () => {
  const names = ['captured', 'own-ca', 'wrong-ca', 'careless', 'twice'];
  const traces = new Map<string, Trace>();

  beforeAll(async () => {
    const runs = await runInWorld(SECURE, names.map(natural));
    for (const [index, { trace }] of runs.entries()) traces.set(names[index]!, trace);
  });

  test('tls.connect captured at import lands in the world, and the gateway speaks HTTP/1.1', () => {
    const trace = traces.get('captured')!;
    expect(listNotes(trace)).toEqual(['0 true null http/1.1 TLSv1.3']);
    expect(delivered(trace).join('')).toContain('t0:one two three');
  });

  test('a client that brings the CA itself may also insist on TLS 1.2', () => {
    const trace = traces.get('own-ca')!;
    expect(listNotes(trace)).toEqual(['0 true null false TLSv1.2']);
    expect(delivered(trace).join('')).toContain('t0:one two three');
  });

  test('a client that knows other CAs refuses, unless it does not care', () => {
    expect(outcome(traces.get('wrong-ca')!)).toBe('SELF_SIGNED_CERT_IN_CHAIN');
    expect(listNotes(traces.get('careless')!)).toEqual(['0 false SELF_SIGNED_CERT_IN_CHAIN false TLSv1.3']);
    expect(delivered(traces.get('careless')!).join('')).toContain('t0:one two three');
  });

  test('a socket that connects twice is refused, not let out', () => {
    const trace = traces.get('twice')!;
    expect(listNotes(trace)).toEqual(['0 once']);
    expect(outcome(trace)).toBe('ERR_CLOSECALL_UNSUPPORTED');
  });
});

describe('certificates', () => {
  test('what is not trusted is refused before anything is sent', async () => {
    const names = ['trusted', 'wrong-name', 'untrusted'];
    const runs = await runInWorld(
      CERTIFICATES,
      names.map((variant) => naturalCase('tls/certificates', variant)),
    );
    const seen = runs.map(({ trace }) => [outcome(trace, 'reader'), wires(trace).includes('request')]);
    expect(seen).toEqual([
      ['ok', true],
      // The reader takes the error that it expects for its answer, and passes others on.
      ['ok', false],
      ['ok', false],
    ]);
  });
});

describe('faults and cancellations', () => {
  const struck: [name: string, kase: Partial<Case>, outcome: string, texts: string[]][] = [
    ['a reset', { faults: [{ kind: 'reset', on: 'text#0', at: 'item:1' }] }, 'ECONNRESET', ['t0:one ']],
    ['a FIN', { faults: [{ kind: 'fin', on: 'text#0', at: 'item:1' }] }, 'UND_ERR_SOCKET', ['t0:one ']],
    ['a split', { faults: [{ kind: 'split', on: 'text#0', bytes: 30 }] }, 'ok', ['t0:one ', 'two ', 'three']],
    ['a merge', { faults: [{ kind: 'merge', on: 'text#0', items: 3 }] }, 'ok', ['t0:one two three']],
    [
      'a cancellation on a connection without TLS yet',
      { actions: [{ do: 'cancel caller', at: 'c0:connect#0' }] },
      'AbortError',
      [],
    ],
    [
      'a cancellation inside the handshake',
      { actions: [{ do: 'cancel caller', at: 'c0<#0', turns: 0 }] },
      'AbortError',
      [],
    ],
    [
      'a cancellation between two chunks',
      { actions: [{ do: 'cancel caller', at: 'c0<#3' }] },
      'AbortError',
      ['t0:one '],
    ],
  ];
  let runs: WorldRun[];
  let others: WorldRun[];

  beforeAll(async () => {
    const cases = struck.map(([, kase]) => ({ ...natural('request'), ...kase }));
    [runs, others] = await Promise.all([runInWorld(SECURE, cases), runInWorld(SECURE, cases)]);
  });

  test.each(struck.map(([name, , result, texts], index) => ({ name, result, texts, index })))(
    '$name over TLS ends a call as over a plain connection',
    ({ result, texts, index }) => {
      const { trace, hash } = runs[index]!;
      expect(outcome(trace)).toBe(result);
      expect(delivered(trace).join('')).toBe(texts.join(''));
      expect(sockets(trace)).toEqual([]);
      expect(others[index]!.hash).toBe(hash);
    },
  );
});

test('TLS that was loaded before the world is refused: its immediates would escape', async () => {
  const [run] = await runInWorld(
    SECURE,
    [natural('request')],
    "--import=data:text/javascript,import'node:tls'",
  );
  expect(outcome(run!.trace)).toBe('ERR_CLOSECALL_UNSUPPORTED');
});
