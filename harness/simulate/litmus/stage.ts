// The part of a stage that both transports share: makes the client's sockets, logs their events, and knows when a program
// is over. Uses the global timers, whichever they are.
import net from 'node:net';
import type { ConnectionHandler, GatewayConnection } from '../../gateway/transport.ts';
import { runWhenQuiet } from './program.ts';
import type { ClientOptions, Observation, Program, ServerPart, Stage } from './program.ts';

/** Where a transport's server listens and where nobody does. */
export type Ports = { open: number; refused: number };

const EVENTS = ['connect', 'ready', 'end', 'finish', 'drain', 'timeout'] as const;

/** A stage over any transport; the transport calls `accept` for each connection. */
export class CommonStage implements Stage {
  readonly seen: Observation = { client: [], server: [] };
  readonly #ports: Ports;
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
    const log = (line: string): void => this.log(label === undefined ? line : `${label}: ${line}`);
    const socket = net.connect({
      port,
      host: '127.0.0.1',
      allowHalfOpen,
      ...(onread === undefined ? {} : { onread }),
    });
    this.#openSockets++;
    for (const event of EVENTS) socket.on(event, () => log(event));
    socket.on('error', (error) => log(describeError(error, port)));
    socket.on('close', (hadError) => {
      this.#openSockets--;
      log(`close ${hadError ? 'after an error' : 'without an error'}`);
    });
    if (reads && onread === undefined) socket.on('data', (chunk: Buffer) => log(`data ${chunk.length}`));
    return socket;
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
  return `error ${parts.join(' ')}: ${error.message.replaceAll(String(port), 'PORT')}`;
}
