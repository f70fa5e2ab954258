// The same bytes through undici and Node's http.Server over a pipe in memory, with nothing of ours around them: what the
// HTTP stack itself costs. One agent per call, made and destroyed as the variant `per-call` does.
import http from 'node:http';
import { duplexPair, type Duplex } from 'node:stream';
import { Agent, type Dispatcher } from 'undici';
import { CALLS, answerOf, type Workload } from './exchange.ts';

/** Watches what goes through the pipe, for the test that compares it with what the gateway and its client say. */
export type Tap = (direction: 'request' | 'answer', bytes: Uint8Array) => void;

const ORIGIN = 'http://gateway.test:8080';
const HEADERS = {
  accept: 'text/event-stream',
  'content-type': 'application/json',
  authorization: 'Bearer first-token',
};

/** Makes the pipe's server. Its answer comes in three parts with a turn between them, as the gateway's does. */
export function makeFloorWorkload(tap?: Tap): Workload {
  let exchangeCount = 0;
  const server = http.createServer((request, response) => {
    const parts = writeAnswer(answerOf(exchangeCount++ % CALLS.length));
    request.resume();
    request.on('end', () => {
      response.sendDate = false;
      response.removeHeader('connection');
      response.writeHead(200, { 'content-type': 'text/event-stream', 'transfer-encoding': 'chunked' });
      const [first, second, ...rest] = parts;
      response.write(first);
      setImmediate(() => {
        response.write(second);
        setImmediate(() => {
          for (const part of rest) response.write(part);
          response.end();
        });
      });
    });
  });
  // Node looks for slow clients on timers of its own.
  Object.assign(server, { requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 0 });

  const connect = (_options: unknown, callback: (error: null, socket: never) => void): void => {
    const [clientSide, serverSide] = duplexPair();
    if (tap !== undefined) watch(clientSide, serverSide, tap);
    server.emit('connection', serverSide);
    // undici asks a socket for these two, a Duplex has none.
    Object.assign(clientSide, { ref() {}, unref() {} });
    // undici does not expect the socket before its connector has returned.
    process.nextTick(callback, null, clientSide);
  };
  return {
    async runCases(count) {
      let answers: string[] = [];
      for (let i = 0; i < count; i++) {
        answers = [];
        for (const call of CALLS) answers.push(await callOnce(connect as never, call));
      }
      return answers;
    },
    close: () => Promise.resolve(),
  };
}

async function callOnce(connect: never, call: string): Promise<string> {
  const agent = new Agent({ connect });
  const body = await dispatch(agent, JSON.stringify({ content: 'by the way?', conversationKey: call }));
  await agent.destroy();
  return readAnswer(body);
}

function dispatch(agent: Agent, body: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const decoder = new TextDecoder();
  let text = '';
  const handler: Dispatcher.DispatchHandler = {
    onRequestStart() {},
    onResponseStart() {},
    onResponseData(_controller, chunk) {
      text += decoder.decode(chunk, { stream: true });
    },
    onResponseEnd: () => resolve(text),
    onResponseError: (_controller, error) => reject(error),
  };
  agent.dispatch(
    { origin: ORIGIN, path: '/v1/assistants/a1/btw', method: 'POST', headers: HEADERS, body },
    handler,
  );
  return promise;
}

/** The answer as the gateway's script cuts it into events. */
function writeAnswer(text: string): [string, string, ...string[]] {
  const [first, second, third] = /^(.* side )(.*, )(.*)$/.exec(text)!.slice(1);
  const deltas = [first, second, third].map((delta) => ({ type: 'btw_text_delta', text: delta }));
  const [one, two, three] = deltas.map(toEvent);
  return [one!, two!, three!, toEvent({ type: 'btw_complete' })];
}

function toEvent(payload: object): string {
  return `data: ${JSON.stringify(payload)}\n\n`;
}

function readAnswer(body: string): string {
  let text = '';
  for (const line of body.split('\n'))
    if (line.startsWith('data: ')) text += (JSON.parse(line.slice(6)) as { text?: string }).text ?? '';
  return text;
}

function watch(clientSide: Duplex, serverSide: Duplex, tap: Tap): void {
  for (const [direction, side] of [
    ['request', clientSide],
    ['answer', serverSide],
  ] as const) {
    const write = side.write.bind(side) as (chunk: string | Uint8Array, ...rest: unknown[]) => boolean;
    side.write = ((chunk: string | Uint8Array, ...rest: unknown[]) => {
      tap(direction, typeof chunk === 'string' ? Buffer.from(chunk, rest[0] as BufferEncoding) : chunk);
      return write(chunk, ...rest);
    }) as typeof side.write;
  }
}
