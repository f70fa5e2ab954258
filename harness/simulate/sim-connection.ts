// One simulated TCP connection: two links and the state of both ends. Follows Linux on loopback: data before FIN or RST
// is still read, a write to a closed peer draws a reset, closing with unread data resets.
import type { ConnectionHandler, GatewayConnection, SegmentTag } from '../gateway/transport.ts';
import { READ_CHUNK_BYTES } from '../model/limits.ts';
import { Link, type Segment } from './link.ts';
import type { Scheduler } from './scheduler.ts';
import { UV, type SimHandle } from './sim-handle.ts';

/** What the network around a connection does for it. */
export interface ConnectionHost {
  readonly scheduler: Scheduler;
  /** Virtual milliseconds the connect takes; undefined refuses it. */
  connectDelayMs(connection: SimConnection): number | undefined;
  /** The server's listener accepts: what is told of the connection. */
  accept(connection: SimConnection): ConnectionHandler;
  onState(connection: SimConnection, state: 'connecting' | 'open' | 'refused' | 'closed'): void;
  onArrived(tag: SegmentTag): void;
}

/** One connection, from `connect` to the end of both directions. Implements the server's end for the gateway. */
export class SimConnection implements GatewayConnection {
  readonly id: number;
  readonly address: string;
  readonly port: number;
  readonly #host: ConnectionHost;
  readonly #handle: SimHandle;
  readonly #up: Link<never>;
  readonly #down: Link<SegmentTag>;
  #server: ConnectionHandler | undefined;
  #isOpen = false;
  #clientClosed = false;
  #clientFinished = false;
  #serverFinished = false;
  #serverClosed = false;
  #serverPaused = false;
  #gotReset = false;
  readonly #writes: ((status: number) => void)[] = [];

  constructor(id: number, address: string, port: number, handle: SimHandle, host: ConnectionHost) {
    this.id = id;
    this.address = address;
    this.port = port;
    this.#host = host;
    this.#handle = handle;
    this.#up = new Link(host.scheduler, `c${id}>`, (segment) => this.#arriveAtServer(segment));
    this.#down = new Link(host.scheduler, `c${id}<`, (segment) => this.#arriveAtClient(segment));
    this.#up.isOpen = () => !this.#serverPaused;
    this.#down.isOpen = () => handle.reading || this.#clientClosed;
  }

  /** Starts the TCP connect; `done` gets 0 or a negative error number, as an event of its own. */
  begin(done: (status: number) => void): void {
    const { scheduler } = this.#host;
    const lane = scheduler.lane(`c${this.id}:connect`);
    const delayMs = this.#host.connectDelayMs(this);
    this.#host.onState(this, 'connecting');
    if (delayMs === undefined) {
      scheduler.post(lane, 0, 'connection refused', () => {
        this.#host.onState(this, 'refused');
        if (!this.#clientClosed) done(UV.econnrefused);
      });
      return;
    }
    scheduler.post(lane, delayMs, 'connected', () => {
      if (this.#clientClosed) return;
      this.#isOpen = true;
      this.#host.onState(this, 'open');
      this.#server = this.#host.accept(this);
      done(0);
    });
  }

  // ── the client's end, called by its handle ──

  /** 0: written; 1: accepted, `whenWritten` follows; negative: the error number. */
  writeFromClient(bytes: Uint8Array): number {
    if (!this.#isOpen) return UV.enotconn;
    if (this.#gotReset || this.#clientFinished) return UV.epipe;
    this.#up.send({ kind: 'data', bytes });
    return this.#up.isFull ? 1 : 0;
  }

  /** Calls `done` when the window has taken what was written last. */
  whenWritten(done: (status: number) => void): void {
    this.#writes.push(done);
    this.#up.whenDrained(() => {
      for (const write of this.#writes.splice(0)) {
        const lane = this.#host.scheduler.lane(`c${this.id}:io`);
        this.#host.scheduler.post(lane, 0, 'write done', () => {
          if (!this.#clientClosed) write(this.#gotReset ? UV.epipe : 0);
        });
      }
    });
  }

  /** Half-closes the client's side. */
  shutdown(done: (status: number) => void): void {
    const status = this.#gotReset || !this.#isOpen ? UV.enotconn : 0;
    this.#sendFinUp();
    const lane = this.#host.scheduler.lane(`c${this.id}:io`);
    this.#host.scheduler.post(lane, 0, 'shutdown done', () => {
      done(this.#clientClosed ? UV.ecanceled : status);
    });
  }

  /** The client's socket is gone: FIN, or RST when it asked for one or left data unread. */
  closeByClient(how: 'fin' | 'reset'): void {
    if (this.#clientClosed) return;
    this.#clientClosed = true;
    if (this.#isOpen && !this.#gotReset) {
      if (how === 'reset' || this.#down.hasUnreadData) this.#up.send({ kind: 'reset' });
      else this.#sendFinUp();
    }
    this.#down.drop();
    this.#host.onState(this, 'closed');
  }

  #sendFinUp(): void {
    if (this.#clientFinished || !this.#isOpen) return;
    this.#clientFinished = true;
    this.#up.send({ kind: 'fin' });
  }

  #arriveAtClient(segment: Segment<SegmentTag>): void {
    if (this.#clientClosed) return;
    if (segment.kind === 'data') {
      this.#handle.deliver(segment.bytes);
      if (segment.tag !== undefined) this.#host.onArrived(segment.tag);
    } else if (segment.kind === 'fin') this.#handle.deliverError(UV.eof);
    else {
      this.#gotReset = true;
      this.#up.drop();
      this.#handle.deliverError(UV.econnreset);
    }
  }

  // ── the server's end, called by the gateway ──

  /** Sends bytes to the client, at most one read buffer per segment. */
  write(bytes: Uint8Array, tag?: SegmentTag): boolean {
    if (this.#serverClosed || this.#serverFinished) return true;
    if (this.#clientClosed) {
      // The client is gone: its kernel answers with a reset, whenever that arrives.
      this.#up.send({ kind: 'reset' });
      return true;
    }
    for (let offset = 0; offset < bytes.length; offset += READ_CHUNK_BYTES) {
      const piece = bytes.subarray(offset, offset + READ_CHUNK_BYTES);
      const isLast = offset + READ_CHUNK_BYTES >= bytes.length;
      this.#down.send({ kind: 'data', bytes: piece, ...(isLast && tag !== undefined ? { tag } : {}) });
    }
    if (!this.#down.isFull) return true;
    this.#down.whenDrained(() => this.#server?.onDrain());
    return false;
  }

  end(): void {
    if (this.#serverFinished || this.#serverClosed) return;
    this.#serverFinished = true;
    if (!this.#clientClosed) this.#down.send({ kind: 'fin' });
  }

  close(): void {
    this.end();
    this.#serverClosed = true;
  }

  reset(): void {
    if (this.#serverClosed) return;
    this.#serverFinished = true;
    this.#serverClosed = true;
    if (!this.#clientClosed) this.#down.send({ kind: 'reset' });
  }

  pause(): void {
    this.#serverPaused = true;
  }

  resume(): void {
    this.#serverPaused = false;
  }

  #arriveAtServer(segment: Segment<never>): void {
    if (this.#serverClosed) {
      // Data for a closed socket draws a reset; so does nothing else.
      if (segment.kind === 'data' && !this.#clientClosed && !this.#gotReset) this.#down.send({ kind: 'reset' });
      return;
    }
    if (segment.kind === 'data') this.#server?.onData(segment.bytes);
    else if (segment.kind === 'fin') this.#server?.onEnd();
    else {
      this.#serverClosed = true;
      this.#server?.onReset();
    }
  }
}
