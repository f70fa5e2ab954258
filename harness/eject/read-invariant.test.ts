// What an invariant reads of a run, and what it may not: a script shows it only what it can see.
import { describe, expect, it } from 'vitest';
import type { Trace, TraceEvent } from '../model/trace.ts';
import { checkInvariant } from './check-invariant.ts';
import { readInvariant } from './read-invariant.ts';

const at = { step: 1, ms: 5 };
const request = (call: string, path: string): TraceEvent => ({
  kind: 'wire',
  ...at,
  exchange: 0,
  route: call,
  connection: 0,
  call,
  event: { what: 'request', method: 'POST', path, authorization: '', body: 'mine' },
});
const events: TraceEvent[] = [
  { kind: 'phase', ...at, phase: 'scenario' },
  { kind: 'note', ...at, actor: 'a', text: 'asks' },
  request('a', '/a'),
  { kind: 'phase', step: 2, ms: 9, phase: 'probe' },
  { kind: 'settled', step: 3, ms: 2_000, call: 'a', ok: true },
  { kind: 'phase', step: 4, ms: 2_001, phase: 'dispose' },
];
const trace = { case: {}, end: 'completed', events, virtualMs: 4_000, open: [] } as unknown as Trace;

const bodies = ({ events: all }: Trace): string[] =>
  all.flatMap((event) =>
    event.kind === 'wire' && event.call === 'a' && event.event.what === 'request' ? [event.event.body] : [],
  );

describe('what an invariant reads', () => {
  it('is no more than it looks into, and only as much of the run as it takes', () => {
    const reading = readInvariant(
      'sent',
      (run) => (bodies(run)[0] === 'mine' ? 'it is mine' : undefined),
      trace,
    );
    expect(reading).toEqual({
      kinds: ['wire request'],
      isTimed: false,
      readsCase: false,
      message: 'it is mine',
      before: 'probe',
    });
  });

  it('may be the time, of which its words are never the same twice', () => {
    const took = ({ events: all }: Trace): string | undefined => {
      const settled = all.find((event) => event.kind === 'settled' && event.call === 'a');
      return settled === undefined ? undefined : `it took ${settled.ms} ms`;
    };
    const reading = readInvariant('slow', took, trace);
    expect(reading).toMatchObject({ kinds: ['settled'], isTimed: true, before: 'dispose' });
    const lines = checkInvariant(
      { finding: { code: 'slow' }, trace, actors: ['a'] } as never,
      reading,
      5_000,
    ).join('\n');
    expect(lines).toContain(`said?.replaceAll(/\\d+/g, '#') === 'it took # ms'`);
  });

  it.each([
    ['steps', ({ events: all }: Trace) => `${all[1]!.step}`, /reads "step" of "note" of a run/],
    ['what is left', ({ open }: Trace) => `${open.length}`, /reads "open" of a run/],
    ['how much there is', ({ events: all }: Trace) => `${all.length}`, /says something else of a run/],
  ] as const)('is refused when it is %s', (_, invariant, why) => {
    expect(() => readInvariant('rule', invariant, trace)).toThrow(
      expect.objectContaining({ code: 'ERR_NOT_EJECTABLE', message: expect.stringMatching(why) }),
    );
  });
});

it('whose a request is has to show in its path', () => {
  const shared = { ...trace, events: [request('a', '/same'), request('b', '/same')] };
  const reading = readInvariant('sent', (run) => bodies(run)[0], shared);
  expect(() =>
    checkInvariant({ finding: { code: 'sent' }, trace: shared, actors: ['a'] } as never, reading, 1),
  ).toThrow(/"POST \/same" is that of several/);
});
