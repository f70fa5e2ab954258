// Wires over real sockets of 127.0.0.1: what they take and when is ours, what they give is the kernel's.
import { expect, it, onTestFinished } from 'vitest';
import { UV } from '../uv-errno.ts';
import { LoopbackServer } from './loopback-server.ts';
import { LoopbackWire } from './loopback-wire.ts';
import { makeRequest, makeTcp } from './tcp-binding.ts';

type Pair = { client: LoopbackWire; server: LoopbackWire; work: { count: number } };

function openServer(): LoopbackServer {
  const server = new LoopbackServer();
  onTestFinished(() => server.close());
  return server;
}

async function connect(): Promise<Pair> {
  const listener = openServer();
  const work = { count: 0 };
  const count = (change: number): void => {
    work.count += change;
  };
  const [client, server] = [new LoopbackWire(count), new LoopbackWire(count)];
  const tcp = makeTcp('client');
  client.bind(tcp);
  const accepted = new Promise<void>((resolve) => {
    listener.acceptNext((handle) => {
      server.bind(handle);
      resolve();
    });
  });
  const status = await new Promise((resolve) => {
    tcp.connect(makeRequest('connect', resolve), '127.0.0.1', listener.port);
  });
  await accepted;
  onTestFinished(() => [client, server].forEach((wire) => wire.close()));
  expect(status).toBe(0);
  return { client, server, work };
}

/** Lets `wire` read once: text, or an error number. */
async function read(wire: LoopbackWire, wantBytes: number): Promise<string | number> {
  await new Promise<void>((resolve) => {
    wire.read(wantBytes, resolve);
  });
  const taken = wire.takeRead();
  return typeof taken === 'number' ? taken : Buffer.from(taken).toString();
}

it('a read takes as many bytes as it may, and leaves the others in the kernel', async () => {
  const { client, server } = await connect();
  expect(server.send(Buffer.from('one two'))).toBe(0);
  expect(await read(client, 4)).toBe('one ');
  expect(await read(client, 3)).toBe('two');
});

it('a read waits for all its bytes, in however many parts they come', async () => {
  const { client, server } = await connect();
  server.send(Buffer.from('one'));
  const reading = read(client, 6);
  // Long enough for the first part to be read: what the other way sends has made it through.
  client.send(Buffer.from('go'));
  expect(await read(server, 2)).toBe('go');
  server.send(Buffer.from('two'));
  expect(await reading).toBe('onetwo');
});

it('a half-closed end is read as the end, a reset as a reset', async () => {
  const left = await connect();
  left.server.shutdown();
  expect(left.work.count).toBe(1);
  expect(await read(left.client, 0)).toBe(UV.eof);
  expect(left.work.count).toBe(0);
  const right = await connect();
  right.server.reset();
  expect(await read(right.client, 0)).toBe(UV.econnreset);
});

it('bytes that came before a reset are read before it', async () => {
  const { client, server } = await connect();
  server.send(Buffer.from('last'));
  server.reset();
  expect(await read(client, 4)).toBe('last');
  expect(await read(client, 0)).toBe(UV.econnreset);
});

it('what the kernel says goes, whatever was expected', async () => {
  const { client, server } = await connect();
  server.close();
  expect(await read(client, 10)).toBe(UV.eof);
});

it('a read that meets a reset behind some of its bytes gives those, and the next one the reset', async () => {
  const { client, server } = await connect();
  server.send(Buffer.from('cut'));
  server.reset();
  expect(await read(client, 10)).toBe('cut');
  expect(await read(client, 10)).toBe(UV.econnreset);
});

it('closing with bytes unread resets the other end', async () => {
  const { client, server } = await connect();
  client.send(Buffer.from('never read'));
  server.close();
  expect(await read(client, 0)).toBe(UV.econnreset);
});

it('a write to an end that was reset fails at once', async () => {
  const { client, server } = await connect();
  server.reset();
  expect(client.send(Buffer.from('late'))).toBe(UV.econnreset);
});

it('what is asked of a wire before its socket is there happens once it is', async () => {
  const listener = openServer();
  const [client, server] = [new LoopbackWire(() => undefined), new LoopbackWire(() => undefined)];
  const tcp = makeTcp('client');
  client.bind(tcp);
  server.send(Buffer.from('early'));
  server.shutdown();
  tcp.connect(
    makeRequest('connect', () => undefined),
    '127.0.0.1',
    listener.port,
  );
  listener.acceptNext((handle) => server.bind(handle));
  expect(await read(client, 5)).toBe('early');
  expect(await read(client, 0)).toBe(UV.eof);
  for (const wire of [client, server]) wire.close();
});

it('nobody listens at the refusing port', async () => {
  const listener = openServer();
  const tcp = makeTcp('client');
  const status = await new Promise((resolve) => {
    tcp.connect(makeRequest('connect', resolve), '127.0.0.1', listener.refusedPort);
  });
  expect(status).toBe(UV.econnrefused);
  tcp.close(() => undefined);
});

it('a close is told once it has happened, and also to who asks later', async () => {
  const { client } = await connect();
  client.close();
  await new Promise<void>((resolve) => {
    client.whenClosed(resolve);
  });
  await new Promise<void>((resolve) => {
    client.whenClosed(resolve);
  });
});
