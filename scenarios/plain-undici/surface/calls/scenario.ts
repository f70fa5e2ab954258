// Every way in which undici makes a call and hands over its body: two streamed answers at a time, cancelled and cut off
// at any moment. One variant for each function and each dispatcher; what they are made of is undici's alone.
import { Writable } from 'node:stream';
import { Agent, Client, fetch, pipeline, Pool, request, RetryAgent, stream, type Dispatcher } from 'undici';
import { defineScenario, plain, wait, type ActorContext } from '../../../../harness/index.ts';

type Subject = { origin: string; dispatcher: Dispatcher; ask: Ask };
/** One GET of `url` on `dispatcher`, its body given to `deliver` as it comes. Rejects for anything but 200. */
type Ask = (
  url: URL,
  options: Pick<Call, 'signal' | 'deliver'> & { dispatcher: Dispatcher },
) => Promise<void>;
type Call = ActorContext<Subject>;
type Params = { ask: Ask; make: (origin: string) => Dispatcher };

function checkStatus(status: number): void {
  if (status !== 200) throw new Error(`status ${status}`);
}

const byRequest: Ask = async (url, { signal, deliver, dispatcher }) => {
  const { statusCode, body } = await request(url, { dispatcher, signal });
  checkStatus(statusCode);
  for await (const chunk of body) deliver(chunk as Uint8Array);
};

const byStream: Ask = async (url, { signal, deliver, dispatcher }) => {
  await stream(url, { dispatcher, signal, method: 'GET' }, ({ statusCode }) => {
    checkStatus(statusCode);
    return new Writable({
      write(chunk: Uint8Array, _encoding, done) {
        deliver(chunk);
        done();
      },
    });
  });
};

const byPipeline: Ask = async (url, { signal, deliver, dispatcher }) => {
  const duplex = pipeline(url, { dispatcher, signal, method: 'GET' }, ({ statusCode, body }) => {
    checkStatus(statusCode);
    return body;
  });
  duplex.end();
  for await (const chunk of duplex) deliver(chunk as Uint8Array);
};

const byFetch: Ask = async (url, { signal, deliver, dispatcher }) => {
  const { status, body } = await fetch(url, { dispatcher, signal });
  checkStatus(status);
  for await (const chunk of body!) deliver(chunk as Uint8Array);
};

const byMethod: Ask = async ({ origin, pathname: path }, { signal, deliver, dispatcher }) => {
  const { statusCode, body } = await dispatcher.request({ origin, path, method: 'GET', signal });
  checkStatus(statusCode);
  for await (const chunk of body) deliver(chunk as Uint8Array);
};

const call = ({ subject, actor, signal, deliver }: Call): Promise<void> =>
  subject.ask(new URL(`/events/${actor}`, subject.origin), {
    dispatcher: subject.dispatcher,
    signal,
    deliver,
  });

const makeAgent = (): Dispatcher => new Agent();

export default defineScenario<Subject, Params>({
  name: 'plain-undici/surface/calls',
  description: 'Two streamed answers by every function and dispatcher of undici, cancelled and cut off.',
  variants: {
    request: { params: { ask: byRequest, make: makeAgent } },
    stream: { params: { ask: byStream, make: makeAgent } },
    pipeline: { params: { ask: byPipeline, make: makeAgent } },
    fetch: { params: { ask: byFetch, make: makeAgent } },
    client: {
      params: { ask: byMethod, make: (origin) => new Client(origin) },
      description: 'one connection: a call behind another notices its abort only when its turn comes',
      expect: [{ oracle: 'prompt-cancel', code: 'settled-late', fromCases: 1000 }],
    },
    pool: { params: { ask: byMethod, make: (origin) => new Pool(origin, { connections: 2 }) } },
    agent: { params: { ask: byMethod, make: makeAgent } },
    'retry-agent': {
      params: { ask: byMethod, make: () => new RetryAgent(new Agent()) },
      // One in 5,000: a cancel before the first connect, which is refused, is heard when the retries are over.
      expect: [{ oracle: 'prompt-cancel', code: 'settled-late' }],
    },
  },
  gateway: [
    {
      name: 'events',
      path: '/events/*',
      answer: (_request, { token }) => ({
        status: 200,
        headers: { 'content-type': 'text/event-stream' },
        body: [
          plain(`data: ${token}:one\n\n`),
          wait(20),
          plain('data: two\n\n'),
          wait(20),
          plain('data: three\n\n'),
        ],
      }),
    },
  ],
  subject: ({ origin, params: { ask, make } }) => ({ origin, ask, dispatcher: make(origin) }),
  actors: { left: call, right: call },
  // Slow connects are plain-undici/cancel-while-connecting's: undici settles an abort only once it is connected.
  faults: ['delay', 'stall', 'reset', 'fin', 'split', 'merge', 'refuse'],
  probe: call,
  dispose: ({ dispatcher }) => dispatcher.close(),
});
