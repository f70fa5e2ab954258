// The part of a stage that both transports share: makes the client's sockets, logs their events, and knows when a program
// is over. Uses the global timers, whichever they are.
import { createRequire } from 'node:module';
import net from 'node:net';
import type tls from 'node:tls';
import type { ConnectionHandler, GatewayConnection } from '../../gateway/transport.ts';
import { prepareServer, type ServerIdentity } from '../tls/server-identity.ts';
import { TEST_CA } from '../tls/test-certificates.ts';
import { runWhenQuiet } from './program.ts';
import type { ClientOptions, Observation, Program, SecureOptions, ServerPart, Stage } from './program.ts';

/** Where a transport's servers listen, plain and with TLS, and where nobody does. */
export type Ports = { open: number; secure: number; refused: number };

const EVENTS = ['connect', 'ready', 'secureConnect', 'end', 'finish', 'drain', 'timeout'] as const;

/** A stage over any transport; the transport calls `accept` for each connection. */
export class CommonStage implements Stage {
  readonly seen: Observation = { client: [], server: [] };
  readonly #ports: Ports;
  #identity: ServerIdentity = 'trusted';
  #serverContext: tls.SecureContext | undefined;
  #part: ServerPart = () => ({});
  #openSockets = 0;
  #jobs = 0;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  /** True when every socket has closed and no job waits for quiet. */
  get isOver(): boolean {
    return this.#openSockets === 0 && this.#jobs === 0;
  }

  /** Throws when `program` left a socket open against its word, or closed all of them. */
  checkEnd({ name, leavesOpen }: Program): void {
    const mayStayOpen = leavesOpen === true;
    if (this.isOver !== mayStayOpen) return;
    const what = mayStayOpen ? 'closes the socket that it should leave open' : 'leaves a socket open';
    throw new Error(`the program "${name}" ${what}: ${JSON.stringify(this.seen)}`);
  }

  log(line: string): void {
    this.seen.client.push(line);
  }

  logServer(line: string): void {
    this.seen.server.push(line);
  }

  serve(part: ServerPart): void {
    this.#part = part;
  }

  identify(identity: ServerIdentity): void {
    this.#identity = identity;
    this.#serverContext = undefined;
  }

  /** What the server that speaks TLS does so with. */
  get serverContext(): tls.SecureContext {
    this.#serverContext ??= prepareServer(this.#identity);
    return this.#serverContext;
  }

  /** A connection reached the server. */
  accept(connection: GatewayConnection): ConnectionHandler {
    const part = this.#part(connection);
    return {
      onData: (bytes) => part.onData?.(bytes),
      onEnd: () => {
        this.logServer('end');
        if (part.onEnd === undefined) connection.close();
        else part.onEnd();
      },
      onReset: () => {
        this.logServer('reset');
        part.onReset?.();
      },
      onDrain: () => part.onDrain?.(),
    };
  }

  connect(options: ClientOptions = {}): net.Socket {
    const { allowHalfOpen = false, reads = true, refused = false, onread, label } = options;
    const port = refused ? this.#ports.refused : this.#ports.open;
    const socket = net.connect({
      port,
      host: '127.0.0.1',
      allowHalfOpen,
      ...(onread === undefined ? {} : { onread }),
    });
    this.#watch(socket, port, label, reads && onread === undefined);
    return socket;
  }

  connectSecurely(options: SecureOptions = {}): tls.TLSSocket {
    const { to = 'secure', label, ...rest } = options;
    const { open: plain, secure, refused: nobody } = this.#ports;
    const port = { plain, secure, nobody }[to];
    // Required when used: nothing may load it before the world.
    const { connect } = createRequire(import.meta.url)('node:tls') as typeof tls;
    const socket = connect({ port, host: '127.0.0.1', servername: 'gateway.test', ca: TEST_CA, ...rest });
    this.#watch(socket, port, label, true);
    return socket;
  }

  connectBelow(): net.Socket {
    return net.connect({ port: this.#ports.secure, host: '127.0.0.1' });
  }

  #watch(socket: net.Socket, port: number, label: string | undefined, reads: boolean): void {
    const log = (line: string): void => this.log(label === undefined ? line : `${label}: ${line}`);
    this.#openSockets++;
    for (const event of EVENTS) socket.on(event, () => log(event));
    socket.on('error', (error) => log(describeError(error, port)));
    socket.on('close', (hadError) => {
      this.#openSockets--;
      log(`close ${hadError ? 'after an error' : 'without an error'}`);
    });
    if (reads) socket.on('data', (chunk: Buffer) => log(`data ${chunk.length}`));
  }

  whenQuiet(job: () => void): void {
    this.#jobs++;
    runWhenQuiet(() => {
      this.#jobs--;
      job();
    });
  }
}

/** Everything a client can see of an error, with the port named and not numbered: it differs from run to run. */
function describeError(error: NodeJS.ErrnoException, port: number): string {
  const { address, port: errorPort } = error as { address?: string; port?: number };
  const parts = [error.name, error.code ?? '', error.syscall ?? '', String(error.errno ?? '')];
  if (address !== undefined) parts.push(address);
  if (errorPort !== undefined) parts.push(errorPort === port ? 'PORT' : String(errorPort));
  // OpenSSL begins its messages with the number of a thread.
  const message = error.message.replaceAll(String(port), 'PORT').replace(/^[0-9A-F]{8,}:(?=error:)/, '');
  return `error ${parts.join(' ')}: ${message.trim()}`;
}
