// Clients of every kind over TLS, one variant each: what they deliver of an answer, and what they know of the connection.
import https from 'node:https';
import tls, { connect } from 'node:tls';
import { fetch as npmFetch, request, stream } from 'undici';
import { plain, wait } from '../../../gateway/script.ts';
import { defineScenario, type ActorContext } from '../../scenario.ts';

type Subject = { origin: string; ca: string; variant: string };
type Context = ActorContext<Subject>;
type Client = (context: Context) => Promise<unknown>;

async function readStream(context: Context, body: AsyncIterable<unknown>): Promise<void> {
  for await (const chunk of body) context.deliver(chunk);
}

/** Speaks HTTP by hand on a TLS socket, and delivers the body's chunks. */
async function speak(context: Context, socket: tls.TLSSocket): Promise<void> {
  const { signal, deliver, note } = context;
  signal.addEventListener('abort', () => socket.destroy(new Error('cancelled')), { once: true });
  socket.once('secureConnect', () => {
    const { authorized, authorizationError, alpnProtocol } = socket;
    note(`${authorized} ${String(authorizationError)} ${String(alpnProtocol)} ${socket.getProtocol()}`);
    socket.write('GET /text HTTP/1.1\r\nhost: gateway.test\r\n\r\n');
  });
  let text = '';
  for await (const chunk of socket) {
    text += String(chunk);
    const body = /\r\n\r\n(?<chunked>.*)/s.exec(text)?.groups?.['chunked'] ?? '';
    if (!body.endsWith('0\r\n\r\n')) continue;
    deliver(body.replaceAll(/[0-9a-f]+\r\n(?<data>[^\r]*)\r\n/g, '$<data>'));
    socket.end();
  }
}

const clients: Record<string, Client> = {
  request: async (context) => {
    const { body } = await request(`${context.subject.origin}/text`, { signal: context.signal });
    await readStream(context, body);
  },
  stream: async (context) => {
    const { signal, subject, deliver } = context;
    const { Writable } = await import('node:stream');
    const write = (chunk: Uint8Array, _encoding: string, done: () => void): void => {
      deliver(chunk);
      done();
    };
    await stream(`${subject.origin}/text`, { signal, method: 'GET' }, () => new Writable({ write }));
  },
  'npm-fetch': async (context) => {
    const { body } = await npmFetch(`${context.subject.origin}/text`, { signal: context.signal });
    await readStream(context, body as AsyncIterable<unknown>);
  },
  fetch: async (context) => {
    const { body } = await fetch(`${context.subject.origin}/text`, { signal: context.signal });
    await readStream(context, body as AsyncIterable<unknown>);
  },
  https: async (context) =>
    new Promise((resolve, reject) => {
      const { signal, subject } = context;
      const call = https.get(`${subject.origin}/text`, { signal }, (answer) => {
        readStream(context, answer).then(resolve, reject);
      });
      call.on('error', reject);
    }),
  // Captured when this module was loaded, before any case began.
  captured: async (context) => speak(context, connect(8443, 'gateway.test', { ALPNProtocols: ['http/1.1'] })),
  'own-ca': async (context) => {
    const { ca } = context.subject;
    return speak(context, tls.connect({ port: 8443, host: 'gateway.test', ca, maxVersion: 'TLSv1.2' }));
  },
  'wrong-ca': async (context) => {
    const [ca] = tls.rootCertificates as [string];
    return speak(context, tls.connect({ port: 8443, host: 'gateway.test', ca }));
  },
  careless: async (context) => {
    const [ca] = tls.rootCertificates as [string];
    return speak(context, tls.connect({ port: 443, host: 'else.test', ca, rejectUnauthorized: false }));
  },
  // As a client that is given no subject: by the addresses that every actor has.
  'by-url': async (context) => {
    context.note(`${context.origin} ${context.url}`);
    const { body } = await request(`${context.url}/text`, { signal: context.signal });
    await readStream(context, body);
  },
  twice: async (context) => {
    const socket = tls.connect({ port: 8443, host: 'gateway.test' });
    await new Promise((resolve) => socket.once('secureConnect', resolve));
    socket.destroy();
    await new Promise((resolve) => socket.once('close', resolve));
    context.note('once');
    socket.connect({ port: 8443, host: 'gateway.test' });
  },
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
  actors: { caller: async (context) => void (await clients[context.subject.variant]!(context)) },
});
