// What a mocked call is given, against what its mock promised: by a stand-in for the client.
import { describe, expect, test } from 'vitest';
import type { CallContext } from '../call-book.ts';
import { checkMocks, underMock, type MockProgram } from './mocks.ts';

const TEXT = 'a mocked;mmmmmmmmmmm';

type Told = { notes: string[]; delivered: unknown[]; ok: boolean };

async function run(
  mock: MockProgram,
  call: (context: CallContext) => Promise<void>,
  { mayPass = false, isAborted = false } = {},
): Promise<Told> {
  const told: Told = { notes: [], delivered: [], ok: true };
  const context: CallContext = {
    actor: 'a',
    origin: 'http://gateway.test:8080',
    signal: isAborted ? AbortSignal.abort() : new AbortController().signal,
    deliver: (data) => told.delivered.push(data),
    note: (text) => told.notes.push(text),
    act: (_what, _cancels, doIt) => doIt(),
  };
  try {
    await underMock('a', mock, mayPass, context, call);
  } catch {
    told.ok = false;
  }
  return told;
}

const given =
  (...pieces: unknown[]) =>
  async ({ deliver }: CallContext): Promise<void> =>
    pieces.forEach(deliver);

const failing =
  (error: Error, ...pieces: unknown[]) =>
  async ({ deliver }: CallContext): Promise<void> => {
    pieces.forEach(deliver);
    throw error;
  };

const FINE: Told = { notes: [], delivered: [], ok: true };

describe('a mocked call', () => {
  test('is given what its mock says, in any pieces, and the oracles are told of nothing', async () => {
    expect(await run({}, given(TEXT))).toEqual(FINE);
    expect(await run({}, given(Buffer.from(TEXT.slice(0, 5)), TEXT.slice(5)))).toEqual(FINE);
    expect(await run({ bytes: 0 }, given(''))).toEqual(FINE);
  });

  test.each<[string, MockProgram, unknown[], string]>([
    ['a part', {}, [TEXT.slice(0, 5)], 'not as mocked: given 5 characters of 20'],
    ['another text', {}, ['something else'], 'not as mocked: given 14 characters of another text'],
    ['something twice', {}, [TEXT, TEXT], 'not as mocked: given 40 characters of another text'],
    ['success for an error', { fails: true }, [], 'not as mocked: succeeded, though its mock fails'],
    ['an answer at once', { delayMs: 5_000 }, [TEXT], 'not as mocked: answered before its delay was over'],
  ])('must not be given %s', async (_, mock, pieces, note) => {
    expect(await run(mock, given(...pieces))).toMatchObject({ notes: [note] });
  });

  test('need not be given all when it was given up', async () => {
    expect(await run({ delayMs: 5_000 }, given(TEXT.slice(0, 5)), { isAborted: true })).toEqual(FINE);
    const leaves = async ({ act, deliver }: CallContext): Promise<void> => {
      deliver(TEXT.slice(0, 5));
      act('leaves its loop', ['a'], () => {});
    };
    expect(await run({}, leaves)).toEqual(FINE);
  });

  test('leaves to the oracles what may be of the gateway, where its client asks again', async () => {
    const told = await run({ status: 503 }, given('t0.0;aaa'), { mayPass: true });
    expect(told).toEqual({ ...FINE, delivered: ['t0.0;aaa'] });
  });

  test('fails as its mock says, also as a cause, and in no other way', async () => {
    expect(await run({ status: 503 }, failing(new Error('status 503')))).toEqual(FINE);
    const refused = Object.assign(new Error('no'), { statusCode: 503 });
    expect(await run({ status: 503 }, failing(new TypeError('fetch failed', { cause: refused })))).toEqual(
      FINE,
    );
    expect(await run({}, failing(new Error('status 503')))).toMatchObject({ ok: false });
    expect(await run({ fails: true }, failing(new Error('other side closed')))).toMatchObject({ ok: false });
    expect(await run({}, failing(new Error('reset'), 'x'))).toMatchObject({
      ok: false,
      notes: [expect.stringContaining('another text')],
    });
  });
});

test('the first broken promise of a trace is its message', () => {
  const at = { step: 0, ms: 0 };
  const note = (text: string) => ({ kind: 'note' as const, actor: 'a', text, ...at });
  const trace = { events: [note('asks'), note('not as mocked: given 5 characters of 20')] };
  expect(checkMocks(trace as never)).toBe('a was not as mocked: given 5 characters of 20');
  expect(checkMocks({ events: [note('asks')] } as never)).toBeUndefined();
});
