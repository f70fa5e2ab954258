// A program → intercepts of a MockAgent, and what its documentation promises of them. A mocked call is in no ledger: what it is
// given is compared here, and told in the trace; what is none of the mock's is left to the oracles.
import type { Arbitrary } from 'fast-check';
import type * as undici from 'undici';
import type { Trace } from '../../../harness/index.ts';
import type { CallContext } from '../call-book.ts';
import { oneOf, parts } from '../draw.ts';

/**
 * One intercept, of a call: answered with `status` (200) and `bytes` of text given as `reply` says, or with an error, `delayMs`
 * later; once, `times`, or for good.
 */
export type MockProgram = {
  delayMs?: number;
  times?: number;
  persists?: true;
  fails?: true;
  status?: number;
  bytes?: number;
  reply?: 'buffer' | 'function' | 'options';
};

/** Intercepts by the name of their call. */
export type MocksProgram = Record<string, MockProgram>;

const mockPrograms = parts<MockProgram>({
  delayMs: [60, oneOf(1, 30, 700, 5_000)],
  times: [20, oneOf(1, 2)],
  persists: [20, oneOf(true)],
  fails: [15, oneOf(true)],
  status: [10, oneOf(404, 500, 503)],
  bytes: [30, oneOf(0, 1_000, 70_000)],
  reply: [50, oneOf('buffer', 'function', 'options')],
});

/** Some calls are mocked, and the others go through to the gateway. */
export const mocksPrograms: Arbitrary<MocksProgram> = parts<MocksProgram>({
  a: [80, mockPrograms],
  b: [60, mockPrograms],
  c: [60, mockPrograms],
});

/** How a MockAgent is told which hosts may be reached. Default: all may. */
export type Admits = 'string' | 'pattern' | 'function';

/** Bytes of an answer where the program does not say. */
const MOCK_BYTES = 20;

/** Registers the intercepts; `methodOf` is the method of a call. */
export function registerMocks(
  agent: undici.MockAgent,
  origin: string,
  mocks: MocksProgram,
  methodOf: (name: string) => string,
  admits: Admits | undefined,
): void {
  const { host } = new URL(origin);
  if (admits !== undefined) agent.disableNetConnect();
  if (admits === 'string') agent.enableNetConnect(host);
  if (admits === 'pattern') agent.enableNetConnect(/^gateway\.test/);
  if (admits === 'function') agent.enableNetConnect((asked) => asked === host);
  const pool = agent.get(origin);
  for (const [name, mock] of Object.entries(mocks)) {
    const interceptor = pool.intercept({ path: `/answers/${name}`, method: methodOf(name) });
    const scope = mock.fails
      ? interceptor.replyWithError(new MockedFailure(name))
      : reply(interceptor, name, mock);
    if (mock.delayMs !== undefined) scope.delay(mock.delayMs);
    if (mock.times !== undefined) scope.times(mock.times);
    if (mock.persists) scope.persist();
  }
}

function reply(interceptor: Interceptor, name: string, mock: MockProgram): Scope {
  const { status = 200 } = mock;
  const text = mockTextOf(name, mock);
  const options = { headers: { 'content-type': 'text/plain' } };
  if (mock.reply === 'options')
    return interceptor.reply(() => ({ statusCode: status, data: text, responseOptions: options }));
  if (mock.reply === 'function') return interceptor.reply(status, () => text, options);
  return interceptor.reply(status, mock.reply === 'buffer' ? Buffer.from(text) : text, options);
}

type Interceptor = ReturnType<undici.MockPool['intercept']>;
type Scope = ReturnType<Interceptor['reply']>;

function mockTextOf(name: string, { bytes = MOCK_BYTES }: MockProgram): string {
  return `${name} mocked;`.padEnd(bytes, 'm').slice(0, bytes);
}

/** The error of a mock that fails. */
class MockedFailure extends Error {
  constructor(name: string) {
    super(`${name} fails as its mock says`);
    this.name = 'MockedFailure';
  }
}

/** What a note begins with that tells of a mock whose promise was not kept. */
const BROKEN = 'not as mocked: ';

/**
 * Makes a call that is mocked. It is given the mock's text or error, not before its delay is over; `mayPass` where the client may
 * ask again by itself, and so be answered by the gateway. Aborted, it need not be given all.
 */
export async function underMock(
  name: string,
  mock: MockProgram,
  mayPass: boolean,
  context: CallContext,
  call: (context: CallContext) => Promise<void>,
): Promise<void> {
  const { note, act, signal } = context;
  const text = mockTextOf(name, mock);
  const sinceMs = Date.now();
  let given = '';
  let hasLeft = false;
  const decoder = new TextDecoder();
  const own: CallContext = {
    ...context,
    deliver: (data) =>
      (given += typeof data === 'string' ? data : decoder.decode(data as Uint8Array, { stream: true })),
    act: (what, cancels, run) => {
      hasLeft = true;
      act(what, cancels, run);
    },
  };
  const judge = (isDone: boolean): void => {
    const isPart = text.startsWith(given);
    // None of the mock's: the oracles know whether the gateway sent it.
    if (!isPart)
      return mayPass
        ? context.deliver(given)
        : note(`${BROKEN}given ${given.length} characters of another text`);
    if (!isDone || hasLeft || signal.aborted) return;
    if (mock.fails && !mayPass) return note(`${BROKEN}succeeded, though its mock fails`);
    if (given !== '' && given !== text) note(`${BROKEN}given ${given.length} characters of ${text.length}`);
    else if (Date.now() - sinceMs < (mock.delayMs ?? 0) && !mock.fails)
      note(`${BROKEN}answered before its delay was over`);
  };
  try {
    await call(own);
  } catch (error) {
    judge(false);
    if (!isAsMocked(error, mock)) throw error;
    return;
  }
  judge(true);
}

/** True for the mock's own error, and for what its status becomes. */
function isAsMocked(error: unknown, { fails, status = 200 }: MockProgram): boolean {
  for (let current = error; current instanceof Error; current = current.cause) {
    if (fails && current instanceof MockedFailure) return true;
    if (status >= 300 && (current.message === `status ${status}` || statusOf(current) === status))
      return true;
  }
  return false;
}

function statusOf(error: Error): unknown {
  return (error as { statusCode?: unknown }).statusCode;
}

/** A message when a mock's promise was not kept. */
export function checkMocks({ events }: Trace): string | undefined {
  for (const event of events)
    if (event.kind === 'note' && event.text.startsWith(BROKEN)) return `${event.actor} was ${event.text}`;
  return undefined;
}
