// Turns "a dispatcher" into what a session may do with it: send through it and end it, once.
// Invariant: after `destroy` has resolved, an owned transport holds no socket, connected or not.

import { Socket } from 'node:net';

import { Agent, buildConnector, getGlobalDispatcher, type Dispatcher } from 'undici';

/** Where a session sends its requests. */
export interface Transport {
  /** The dispatcher for a new task. */
  dispatcher(): Dispatcher;
  /** Ends it when nothing is to be waited for any more. */
  close(): Promise<void>;
  /** Ends it with everything that is still on it. */
  destroy(reason: Error): Promise<void>;
}

/** An agent of its own, with undici's defaults. */
export function ownTransport(): Transport {
  const connecting = new Set<Socket>();
  const agent = new Agent({ connect: connectorThatRemembers(connecting) });
  return {
    dispatcher: () => agent,
    async close() {
      // Only a request that was cancelled before it was sent can still wait for a connection, and so would close().
      const closing = agent.close();
      await giveUp(connecting, new Error('no task is left on this session'));
      await closing;
    },
    async destroy(reason) {
      const destroying = agent.destroy(reason);
      await giveUp(connecting, reason);
      await destroying;
    },
  };
}

/** A dispatcher made by the caller and handed over to the session, which ends it. */
export function givenTransport(dispatcher: Dispatcher): Transport {
  return {
    dispatcher: () => dispatcher,
    close: () => dispatcher.close(),
    destroy: (reason) => dispatcher.destroy(reason),
  };
}

/** The process-wide dispatcher, looked up anew for every task, and never ended by a session. */
export const globalTransport: Transport = {
  dispatcher: () => getGlobalDispatcher(),
  close: () => Promise.resolve(),
  destroy: () => Promise.resolve(),
};

// undici's destroy() resolves while a connection is still being made, and leaves the socket to connect or to time out
// (10 s) by itself: client.js only looks at `destroyed` once the connector calls back. So the sockets that were not
// handed over yet are remembered and destroyed here. transport.test.ts fails once undici does it.
function connectorThatRemembers(connecting: Set<Socket>): buildConnector.connector {
  const connect = buildConnector({}); // undici 8 throws without the argument that its types call optional
  return (options, callback) => {
    const socket: unknown = connect(options, (...result) => {
      if (socket instanceof Socket) connecting.delete(socket);
      callback(...result);
    });
    if (socket instanceof Socket) connecting.add(socket);
  };
}

// With an error, since only that makes undici's connector clear its connect timeout.
async function giveUp(connecting: Set<Socket>, reason: Error): Promise<void> {
  const closed = [...connecting].map(
    (socket) =>
      new Promise<void>((resolve) => {
        socket.once('close', () => resolve());
        socket.destroy(reason);
      }),
  );
  await Promise.all(closed);
}
