// One simulated TCP connection: two ends joined by links, the client's written to as libuv writes to a TCP handle, the
// server's as the gateway does. Who sees what when is the ends' business (sim-endpoint.ts).
import type { ConnectionHandler, GatewayConnection, SegmentTag } from '../gateway/transport.ts';
import { READ_CHUNK_BYTES } from '../model/limits.ts';
import { newSocket, RANK, STEP, type Carry, type Lane, type Pending, type Scheduler } from './scheduler.ts';
import { SimEndpoint, type Wire } from './sim-endpoint.ts';
import type { SimHandle } from './sim-handle.ts';
import type { BytesKind } from './tls/record-kind.ts';
import { UV } from './uv-errno.ts';
import { noteWrite } from './wire-tap.ts';
import { WriteQueue, type Done } from './write-queue.ts';

/** Virtual milliseconds that a connect takes, and the code of what it fails with, undefined when it does not. */
export type ConnectPlan = { code: ConnectFailure | undefined; delayMs: number };

/** Codes with which a connect fails. */
export type ConnectFailure = 'ECONNREFUSED' | 'EHOSTUNREACH' | 'ENETUNREACH' | 'ETIMEDOUT';

/** What the network around a connection does for it. */
export interface ConnectionHost {
  readonly scheduler: Scheduler;
  /** What becomes of the connect. */
  planConnect(): ConnectPlan;
  /** The server's listener accepts: what is told of the connection. */
  accept(connection: SimConnection): ConnectionHandler;
  onState(connection: SimConnection, state: 'connecting' | 'open' | 'refused' | 'closed'): void;
  onArrived(tag: SegmentTag): void;
  /** The real sockets that carry it out; undefined in the simulation. */
  readonly wires: Wires | undefined;
}

/** The real sockets under one connection. */
export interface Wires {
  readonly client: Wire;
  readonly server: Wire;
  /**
   * Connects for real, to a port where nobody listens when it fails with ECONNREFUSED, and calls `run` from the callback.
   * Throws for failures that 127.0.0.1 cannot bring about.
   */
  connect(failure: ConnectFailure | undefined, run: () => void): void;
  /** Connects to where no route leads: the error number that the call itself returns. */
  connectNowhere(): number;
  /** What the connect came to: 0 or a negative error number. */
  readonly connectStatus: number;
  /** Half-closes the client's end and calls `run` from the callback. */
  shutdownClient(run: () => void): void;
}

const FAILURES = {
  ECONNREFUSED: { what: 'connection refused', status: UV.econnrefused },
  EHOSTUNREACH: { what: 'no route to the host', status: UV.ehostunreach },
  ETIMEDOUT: { what: 'connect timed out', status: UV.etimedout },
} as const;

/** One connection, from `connect` to the end of both directions. Implements the server's end for the gateway. */
export class SimConnection implements GatewayConnection {
  readonly id: number;
  readonly address: string;
  readonly port: number;
  readonly #host: ConnectionHost;
  readonly #client: SimEndpoint;
  readonly #serverEnd: SimEndpoint;
  /** The client's end, as polls come to it. */
  readonly #polled = newSocket();
  #connecting: Pending | undefined;
  #isOpen = false;

  // The client's stream, as libuv keeps it.
  #clientClosed = false;
  #isWritable = true;
  readonly #clientWrites: WriteQueue;
  #shutdown: { done: Done; pending: Pending | undefined } | undefined;

  // The server's.
  #server: ConnectionHandler | undefined;
  readonly #serverWrites: WriteQueue;
  #serverFinished = false;
  #serverClosed = false;

  constructor(id: number, address: string, port: number, handle: SimHandle, host: ConnectionHost) {
    this.id = id;
    this.address = address;
    this.port = port;
    this.#host = host;
    const { scheduler } = host;
    this.#serverEnd = new SimEndpoint(scheduler, scheduler.lane(`c${id}>`), {
      readLimitBytes: () => READ_CHUNK_BYTES,
      onBytes: (bytes) => {
        if (!this.#serverClosed) this.#server?.onData(bytes);
      },
      onEof: () => {
        if (!this.#serverClosed) this.#server?.onEnd();
      },
      onError: () => this.#breakServer(),
    });
    this.#client = new SimEndpoint(scheduler, this.#clientLane(`c${id}<`, STEP.read), {
      readLimitBytes: () => handle.readLimitBytes,
      onBytes: (bytes, tags) => {
        handle.deliver(bytes);
        for (const tag of tags) host.onArrived(tag);
      },
      onEof: () => handle.deliverError(UV.eof),
      onError: (status) => {
        this.#isWritable = false;
        handle.deliverError(status);
      },
    });
    SimEndpoint.join(this.#client, this.#serverEnd);
    this.#client.wire = host.wires?.client;
    this.#serverEnd.wire = host.wires?.server;
    this.#clientWrites = new WriteQueue(scheduler, this.#clientLane(`c${id}:io`, STEP.write), this.#client);
    this.#serverWrites = new WriteQueue(scheduler, scheduler.lane(`c${id}:server-io`), this.#serverEnd);
  }

  #clientLane(name: string, step: number, rank: number = RANK.arrival): Lane {
    return this.#host.scheduler.lane(name, rank, this.#polled, step);
  }

  /** Callbacks of the closing client go here. */
  get closeLane(): Lane {
    return this.#host.scheduler.lane(`c${this.id}:close`, RANK.close);
  }

  /**
   * Starts the TCP connect: 0, and `done` gets 0 or a negative error number, as an event of its own; or such a number at
   * once, where no route leads to the address.
   */
  begin(done: Done): number {
    const { scheduler, wires } = this.#host;
    const { code, delayMs } = this.#host.planConnect();
    this.#host.onState(this, 'connecting');
    const name = `c${this.id}:connect`;
    if (code === 'ENETUNREACH') {
      this.#host.onState(this, 'refused');
      return wires?.connectNowhere() ?? UV.enetunreach;
    }
    if (code !== undefined) {
      // libuv is told of a refusal by the call itself and keeps it for its next round; of the others the kernel tells later.
      const rank = code === 'ECONNREFUSED' ? RANK.pending : RANK.arrival;
      const lane = this.#clientLane(name, STEP.connect, rank);
      this.#connecting = scheduler.post(lane, delayMs, FAILURES[code].what, () => {
        this.#host.onState(this, 'refused');
        done(wires?.connectStatus ?? FAILURES[code].status);
      });
      this.#connecting.carry = this.#carryConnect(code);
      return 0;
    }
    this.#connecting = scheduler.post(this.#clientLane(name, STEP.connect), delayMs, 'connected', () => {
      this.#isOpen = true;
      this.#host.onState(this, 'open');
      this.#serverEnd.startReading();
      this.#server = this.#host.accept(this);
      // A server that resets at once is found out by the connect itself: it asks the kernel how it went.
      done(wires?.connectStatus ?? this.#client.takeError());
    });
    this.#connecting.carry = this.#carryConnect(undefined);
    return 0;
  }

  #carryConnect(failure: ConnectFailure | undefined): Carry | undefined {
    const { wires } = this.#host;
    return wires === undefined ? undefined : (run) => wires.connect(failure, run);
  }

  // ── the client's end, called by its handle ──

  startReading(): void {
    this.#client.startReading();
  }

  stopReading(): void {
    this.#client.stopReading();
  }

  get waitingWriteBytes(): number {
    return this.#clientWrites.waitingBytes;
  }

  /** True between `shutdown` and its callback. */
  get isShutting(): boolean {
    return this.#shutdown !== undefined;
  }

  /** 0: written; 1: some of it waits for the window, `done` follows; negative: the error number. */
  writeFromClient(bytes: Uint8Array, done: Done, kind?: BytesKind): number {
    if (!this.#isOpen) return UV.enotconn;
    if (!this.#isWritable) return UV.epipe;
    return this.#clientWrites.write(bytes, undefined, done, kind);
  }

  /** Half-closes the client's side once all is written: 0, `done` follows, or a negative error number. */
  shutdown(done: Done): number {
    if (!this.#isOpen || !this.#isWritable) return UV.enotconn;
    this.#isWritable = false;
    this.#shutdown = { done, pending: undefined };
    this.#clientWrites.whenEmpty(() => this.#shutDownSoon());
    return 0;
  }

  /** The client's socket is gone: FIN, or RST when it asked for one or left data unread. What it never sent is lost. */
  closeByClient(how: 'fin' | 'reset'): void {
    if (this.#clientClosed) return;
    this.#clientClosed = true;
    this.#isWritable = false;
    for (const pending of [this.#connecting, this.#shutdown?.pending])
      if (pending !== undefined) pending.isCancelled = true;
    if (this.#isOpen) {
      if (how === 'reset') this.#client.abort();
      else this.#client.close();
    }
    const cancelled = this.#clientWrites.cancel();
    if (this.#shutdown !== undefined) cancelled.push(this.#shutdown.done);
    for (const done of cancelled)
      this.#host.scheduler.post(this.closeLane, 0, 'request cancelled', () => done(UV.ecanceled));
    this.#host.onState(this, 'closed');
  }

  #shutDownSoon(): void {
    const shutdown = this.#shutdown!;
    const { scheduler } = this.#host;
    const lane = scheduler.lane(`c${this.id}:shutdown`, RANK.pending);
    shutdown.pending = scheduler.post(lane, 0, 'shutdown done', () => {
      this.#shutdown = undefined;
      shutdown.done(this.#client.shutdown());
    });
    const { wires } = this.#host;
    if (wires !== undefined) shutdown.pending.carry = (run) => wires.shutdownClient(run);
  }

  // ── the server's end, called by the gateway ──

  write(bytes: Uint8Array, tag?: SegmentTag, kind?: BytesKind): boolean {
    if (this.#serverClosed || this.#serverFinished) return true;
    noteWrite(this.id, this.#host.scheduler.count, 'bytes', bytes);
    const done = (result: number): void => {
      if (result < 0) this.#breakServer();
      else if (this.#serverWrites.isEmpty && !this.#serverClosed && !this.#serverFinished)
        this.#server?.onDrain();
    };
    const status = this.#serverWrites.write(bytes, tag, done, kind);
    if (status < 0) this.#breakServerSoon();
    return status <= 0;
  }

  end(): void {
    if (this.#serverFinished || this.#serverClosed) return;
    this.#serverFinished = true;
    noteWrite(this.id, this.#host.scheduler.count, 'end');
    this.#serverWrites.whenEmpty(() => this.#serverEnd.shutdown());
  }

  close(): void {
    if (this.#serverClosed) return;
    this.#serverClosed = true;
    noteWrite(this.id, this.#host.scheduler.count, 'close');
    this.#serverWrites.whenEmpty(() => {
      this.#serverEnd.shutdown();
      this.#serverEnd.close();
    });
  }

  reset(): void {
    if (this.#serverClosed) return;
    this.#serverClosed = true;
    noteWrite(this.id, this.#host.scheduler.count, 'reset');
    this.#serverWrites.cancel();
    this.#serverEnd.abort();
  }

  pause(): void {
    this.#serverEnd.stopReading();
  }

  resume(): void {
    this.#serverEnd.startReading();
  }

  /** A write met a broken connection; the server is told, as of everything, by an event. */
  #breakServerSoon(): void {
    const { scheduler } = this.#host;
    scheduler.post(scheduler.lane(`c${this.id}:server-io`), 0, 'the server cannot write', () =>
      this.#breakServer(),
    );
  }

  #breakServer(): void {
    if (this.#serverClosed) return;
    this.#serverClosed = true;
    this.#serverWrites.cancel();
    this.#serverEnd.close();
    this.#server?.onReset();
  }
}
