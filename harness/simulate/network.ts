// Every connect and name lookup of this process → the current world's network. The trampolines are permanent, put in
// place before any client module can capture an original; only the world behind them changes from case to case.
import { createRequire, syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import type { SegmentTag, ConnectionHandler } from '../gateway/transport.ts';
import type { Scheduler } from './scheduler.ts';
import { bindContext } from './async-context.ts';
import { refuseForeignConnect, UnsupportedError } from './install-refusals.ts';
import { SimConnection, type ConnectPlan, type Wires } from './sim-connection.ts';
import { SimHandle, attachHandle } from './sim-handle.ts';
import { RANK, type Carry } from './scheduler.ts';
import { carriedHandle } from './tls/install-tls.ts';
import { UV } from './uv-errno.ts';

/** What a run puts behind its network. */
export interface NetworkHost {
  readonly scheduler: Scheduler;
  /** Frames of whoever connects; empty unless a detailed run asks. */
  captureOrigin(): string[];
  planConnect(connection: number, port: number): ConnectPlan;
  /** The code with which the N-th lookup of a name fails, undefined when it succeeds. */
  failLookup(nth: number): string | undefined;
  /** A callback ended inside an event that goes on: ticks and microtasks run. */
  endCallback(): void;
  accept(connection: SimConnection): ConnectionHandler;
  onState(connection: SimConnection, state: 'connecting' | 'open' | 'refused' | 'closed'): void;
  onArrived(tag: SegmentTag): void;
}

/** Opens the connection of a handle that connects. */
export type OpenConnection = (handle: SimHandle, address: string, port: number) => SimConnection;

/** The simulated network of one run: its connections and what is open of them. */
export class Network {
  readonly host: NetworkHost;
  readonly handles = new Map<SimHandle, net.Socket>();
  readonly #made: SimHandle[] = [];
  #connectionCount = 0;
  #lookupCount = 0;

  constructor(host: NetworkHost) {
    this.host = host;
  }

  /** Gives `socket` a simulated handle, unless it has one. */
  adopt(socket: net.Socket): void {
    const current = (socket as unknown as { _handle: unknown })._handle;
    if (current instanceof SimHandle && !current.isClosed && !socket.destroyed) return;
    const handle = this.createHandle();
    attachHandle(socket, handle);
    this.register(handle, socket);
  }

  /** A handle that has not connected. */
  createHandle(): SimHandle {
    const handle = this.makeHandle((self, address, port) => this.#open(self, address, port));
    this.#made.push(handle);
    return handle;
  }

  /** `socket` connects on `handle`: from now on it counts as open until it closes. */
  register(handle: SimHandle, socket: net.Socket): void {
    handle.origin = this.host.captureOrigin();
    handle.onClose = this.#closed.bind(this, handle); // bound: see "What makes it fast" in the README
    this.handles.set(handle, socket);
  }

  /** Cuts every socket of the run off from it. */
  forget(): void {
    for (const handle of this.#made) handle.forget();
    this.#made.length = 0;
    this.handles.clear();
  }

  /** Resolves a name: an event of its own. Every name is the gateway; `done` gets the code of a failure. */
  lookup(name: string, done: (failure: string | undefined) => void): void {
    const { scheduler } = this.host;
    const nth = this.#lookupCount++;
    const bound = bindContext(done);
    scheduler.post(scheduler.lane('dns'), 0, `lookup of ${name}`, () => bound(this.host.failLookup(nth)));
  }

  /** The handle of a socket that is about to connect. */
  protected makeHandle(open: OpenConnection): SimHandle {
    return new SimHandle(open);
  }

  /** The real sockets under a connection of `handle`; none in the simulation. */
  protected wiresOf(_handle: SimHandle): Wires | undefined {
    return undefined;
  }

  /** `handle` was closed: how its close callback comes about on real sockets. */
  protected carryClose(_handle: SimHandle): Carry | undefined {
    return undefined;
  }

  #open(handle: SimHandle, address: string, port: number): SimConnection {
    const id = this.#connectionCount++;
    return new SimConnection(id, address, port, handle, {
      scheduler: this.host.scheduler,
      planConnect: () => this.host.planConnect(id, port),
      accept: (connection) => this.host.accept(connection),
      onState: (connection, state) => this.host.onState(connection, state),
      onArrived: (tag) => this.host.onArrived(tag),
      wires: this.wiresOf(handle),
    });
  }

  #closed(handle: SimHandle, callback?: () => void): void {
    this.handles.delete(handle);
    const carry = this.carryClose(handle);
    if (callback === undefined) return;
    const { scheduler } = this.host;
    const { connection } = handle;
    const lane = connection?.closeLane ?? scheduler.lane('close', RANK.close);
    scheduler.post(lane, 0, 'socket closed', callback).carry = carry;
  }
}

/** Address every simulated name resolves to. */
export const GATEWAY_RECORD = { address: '10.0.0.1', family: 4 };

type LookupCallback = (error: Error | null, address: unknown, family?: number) => void;

/** Puts the trampolines in place; `current` tells the network of the case that runs, undefined between cases. */
export function installNetwork(current: () => Network | undefined): void {
  const connect = net.Socket.prototype.connect as (...args: unknown[]) => net.Socket;
  net.Socket.prototype.connect = function (this: net.Socket, ...args: unknown[]): net.Socket {
    const network = current();
    if (network === undefined) return connect.apply(this, args);
    refuseForeignConnect(args);
    const carried = carriedHandle(this);
    if (carried !== undefined) {
      network.register(carried, this);
      return connect.apply(this, args);
    }
    if ((this as { encrypted?: boolean }).encrypted === true)
      throw new UnsupportedError('TLS sockets that connect twice, or were made before the case began');
    if (this.destroyed) (this as unknown as { _undestroy(): void })._undestroy();
    network.adopt(this);
    return connect.apply(this, args);
  };

  type Lookup = (...args: unknown[]) => unknown;
  const dns = createRequire(import.meta.url)('node:dns') as { lookup: Lookup; promises: { lookup: Lookup } };
  const { lookup, promises } = dns;
  dns.lookup = function (...args: unknown[]): unknown {
    const network = current();
    // Node's own throws when there is no callback.
    if (network === undefined || typeof args.at(-1) !== 'function') return lookup.apply(dns, args);
    const [name, options] = args;
    const done = args.at(-1) as LookupCallback;
    network.lookup(String(name), (failure) => {
      if (failure !== undefined) done(lookupError(failure, String(name)), undefined);
      else if (wantsAll(options)) done(null, [{ ...GATEWAY_RECORD }]);
      else done(null, GATEWAY_RECORD.address, GATEWAY_RECORD.family);
    });
    return {};
  };
  const promisedLookup = promises.lookup;
  promises.lookup = function (name: unknown, options: unknown): unknown {
    const network = current();
    if (network === undefined) return promisedLookup.call(promises, name, options);
    return new Promise((resolve, reject) => {
      network.lookup(String(name), (failure) => {
        if (failure !== undefined) reject(lookupError(failure, String(name)));
        else resolve(wantsAll(options) ? [{ ...GATEWAY_RECORD }] : { ...GATEWAY_RECORD });
      });
    });
  };
  syncBuiltinESMExports();
}

/** As getaddrinfo's failures come out of node:dns. */
function lookupError(code: string, hostname: string): Error {
  const errno = code === 'EAI_AGAIN' ? UV.eaiAgain : UV.eaiNoname;
  return Object.assign(new Error(`getaddrinfo ${code} ${hostname}`), {
    errno,
    code,
    syscall: 'getaddrinfo',
    hostname,
  });
}

function wantsAll(options: unknown): boolean {
  return typeof options === 'object' && options !== null && (options as { all?: boolean }).all === true;
}
