// Two event streams over TLS, read to their ends by clients that know nothing of the harness: undici, the fetch of Node.js,
// and node:https with an agent that keeps connections and resumes TLS sessions.
import https from 'node:https';
import { Agent, request } from 'undici';
import { defineScenario, sse, wait, type ActorContext } from '../../../harness/index.ts';

type Body = AsyncIterable<Uint8Array>;
type Answer = { status: number; body: Body; end?: () => Promise<void> };
type Open = (url: string, signal: AbortSignal) => Promise<Answer>;
type Client = { open: Open; close?: () => void };
type Subject = Client & { origin: string };
type Params = { client: 'undici' | 'fetch' | 'https' };

/** A new undici Agent for each call, ended with it. */
async function openOnAgent(url: string, signal: AbortSignal): Promise<Answer> {
  const agent = new Agent();
  const end = async (): Promise<void> => agent.destroy();
  try {
    const { statusCode, body } = await request(url, { dispatcher: agent, signal });
    return { status: statusCode, body, end };
  } catch (error) {
    await end();
    throw error;
  }
}

/** The fetch of Node.js, on its global dispatcher. */
async function openByFetch(url: string, signal: AbortSignal): Promise<Answer> {
  const answer = await fetch(url, { signal });
  return { status: answer.status, body: answer.body as Body };
}

/** node:https with an agent of its own, which all calls share. */
function makeHttpsClient(): Client {
  const agent = new https.Agent({ keepAlive: true });
  const open: Open = (url, signal) =>
    new Promise((resolve, reject) => {
      const call = https.get(url, { agent, signal }, (answer) =>
        resolve({ status: answer.statusCode ?? 0, body: answer }),
      );
      call.on('error', reject);
    });
  return { open, close: () => agent.destroy() };
}

const clients: Record<Params['client'], () => Client> = {
  undici: () => ({ open: openOnAgent }),
  fetch: () => ({ open: openByFetch }),
  https: makeHttpsClient,
};

/** One call as its caller writes it. */
async function readStream({ subject, actor, signal, deliver }: ActorContext<Subject>): Promise<void> {
  const { status, body, end } = await subject.open(`${subject.origin}/events/${actor}`, signal);
  try {
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of body) {
      text += decoder.decode(chunk, { stream: true });
      if (status !== 200) continue;
      const events = text.split('\n\n');
      text = events.pop()!;
      for (const event of events)
        deliver((JSON.parse(event.slice('data: '.length)) as { text: string }).text);
    }
    if (status !== 200) throw new Error(`status ${status}`);
  } finally {
    await end?.();
  }
}

export default defineScenario<Subject, Params>({
  name: 'tls/streams',
  description: 'Two event streams over TLS: an undici Agent per call, the fetch of Node.js, and node:https.',
  tls: 'trusted',
  variants: {
    'undici-agent-per-call': { params: { client: 'undici' } },
    'built-in-fetch': { params: { client: 'fetch' } },
    'node-https': {
      params: { client: 'https' },
      // Before Node 26, an abort between the last byte of an answer and its 'end' destroys a socket that the request has
      // just let go and its agent has not yet taken: nobody listens for the error. Real sockets do the same.
      expect: [{ oracle: 'crash', code: 'ABORT_ERR' }],
    },
  },
  gateway: [
    {
      name: 'events',
      path: '/events/*',
      call: ({ path }) => path.split('/').at(-1),
      answer: (_request, { token }) => ({
        status: 200,
        headers: { 'content-type': 'text/event-stream' },
        body: ['one', 'two', 'three'].flatMap((word) => {
          const text = `${token}:${word} `;
          return [sse({ text }, text), wait(20)];
        }),
      }),
    },
  ],
  subject: ({ origin, params: { client } }) => ({ origin, ...clients[client]() }),
  actors: { left: readStream, right: readStream },
  // Slow connects are plain-undici/cancel-while-connecting's: undici settles an abort only once it is connected.
  faults: ['delay', 'stall', 'reset', 'fin', 'split', 'merge', 'unauthorized', 'refuse'],
  probe: readStream,
  dispose: ({ close }) => close?.(),
});
