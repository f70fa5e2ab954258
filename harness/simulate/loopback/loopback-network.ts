// A run's network → the same over real sockets on 127.0.0.1: each connection has a real client and a real server socket,
// and what the scheduler chooses is what they are let do next.
import type net from 'node:net';
import type { Carry } from '../scheduler.ts';
import { realSetImmediate } from '../immediates.ts';
import { Network, type NetworkHost, type OpenConnection } from '../network.ts';
import type { ConnectFailure, Wires } from '../sim-connection.ts';
import { SimHandle } from '../sim-handle.ts';
import { LoopbackServer } from './loopback-server.ts';
import { LoopbackWire, type Count } from './loopback-wire.ts';
import { UnreachedStepError } from './unreached-step-error.ts';
import { makeRequest, makeTcp, type TcpHandle } from './tcp-binding.ts';

/** What a client's net.Socket has for a handle: the simulated one above a real one. */
class LoopbackHandle extends SimHandle {
  readonly tcp: TcpHandle = makeTcp('client');
  readonly wire: LoopbackWire;

  constructor(open: OpenConnection, count: Count) {
    super(open);
    this.wire = new LoopbackWire(count);
    this.wire.bind(this.tcp);
  }

  override ref(): void {
    super.ref();
    this.tcp.ref();
  }

  override unref(): void {
    super.unref();
    this.tcp.unref();
  }
}

/** The broadcast address: TCP has no route to it, so nothing leaves the machine. */
const NOWHERE = '255.255.255.255';

/** One connection's two ends. */
class LoopbackWires implements Wires {
  readonly client: LoopbackWire;
  readonly server: LoopbackWire;
  connectStatus = 0;
  readonly #tcp: TcpHandle;
  readonly #listener: LoopbackServer;
  readonly #count: Count;
  /** Steps so far. */
  readonly #steps: () => number;

  constructor(handle: LoopbackHandle, listener: LoopbackServer, count: Count, steps: () => number) {
    this.#steps = steps;
    this.#tcp = handle.tcp;
    this.#listener = listener;
    this.#count = count;
    this.client = handle.wire;
    this.server = new LoopbackWire(count);
  }

  connectNowhere(): number {
    return this.#tcp.connect(makeRequest('connect'), NOWHERE, this.#listener.port);
  }

  connect(failure: ConnectFailure | undefined, run: () => void): void {
    if (failure === 'EHOSTUNREACH' || failure === 'ETIMEDOUT')
      throw new UnreachedStepError(this.#steps(), `127.0.0.1 never answers a connect with ${failure}`);
    const isRefused = failure !== undefined;
    const end = (status: number): void => {
      this.connectStatus = status;
      run();
    };
    const port = isRefused ? this.#listener.refusedPort : this.#listener.port;
    const status = this.#tcp.connect(makeRequest('connect', end), '127.0.0.1', port);
    if (status < 0) {
      realSetImmediate(() => end(status));
      return;
    }
    if (isRefused) return;
    // The step is over when both ends know of it, whichever is told first.
    this.#count(1);
    this.#listener.acceptNext((accepted) => {
      this.server.bind(accepted);
      this.#count(-1);
    });
  }

  shutdownClient(run: () => void): void {
    this.client.shutdownThen(run);
  }
}

/** The network of one run on real sockets. */
export class LoopbackNetwork extends Network {
  readonly #count: Count;
  readonly #listener = new LoopbackServer();

  constructor(host: NetworkHost, count: Count) {
    super(host);
    this.#count = count;
  }

  protected override makeHandle(open: OpenConnection): SimHandle {
    return new LoopbackHandle(open, this.#count);
  }

  protected override wiresOf(handle: SimHandle): Wires | undefined {
    return new LoopbackWires(
      handle as LoopbackHandle,
      this.#listener,
      this.#count,
      () => this.host.scheduler.count,
    );
  }

  protected override carryClose(handle: SimHandle): Carry {
    const { wire } = handle as LoopbackHandle;
    // A socket that never connected has no connection that would have closed it.
    wire.close();
    return (run) => wire.whenClosed(run);
  }

  /** The run is over; its sockets are not: those that the client reads keep the process alive, as they would without us. */
  override forget(): void {
    for (const [handle, socket] of this.handles) letBe(handle as LoopbackHandle, socket);
    this.#listener.close();
    super.forget();
  }
}

function letBe({ reading, wire }: LoopbackHandle, socket: net.Socket): void {
  if (reading && !socket.destroyed) wire.readOn();
}
