// A scenario whose actors note what names, connects and timers do: what faults of the network and of the event loop come to.
import dns, { promises as dnsPromises } from 'node:dns';
import net from 'node:net';
import { plain } from '../../../gateway/script.ts';
import { defineScenario, type ActorContext } from '../../scenario.ts';

/** Connects to the gateway, sends a request, and notes every event of the socket. */
function connect({ note }: Pick<ActorContext, 'note'>, host: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = net.connect({ host, port: 8080 });
    socket.on('connect', () => {
      note('connect');
      socket.write('GET /text HTTP/1.1\r\nhost: gateway.test\r\n\r\n');
    });
    socket.on('data', (bytes: Buffer) => note(bytes.toString().split('\r\n')[0]!));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      const { code, errno, syscall, message } = error;
      note(`error ${code} ${errno} ${syscall}: ${message}`);
    });
    socket.on('close', () => {
      note('close');
      resolve();
    });
  });
}

const failureOf = (error: unknown): string => {
  const { code, errno, syscall, hostname, message } = error as NodeJS.ErrnoException & { hostname: string };
  return JSON.stringify({ code, errno, syscall, hostname, message });
};

export default defineScenario({
  name: 'faults',
  gateway: [
    {
      name: 'text',
      path: '/text',
      answer: () => ({
        status: 200,
        framing: 'length',
        headers: { connection: 'close' },
        body: [plain('one')],
      }),
    },
  ],
  variants: { connects: {}, names: {}, blocked: {} },
  subject: ({ variant }) => variant,
  actors: {
    someone: async (context) => {
      const { note, subject: variant } = context;
      if (variant === 'names') {
        await new Promise<void>((resolve) => {
          dns.lookup('one.test', (error) => {
            note(error === null ? 'found' : failureOf(error));
            resolve();
          });
        });
        await dnsPromises.lookup('two.test').catch((error: unknown) => note(failureOf(error)));
        const three = (error: NodeJS.ErrnoException | null): void => note(error?.code ?? 'found');
        await new Promise<void>((resolve) => {
          dns.resolve4('three.test', (error) => {
            three(error);
            resolve();
          });
        });
      } else if (variant === 'blocked') {
        // Two timers that fall due while the event loop stands still, the later one made first.
        setTimeout(() => note('late by 80 ms'), 20);
        setTimeout(() => note('late by 90 ms'), 10);
        setTimeout(() => note('in time'), 150);
        setImmediate(() => note('immediate'));
        await connect(context, '10.0.0.1');
        await new Promise((resolve) => void setTimeout(resolve, 100));
      } else await connect(context, '10.0.0.1');
    },
  },
  faults: 'all',
});
