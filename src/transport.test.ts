// The end of connections, also of those that are still being made; and what undici does about them by itself.

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

import { Agent, type Dispatcher } from 'undici';
import { expect, test } from 'vitest';

import { ownTransport } from './transport.ts';

// A name is looked up on another thread, so in the turns of these tests a connection there is always being made.
const nowhere = 'http://gateway.invalid';

function dispatch(dispatcher: Dispatcher, origin: string): Promise<Error | undefined> {
  return new Promise((resolve) => {
    dispatcher.dispatch(
      { origin, path: '/', method: 'GET' },
      {
        onRequestStart() {},
        onResponseStart() {},
        onResponseData() {},
        onResponseEnd: () => resolve(undefined),
        onResponseError: (_controller, error) => resolve(error),
      },
    );
  });
}

function watchSockets(): { sockets: Socket[]; stop: () => void } {
  const sockets: Socket[] = [];
  const onSocket = (message: unknown): void => {
    sockets.push((message as { socket: Socket }).socket);
  };
  subscribe('net.client.socket', onSocket);
  return { sockets, stop: () => void unsubscribe('net.client.socket', onSocket) };
}

test('undici: destroy() resolves while a connection is still being made (mended? then simplify transport.ts)', async () => {
  const watch = watchSockets();
  const agent = new Agent();
  const outcome = dispatch(agent, nowhere);
  await agent.destroy();
  watch.stop();
  expect(await outcome).toMatchObject({ code: 'UND_ERR_DESTROYED' });
  expect(watch.sockets.map((socket) => socket.destroyed)).toEqual([false]);
  for (const socket of watch.sockets) socket.destroy(new Error('the test is over'));
});

test.each(['destroy', 'close'] as const)(
  '%s of an own transport gives up a connection being made',
  async (how) => {
    const watch = watchSockets();
    const transport = ownTransport();
    const outcome = dispatch(transport.dispatcher(), nowhere);
    await transport[how](new Error('over'));
    watch.stop();
    expect(await outcome).toBeInstanceOf(Error);
    expect(watch.sockets.map((socket) => socket.closed)).toEqual([true]);
  },
);

test('destroy of an own transport closes the connections that were made', async () => {
  const watch = watchSockets();
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const transport = ownTransport();
  const outcome = dispatch(
    transport.dispatcher(),
    `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  );
  await once(server, 'connection');
  await transport.destroy(new Error('over'));
  watch.stop();
  expect(await outcome).toMatchObject({ message: 'over' });
  expect(watch.sockets.map((socket) => socket.closed)).toEqual([true]);
  server.close();
});
