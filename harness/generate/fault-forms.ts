// A profile → every fault of a kind that its runs can meet, aimed at the exchanges, connections and lookups of the natural run and at
// the next of each: a retried request, a second connection. What is drawn is one of these; a sweep tries them all.
import type { Fault, FaultPoint } from '../model/case.ts';
import { listPoints } from '../model/list-points.ts';
import type { Profile } from '../model/profile.ts';

/** How many values a number has: all that are worth drawing, or one or two that stand for them. */
export type Grain = 'fine' | 'coarse';

/** Bytes after which a connection is cut or no longer read: inside a head, inside a small body, inside a large one. */
const LIMITS_BYTES = { fine: [0, 1, 9, 20, 60, 120, 200, 500, 4_000, 65_536, 200_000], coarse: [20, 200] };

/** Milliseconds for which a server stops reading, or an event loop stands still. */
const PAUSES_MS = { fine: [1, 10, 100, 1_000, 5_000], coarse: [100] };

/** Bytes of the segments that writes are cut into, and neighbouring writes that go out as one. */
const SPLITS_BYTES = { fine: Array.from({ length: 40 }, (_, nth) => nth + 1), coarse: [7] };
const MERGES_ITEMS = { fine: [2, 3, 4, 5, 6], coarse: [2] };

/** Interim answers before the answer. */
const INTERIM_COUNTS = { fine: [1, 2, 20], coarse: [1] };

/** Delays of a coarse grain: below and above what clients wait for. */
const COARSE_DELAYS_MS = [10, 30_000];

const HOWS = ['fin', 'reset'] as const;
const BODIES = ['none', 'small', 'large'] as const;

/** What a fault of an exchange aims at, and the body items of its answer. */
type Target = Profile['exchanges'][number];

/** The faults of a kind; in the same order for the same profile. */
export function listFaults(kind: Fault['kind'], profile: Profile, grain: Grain): Fault[] {
  return FORMS[kind](spaceOf(kind, profile, grain)).map((fault) => ({ kind, ...fault }) as Fault);
}

/** What faults of exchanges aim at: those of the natural run, and the next one of every route. */
export function listTargets({ exchanges }: Pick<Profile, 'exchanges'>): Target[] {
  if (exchanges.length === 0) return [{ target: 'none#0', items: 0 }];
  const next = new Map<string, Target>();
  for (const { target, items } of exchanges) {
    const [route, nth] = target.split('#');
    next.set(route!, { target: `${route}#${Number(nth) + 1}`, items });
  }
  return [...exchanges, ...next.values()];
}

/** What the faults of one profile are made of. */
type Space = {
  on: string[];
  connections: string[];
  lookups: string[];
  at: { on: string; at: FaultPoint }[];
  items: { on: string; item: number }[];
  delaysMs: readonly number[];
  pausesMs: readonly number[];
  grain: Grain;
};

function spaceOf(kind: Fault['kind'], profile: Profile, grain: Grain): Space {
  const targets = listTargets(profile);
  return {
    on: targets.map(({ target }) => target),
    connections: upTo(profile.connections, 'connection'),
    lookups: upTo(profile.lanes.find(({ name }) => name === 'dns')?.count ?? 0, 'lookup'),
    at: targets.flatMap(({ target: on, items }) => listPoints(items, kind).map((at) => ({ on, at }))),
    items: targets.flatMap(({ target: on, items }) =>
      Array.from({ length: Math.max(1, items) }, (_, item) => ({ on, item })),
    ),
    delaysMs: grain === 'fine' ? profile.delaysMs : COARSE_DELAYS_MS,
    pausesMs: PAUSES_MS[grain],
    grain,
  };
}

/** `name#0` to `name#count`: one more than the natural run has, a retried request, a second connection. */
function upTo(count: number, name: string): string[] {
  return Array.from({ length: count + 1 }, (_, nth) => `${name}#${nth}`);
}

/** Every combination of one of each: `across({ on }, { ms })`. */
function across(...axes: (readonly object[])[]): object[] {
  return axes.reduce<object[]>(
    (rows, axis) => rows.flatMap((row) => axis.map((values) => ({ ...row, ...values }))),
    [{}],
  );
}

/** One property with each of its values. */
function each(name: string, values: readonly unknown[]): object[] {
  return values.map((value) => ({ [name]: value }));
}

/** The forms of each kind, without its name. Properties stand in the order of the format. */
const FORMS: Record<Fault['kind'], (space: Space) => object[]> = {
  delay: ({ at, delaysMs }) => across(at, each('ms', delaysMs)),
  stall: ({ at }) => at,
  reset: ({ at }) => at,
  fin: ({ at }) => at,
  split: ({ on, grain }) => across(each('on', on), each('bytes', SPLITS_BYTES[grain])),
  merge: ({ on, grain }) => across(each('on', on), each('items', MERGES_ITEMS[grain])),
  unauthorized: ({ on }) =>
    across(each('on', on), each('until', ['once', 'always', 'refreshed']), each('body', BODIES)),
  refuse: ({ connections }) => each('on', connections),
  'slow-connect': ({ connections, delaysMs }) => across(each('on', connections), each('ms', delaysMs)),
  dns: ({ lookups }) => across(each('on', lookups), each('code', ['ENOTFOUND', 'EAI_AGAIN'])),
  unreachable: ({ connections }) =>
    across(each('on', connections), each('code', ['EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT'])),
  accept: ({ connections }) => across(each('on', connections), each('form', ['silence', 'reset'])),
  backpressure: ({ connections, grain, pausesMs }) =>
    across(each('on', connections), each('bytes', LIMITS_BYTES[grain]), each('ms', pausesMs)),
  limit: ({ on, grain }) => across(each('on', on), each('bytes', LIMITS_BYTES[grain]), each('how', HOWS)),
  'half-close': ({ at }) => at,
  'idle-close': ({ on }) => across(each('on', on), each('how', HOWS)),
  block: ({ at, pausesMs }) => across(at, each('ms', pausesMs)),
  garbage: ({ on }) => across(each('on', on), each('form', ['text', 'html', 'tls', 'http2'])),
  chunk: ({ items }) =>
    across(items, each('form', ['bad-size', 'no-crlf', 'oversized', 'overflow', 'extension'])),
  'content-length': ({ on }) =>
    across(each('on', on), each('form', ['short', 'long', 'doubled', 'nonsense', 'with-chunked'])),
  bodiless: ({ on }) => across(each('on', on), each('status', [204, 304])),
  framing: ({ on }) =>
    across(
      each('on', on),
      each('form', ['length', 'chunked', 'eof', 'http-1.0', 'http-1.0-eof', 'http-1.0-keep-alive']),
    ),
  headers: ({ on }) => across(each('on', on), each('form', ['many', 'oversized', 'no-colon', 'folded'])),
  'slow-headers': ({ on, delaysMs }) => across(each('on', on), each('ms', delaysMs)),
  interim: ({ on, grain }) =>
    across(each('on', on), each('status', [100, 102, 103]), each('count', INTERIM_COUNTS[grain])),
  continue: ({ on, pausesMs }) => [
    ...across(each('on', on), [{ form: 'never' }]),
    ...across(each('on', on), [{ form: 'late' }], each('ms', pausesMs)),
  ],
  'early-answer': ({ on }) => across(each('on', on), each('form', ['drain', 'close'])),
  unsolicited: ({ on }) => across(each('on', on), each('when', ['at-once', 'later'])),
  trailers: ({ on }) => across(each('on', on), each('form', ['plain', 'many', 'invalid'])),
  gzip: ({ on }) => across(each('on', on), each('form', ['whole', 'cut', 'bad'])),
  status: ({ on, grain }) =>
    across(
      each('on', on),
      each('status', grain === 'fine' ? [403, 408, 409, 421, 425, 429, 500, 502, 503, 504] : [403, 421, 503]),
      each('retryAfter', grain === 'fine' ? ['none', 'seconds', 'date', 'nonsense'] : ['none', 'seconds']),
      each('until', ['once', 'always', 'flapping']),
      each('body', grain === 'fine' ? BODIES : ['small']),
    ),
  redirect: ({ on }) =>
    across(
      each('on', on),
      each('status', [301, 302, 303, 307, 308]),
      each('form', ['once', 'loop', 'invalid']),
    ),
  expire: ({ at }) => at,
  duplicate: ({ items }) => items,
};
