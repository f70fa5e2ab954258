// Clients of every kind over TLS: what each notes of an answer, one variant a client.
import https from 'node:https';
import net from 'node:net';
import tls from 'node:tls';
import { Agent, fetch as npmFetch, request, setGlobalDispatcher, getGlobalDispatcher } from 'undici';
import { defineScenario, plain, wait, type ActorContext } from '../../../index.ts';

type Subject = { origin: string; ca: string; variant: string };
type Context = ActorContext<Subject>;
type Client = (context: Context) => Promise<void>;

async function readStream(context: Context, body: AsyncIterable<unknown>): Promise<void> {
  for await (const chunk of body) context.deliver(chunk as Uint8Array);
}

const clients: Record<string, Client> = {
  request: async (context) => {
    const { body } = await request(`${context.subject.origin}/text`, { signal: context.signal });
    await readStream(context, body);
  },
  'npm fetch': async (context) => {
    const { body } = await npmFetch(`${context.subject.origin}/text`, { signal: context.signal });
    await readStream(context, body as AsyncIterable<unknown>);
  },
  fetch: async (context) => {
    const { body } = await fetch(`${context.subject.origin}/text`, { signal: context.signal });
    await readStream(context, body as AsyncIterable<unknown>);
  },
  'https.get': (context) =>
    new Promise((resolve, reject) => {
      const { origin } = context.subject;
      const call = https.get(`${origin}/text`, { signal: context.signal }, (answer) => {
        readStream(context, answer).then(resolve, reject);
      });
      call.on('error', reject);
    }),
};

export default defineScenario<Subject, object>({
  name: 'secure',
  description: 'Clients over TLS.',
  tls: 'trusted',
  variants: Object.fromEntries(Object.keys(clients).map((name) => [name, { params: {} }])),
  gateway: [
    {
      name: 'text',
      path: '/text',
      answer: (_request, { token }) => ({
        status: 200,
        body: [plain(`${token}:one `), wait(20), plain('two '), wait(20), plain('three')],
      }),
    },
  ],
  subject: ({ origin, ca, variant }) => ({ origin, ca, variant }),
  actors: { caller: (context) => clients[context.subject.variant]!(context) },
});
