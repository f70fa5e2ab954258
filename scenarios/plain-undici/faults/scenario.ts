// Every kind of fault against undici: a body that is streamed, one that is sent, and two calls one after the other on
// connections that are kept. What is read is read to its end; an error status is an error.
import { Writable } from 'node:stream';
import { Agent, fetch, request, stream, type Dispatcher } from 'undici';
import { defineScenario, plain, wait, type ActorContext, type Variant } from '../../../harness/index.ts';

type Sent = { method: 'GET' | 'POST'; body?: Buffer };
type Options = Sent & {
  signal: AbortSignal;
  dispatcher: Dispatcher;
  deliver: (bytes: Uint8Array) => void;
};
/** One request, its answer's body given to `deliver` as it comes. Rejects for anything but 200. */
type Ask = (url: string, options: Options) => Promise<void>;
type Subject = { dispatcher: Dispatcher; ask: Ask };

function checkStatus(status: number): void {
  if (status !== 200) throw new Error(`status ${status}`);
}

const byRequest: Ask = async (url, { deliver, ...options }) => {
  const { statusCode, body } = await request(url, options);
  if (statusCode !== 200) await body.dump();
  checkStatus(statusCode);
  for await (const chunk of body) deliver(chunk as Uint8Array);
};

const byFetch: Ask = async (url, { deliver, body, ...options }) => {
  const sent = body === undefined ? {} : { body, duplex: 'half' as const };
  const response = await fetch(url, { ...options, ...sent });
  if (!response.ok) await response.body?.cancel();
  checkStatus(response.status);
  for await (const chunk of response.body!) deliver(chunk as Uint8Array);
};

const byStream: Ask = async (url, { deliver, ...options }) => {
  let status = 0;
  await stream(url, options, ({ statusCode }) => {
    status = statusCode;
    return new Writable({
      write(chunk: Uint8Array, _encoding, done) {
        if (statusCode === 200) deliver(chunk);
        done();
      },
    });
  });
  checkStatus(status);
};

/** Bytes that are sent: more than one write of a stream, less than a connection takes unread. */
const SENT_BYTES = 40_000;

function asker(path: string, send: () => Sent) {
  return ({ subject, url, signal, deliver }: ActorContext<Subject>): Promise<void> => {
    const { dispatcher, ask } = subject;
    return ask(`${url}/${path}`, { ...send(), dispatcher, signal, deliver });
  };
}

/** RFC 9110, section 15.2: a client must be able to read a 1xx answer that it did not expect. */
const REFUSES_100: Pick<Variant<Ask>, 'description' | 'expect'> = {
  description: 'a 100 that was not asked for is taken for a broken answer',
  expect: [
    { oracle: 'collateral', code: 'UND_ERR_SOCKET', fromCases: 1000 },
    // While it connects undici takes no notice of an abort: plain-undici/cancel-while-connecting.
    { oracle: 'prompt-cancel', code: 'settled-late' },
  ],
};

const get = (): Sent => ({ method: 'GET' });
const read = asker('text', get);

export default defineScenario<Subject, Ask>({
  name: 'plain-undici/faults',
  description: 'A body read, one sent, and two calls in a row, against every kind of fault.',
  variants: {
    request: { params: byRequest, ...REFUSES_100 },
    fetch: {
      params: byFetch,
      ...REFUSES_100,
      expect: [{ oracle: 'collateral', code: 'TypeError', fromCases: 1000 }],
    },
    stream: { params: byStream, ...REFUSES_100 },
  },
  gateway: [
    {
      name: 'text',
      path: '/text',
      answer: (_request, { token }) => ({
        status: 200,
        headers: { 'content-type': 'text/plain' },
        body: [plain(`${token}:one `), wait(20), plain('two '), plain('three')],
      }),
    },
    {
      name: 'echo',
      path: '/echo',
      answer: ({ body }, { token }) => ({
        status: 200,
        framing: 'length',
        body: [plain(`${token}:got ${body.length}`)],
      }),
    },
  ],
  subject: ({ params: ask }) => ({ ask, dispatcher: new Agent() }),
  actors: {
    reader: read,
    sender: asker('echo', () => ({ method: 'POST', body: Buffer.alloc(SENT_BYTES, 'x') })),
    twice: async ({ call, note, ...context }) => {
      const once = (): Promise<void> => read({ ...context, call, note, deliver: () => undefined });
      await call('first', once).catch(() => note('the first failed'));
      await call('second', once);
    },
  },
  faults: 'all',
  probe: read,
  dispose: ({ dispatcher }) => dispatcher.close(),
});
