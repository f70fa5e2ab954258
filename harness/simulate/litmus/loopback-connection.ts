// A real accepted socket → the server's end of a connection as the gateway knows it. Reads straight from the kernel, with
// nothing buffered in between, so that `pause` leaves bytes on the wire.
import type net from 'node:net';
import tls from 'node:tls';
import type { ConnectionHandler, GatewayConnection } from '../../gateway/transport.ts';

type StoppableSocket = net.Socket & {
  _handle: { reading: boolean; readStart(): number; readStop(): number } | null;
};

/** One accepted connection; its server must have been made with `allowHalfOpen`. */
export class LoopbackConnection implements GatewayConnection {
  readonly id: number;
  readonly #socket: StoppableSocket;
  #isPaused = false;

  constructor(id: number, socket: net.Socket) {
    this.id = id;
    this.#socket = socket as StoppableSocket;
    const read = this.#socket._read.bind(this.#socket);
    // The stream asks for more whenever its buffer has room; while paused it gets no more.
    this.#socket._read = (size) => {
      if (!this.#isPaused) read(size);
    };
  }

  /** Tells `handler` what happens from now on. */
  tell(handler: ConnectionHandler): void {
    this.#socket.on('data', (bytes: Buffer) => handler.onData(bytes));
    this.#socket.on('end', () => handler.onEnd());
    this.#socket.on('error', () => handler.onReset());
    this.#socket.on('drain', () => handler.onDrain());
  }

  write(bytes: Uint8Array): boolean {
    if (!this.#socket.writable) return true;
    return this.#socket.write(bytes);
  }

  end(): void {
    this.#socket.end();
  }

  close(): void {
    this.#socket.destroySoon();
  }

  reset(): void {
    this.#socket.resetAndDestroy();
  }

  pause(): void {
    if (this.#isPaused) return;
    this.#isPaused = true;
    const handle = this.#socket._handle;
    if (handle === null || !handle.reading) return;
    handle.reading = false;
    handle.readStop();
  }

  resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    if (!this.#socket.destroyed) this.#socket._read(0);
  }
}

/** One accepted connection on which Node's own server side of TLS speaks. */
export class SecureLoopbackConnection extends LoopbackConnection {
  readonly #below: net.Socket;

  constructor(id: number, below: net.Socket, secureContext: tls.SecureContext) {
    super(id, new tls.TLSSocket(below, { isServer: true, secureContext, ALPNProtocols: ['http/1.1'] }));
    this.#below = below;
  }

  override reset(): void {
    this.#below.resetAndDestroy();
  }

  hangUp(): void {
    this.#below.destroySoon();
  }
}
