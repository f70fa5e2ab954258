// A profile → fast-check arbitraries for faults, aimed at the exchanges, connections and lookups that the natural run has,
// and at the next of each: a retried request, a second connection.
import fc from 'fast-check';
import type { Fault, FaultPoint } from '../model/fault.ts';
import type { Profile } from '../model/profile.ts';
import { few } from './few.ts';

/** How often a case has none, one, two or three faults. */
const COUNTS = [4, 4, 2, 1];

/**
 * Arbitrary over the faults of one case, of the kinds that its profile allows. Each kind is on in half of the cases (swarm testing:
 * Groce et al., ISSTA 2012), since kinds hide each other: what is refused is never cut.
 */
export function faultsArbitrary(profile: Profile): fc.Arbitrary<Fault[]> {
  const { faultKinds } = profile;
  if (faultKinds.length === 0) return fc.constant([]);
  const byKind = arbitraries(profile);
  return fc
    .tuple(few(fc.nat(), COUNTS), fc.bigInt({ min: 0n, max: 2n ** BigInt(faultKinds.length) - 1n }))
    .chain(([picks, mask]) => {
      const on = faultKinds.filter((_kind, nth) => (mask >> BigInt(nth)) & 1n);
      const kinds = on.length === 0 ? faultKinds : on;
      return fc.tuple(...picks.map((pick) => byKind[kinds[pick % kinds.length]!]));
    });
}

/** Bytes after which a connection is cut or no longer read: inside a head, inside a small body, inside a large one. */
const LIMITS_BYTES = [0, 1, 9, 20, 60, 120, 200, 500, 4_000, 65_536, 200_000];

/** Milliseconds for which a server stops reading, or an event loop stands still. */
const PAUSES_MS = [1, 10, 100, 1_000, 5_000];

function arbitraries(profile: Profile): Record<Fault['kind'], fc.Arbitrary<Fault>> {
  const { connections, delaysMs } = profile;
  // One more than the natural run has: a retried request, a second connection.
  const connection = fc.nat({ max: connections }).map((index) => `connection#${index}`);
  const lookups = profile.lanes.find(({ name }) => name === 'dns')?.count ?? 0;
  const lookup = fc.nat({ max: lookups }).map((index) => `lookup#${index}`);
  const exchange = fc.constantFrom(...listTargets(profile));
  const on = exchange.map(({ target }) => target);
  const ms = fc.constantFrom(...delaysMs);
  const pauseMs = fc.constantFrom(...PAUSES_MS);
  const atPoint = (kind: 'stall' | 'reset' | 'fin' | 'half-close' | 'expire'): fc.Arbitrary<Fault> =>
    exchange.chain(({ target, items }) =>
      pointArbitrary(items, kind !== 'stall' && kind !== 'expire').map((at): Fault => ({
        kind,
        on: target,
        at,
      })),
    );
  const atItem = <T>(make: (target: string, item: number) => fc.Arbitrary<T>): fc.Arbitrary<T> =>
    exchange.chain(({ target, items }) =>
      fc.nat({ max: Math.max(0, items - 1) }).chain((item) => make(target, item)),
    );
  const how = fc.constantFrom('fin', 'reset');
  return {
    delay: exchange.chain(({ target, items }) =>
      fc
        .record({ at: pointArbitrary(items, false), ms })
        .map((drawn) => ({ kind: 'delay', on: target, ...drawn })),
    ),
    stall: atPoint('stall'),
    reset: atPoint('reset'),
    fin: atPoint('fin'),
    split: exchange.chain(({ target }) =>
      fc.integer({ min: 1, max: 40 }).map((bytes) => ({ kind: 'split', on: target, bytes })),
    ),
    merge: exchange.chain(({ target }) =>
      fc.integer({ min: 2, max: 6 }).map((items) => ({ kind: 'merge', on: target, items })),
    ),
    unauthorized: fc.record({
      kind: fc.constant('unauthorized'),
      on,
      until: fc.constantFrom('once', 'always', 'refreshed'),
      body: fc.constantFrom('none', 'small', 'large'),
    }),
    refuse: connection.map((victim) => ({ kind: 'refuse', on: victim })),
    'slow-connect': fc.record({ kind: fc.constant('slow-connect'), on: connection, ms }),
    dns: of('dns', lookup, { code: fc.constantFrom('ENOTFOUND', 'EAI_AGAIN') }),
    unreachable: of('unreachable', connection, {
      code: fc.constantFrom('EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT'),
    }),
    accept: of('accept', connection, { form: fc.constantFrom('silence', 'reset') }),
    backpressure: of('backpressure', connection, { bytes: fc.constantFrom(...LIMITS_BYTES), ms: pauseMs }),
    limit: of('limit', on, { bytes: fc.constantFrom(...LIMITS_BYTES), how }),
    'half-close': atPoint('half-close'),
    'idle-close': of('idle-close', on, { how }),
    block: exchange.chain(({ target, items }) =>
      fc
        .record({ at: pointArbitrary(items, false), ms: pauseMs })
        .map((drawn): Fault => ({ kind: 'block', on: target, ...drawn })),
    ),
    garbage: of('garbage', on, { form: fc.constantFrom('text', 'html', 'tls', 'http2') }),
    chunk: atItem((target, item) =>
      fc
        .constantFrom('bad-size', 'no-crlf', 'oversized', 'overflow', 'extension')
        .map((form): Fault => ({ kind: 'chunk', on: target, item, form })),
    ),
    'content-length': of('content-length', on, {
      form: fc.constantFrom('short', 'long', 'doubled', 'nonsense', 'with-chunked'),
    }),
    bodiless: of('bodiless', on, { status: fc.constantFrom(204, 304) }),
    framing: of('framing', on, {
      form: fc.constantFrom('length', 'chunked', 'eof', 'http-1.0', 'http-1.0-eof', 'http-1.0-keep-alive'),
    }),
    headers: of('headers', on, { form: fc.constantFrom('many', 'oversized', 'no-colon', 'folded') }),
    'slow-headers': of('slow-headers', on, { ms }),
    interim: of('interim', on, {
      status: fc.constantFrom(100, 102, 103),
      count: fc.constantFrom(1, 2, 20),
    }),
    continue: fc.oneof(
      on.map((victim): Fault => ({ kind: 'continue', on: victim, form: 'never' })),
      fc
        .tuple(on, pauseMs)
        .map(([victim, lateMs]): Fault => ({ kind: 'continue', on: victim, form: 'late', ms: lateMs })),
    ),
    'early-answer': of('early-answer', on, { form: fc.constantFrom('drain', 'close') }),
    unsolicited: of('unsolicited', on, { when: fc.constantFrom('at-once', 'later') }),
    trailers: of('trailers', on, { form: fc.constantFrom('plain', 'many', 'invalid') }),
    gzip: of('gzip', on, { form: fc.constantFrom('whole', 'cut', 'bad') }),
    status: of('status', on, {
      status: fc.constantFrom(403, 408, 409, 421, 425, 429, 500, 502, 503, 504),
      retryAfter: fc.constantFrom('none', 'seconds', 'date', 'nonsense'),
      until: fc.constantFrom('once', 'always', 'flapping'),
      body: fc.constantFrom('none', 'small', 'large'),
    }),
    redirect: of('redirect', on, {
      status: fc.constantFrom(301, 302, 303, 307, 308),
      form: fc.constantFrom('once', 'loop', 'invalid'),
    }),
    expire: atPoint('expire'),
    duplicate: atItem((target, item) => fc.constant<Fault>({ kind: 'duplicate', on: target, item })),
  };
}

/** A fault whose parameters are each one of a few. */
function of<K extends Fault['kind']>(
  kind: K,
  on: fc.Arbitrary<string>,
  forms: Forms<K>,
): fc.Arbitrary<Fault> {
  return fc.record({ kind: fc.constant(kind), on, ...forms }) as unknown as fc.Arbitrary<Fault>;
}

/** Arbitraries for what a kind has besides its name and its victim. */
type Forms<K extends Fault['kind']> = {
  [P in Exclude<keyof (Fault & { kind: K }), 'kind' | 'on'>]: fc.Arbitrary<unknown>;
};

/** What faults of exchanges aim at: those of the natural run, and the next one of every route. */
export function listTargets({ exchanges }: Profile): Profile['exchanges'] {
  if (exchanges.length === 0) return [{ target: 'none#0', items: 0 }];
  const next = new Map<string, { target: string; items: number }>();
  for (const { target, items } of exchanges) {
    const [route, nth] = target.split('#');
    next.set(route!, { target: `${route}#${Number(nth) + 1}`, items });
  }
  return [...exchanges, ...next.values()];
}

/** Points of an answer with so many body items. */
export function pointArbitrary(items: number, mayBeIdle: boolean): fc.Arbitrary<FaultPoint> {
  const inBody = Array.from(
    { length: items },
    (_, index) => [`item:${index}`, `mid:${index}`] as const,
  ).flat();
  const points: FaultPoint[] = ['before-head', 'in-head', ...inBody, `item:${items}`, 'at-end'];
  if (mayBeIdle) points.push('idle');
  return fc.constantFrom(...points);
}
