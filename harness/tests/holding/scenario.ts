// Clients that a process of their own would not survive, or not leave: what confirming has to say of them.
import net from 'node:net';
import { realExit } from '../../simulate/install-endings.ts';
import { defineScenario, plain } from '../../index.ts';

type Client = (port: number, signal: AbortSignal) => Promise<void>;

/** Reads an answer and goes on listening, for good. */
async function keepListening(port: number): Promise<void> {
  const socket = net.connect(port, 'gateway.test');
  socket.write('GET /text HTTP/1.1\r\nhost: gateway.test\r\n\r\n');
  return new Promise((resolve) => {
    socket.once('data', () => resolve());
    socket.resume();
  });
}

/** Ends its connection, and waits for an answer all the same. */
async function waitForNobody(port: number): Promise<void> {
  const socket = net.connect(port, 'gateway.test');
  await new Promise((resolve) => {
    socket.once('data', resolve);
    socket.once('connect', () => socket.destroy());
  });
}

async function closeAtOnce(port: number): Promise<void> {
  const socket = net.connect(port, 'gateway.test');
  return new Promise((resolve) => {
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
  });
}

/** Waits for an answer on a socket that it has told not to keep the process, as a pool does with one that is idle. */
async function waitUnreferenced(port: number): Promise<void> {
  const socket = net.connect(port, 'gateway.test');
  socket.unref();
  await new Promise((resolve) => socket.once('data', resolve));
}

/** Past every trampoline, as native code would. */
async function exit(): Promise<void> {
  realExit(3);
}

export default defineScenario<{ port: number; client: Client }, Client>({
  name: 'holding',
  description: 'Clients that keep or end their process.',
  variants: {
    'keeps listening': { params: keepListening },
    'closes at once': { params: closeAtOnce },
    'waits for nobody': { params: waitForNobody },
    'waits unreferenced': { params: waitUnreferenced },
    exits: { params: exit },
  },
  gateway: [
    {
      name: 'text',
      path: '/text',
      answer: () => ({ status: 200, framing: 'length', body: [plain('text')] }),
    },
  ],
  subject: ({ origin, params }) => ({ port: Number(new URL(origin).port), client: params }),
  actors: { caller: async ({ subject, signal }) => subject.client(subject.port, signal) },
});
