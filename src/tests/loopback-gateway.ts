// Turns a request listener into a gateway on 127.0.0.1, with a ledger of what reached it.

import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A request that arrived, with its whole body. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A server under the control of a test; `close` also happens at the end of an `await using` block. */
export interface LoopbackGateway extends AsyncDisposable {
  readonly baseUrl: string;
  readonly requests: ReceivedRequest[];
  /** Connections that are open now. */
  readonly sockets: Set<Socket>;
  /** Resolves once no connection is open. */
  allSocketsClosed(): Promise<void>;
}

/** Starts a gateway that answers each request, once its body is complete, with `answer`. */
export async function startGateway(
  answer: (request: ReceivedRequest, response: ServerResponse) => void,
): Promise<LoopbackGateway> {
  const requests: ReceivedRequest[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((incoming, response) => {
    let body = '';
    incoming.setEncoding('utf8');
    incoming.on('data', (text: string) => (body += text));
    incoming.on('end', () => {
      const request = {
        method: incoming.method ?? '',
        path: incoming.url ?? '',
        authorization: incoming.headers.authorization,
        headers: incoming.headers,
        body,
      };
      requests.push(request);
      answer(request, response);
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    requests,
    sockets,
    async allSocketsClosed() {
      for (const socket of sockets) if (!socket.closed) await once(socket, 'close');
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** One server-sent event whose data is `message`. */
export function toSseEvent(message: unknown): string {
  return `data: ${JSON.stringify(message)}\n\n`;
}
