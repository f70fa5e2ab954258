// A server that says what it is told to, when it is told to, and the way from the client to it. Part of an ejected script.
// `request 0.1`: the server has read the second piece of what connection 0 sends; `read 0.1`: the client has read the second
// piece of what the server sends; `end`, `reset`: it read the end, or met a reset; `left`: the client closed.
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import { moment } from './moments.ts';
import { say, see } from './report.ts';

/** By connection: bytes in all, at the end of each piece. */
type Pieces = Record<number, number[]>;

/** How a connect goes that does not just succeed. */
type Connects = Record<number, 'waits' | 'refused'>;

type Handle = {
  onread: (this: Handle, bytes?: ArrayBuffer) => unknown;
  connect: (request: { oncomplete: (...args: unknown[]) => void }, address: string, port: number) => number;
  close: (callback?: () => void) => void;
};

/** A socket, as far as its handle goes. */
type Handled = { _handle: Handle | null };

/** Nobody listens there. */
const REFUSING_PORT = 1;

const dialled: number[] = [];
const sockets = new Map<number, net.Socket>();
const goOn = new Map<number, () => void>();
const lookups: (() => void)[] = [];
let lookupCount = 0;

const { lookup } = dns;

// Every name leads to the server; an address is none. Packages are loaded behind this: some keep the function that they found.
dns.lookup = ((name: string, options: unknown, callback?: unknown) => {
  if (net.isIP(name) !== 0) {
    lookup(name, options as never, callback as never);
    return;
  }
  const done = (callback ?? options) as (error: null, address: unknown, family?: number) => void;
  const wantsAll = (options as { all?: boolean }).all === true;
  const address = '127.0.0.1';
  lookups.push(() => (wantsAll ? done(null, [{ address, family: 4 }]) : done(null, address, 4)));
}) as unknown as typeof dns.lookup;
syncBuiltinESMExports();

/** Connections to the server that its client has not closed. */
export const open = new Set<number>();

/** Sockets of the client, connected or not, that it has not closed. */
export const held = new Set<unknown>();

/** When each connect was begun, as performance.now() tells time. */
export const connectTimes: number[] = [];

/** Connections on which a request came after the last that was written. */
const asking = new Set<number>();

/** What the client waits for that nothing here answers, but for `left`: it is not at rest, it does something else. */
export function listUnanswered(left: readonly number[]): string[] {
  const ids = [...asking].filter((id) => !left.includes(id));
  return [...lookups.map(() => 'a lookup'), ...ids.map((id) => `an answer on connection ${id}`)];
}

/** Starts the server. `requests` and `reads` are what the moments of each connection count. */
export async function openServer(requests: Pieces, reads: Pieces, connects: Connects): Promise<void> {
  const server = net.createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    const id = dialled.shift()!;
    sockets.set(id, socket);
    open.add(id);
    const count = counter(requests[id], `request ${id}`);
    const left = (): void => {
      open.delete(id);
      asking.delete(id);
      moment(`left ${id}`);
    };
    socket.on('data', (bytes) => {
      see('bytes', { connection: id, bytes });
      if (bytes.includes(' HTTP/1.1\r\n')) asking.add(id);
      count(bytes.length);
    });
    socket.on('end', left);
    socket.on('close', left);
    socket.on('error', () => {});
    socket.unref();
    moment(`accept ${id}`);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  server.unref();
  leadToServer((server.address() as net.AddressInfo).port, reads, connects);
}

/** Writes to connection `id`. */
export function send(id: number, ...parts: (string | Buffer)[]): void {
  const bytes = Buffer.concat(parts.map((part) => Buffer.from(part as string)));
  asking.delete(id);
  say(`the server sends ${bytes.length} bytes on connection ${id}`);
  sockets.get(id)?.write(bytes);
}

/** Ends connection `id`: the client reads the end. */
export function end(id: number): void {
  say(`the server ends connection ${id}`);
  sockets.get(id)?.end();
}

/** Ends connection `id` as a process does that closes it: whatever the client still sends is answered with a reset. */
export function close(id: number): void {
  say(`the server closes connection ${id}`);
  sockets.get(id)?.destroySoon();
}

/** Aborts connection `id`. */
export function reset(id: number): void {
  say(`the server resets connection ${id}`);
  sockets.get(id)?.resetAndDestroy();
}

/** Lets connection `id`, which waits, be made. */
export function letConnect(id: number): void {
  goOn.get(id)?.();
}

/** Answers the next lookup of a name. */
export function answerLookup(): void {
  lookups.shift()?.();
  moment(`lookup ${lookupCount++}`);
}

/** The client's sockets lead to the server, and tell of themselves. */
function leadToServer(port: number, reads: Pieces, connects: Connects): void {
  const { prototype } = net.Socket as unknown as { prototype: { connect: (...args: unknown[]) => unknown } };
  const { connect } = prototype;
  prototype.connect = function (this: net.Socket, ...args: unknown[]): net.Socket {
    // A client's own lookup may answer at once: the handle connects before this returns, and has to be watched before that.
    watchHandleOf(this as unknown as Handled, (handle) => {
      held.add(handle);
      watchHandle(handle, port, reads, connects);
    });
    connect.apply(this, args);
    return this;
  };
}

/** Calls `watch` with the socket's handle, the moment that it has one. */
function watchHandleOf(socket: Handled, watch: (handle: Handle) => void): void {
  if (socket._handle) return watch(socket._handle);
  Object.defineProperty(socket, '_handle', {
    configurable: true,
    get: () => null,
    set: (value: Handle | null) => {
      // Node has an accessor of its own below.
      delete (socket as Partial<Handled>)._handle;
      socket._handle = value;
      if (value) watch(value);
    },
  });
}

/** The socket's handle is where Node itself is told: after its callback comes everything that follows from it. */
function watchHandle(handle: Handle, port: number, reads: Pieces, connects: Connects): void {
  const { connect, close: closeHandle } = handle;
  let { onread } = handle;
  let id = -1;
  let count: (bytes: number) => void;
  handle.connect = (request, address) => {
    id = connectTimes.push(performance.now()) - 1;
    count = counter(reads[id], `read ${id}`);
    const { oncomplete } = request;
    request.oncomplete = function (...args): void {
      oncomplete.apply(this, args);
      moment(`connect ${id}`);
    };
    const isRefused = connects[id] === 'refused';
    const go = (): number => {
      if (!isRefused) dialled.push(id);
      return connect.call(handle, request, address, isRefused ? REFUSING_PORT : port);
    };
    say(`the client connects (connection ${id})`);
    moment(`dial ${id}`);
    if (connects[id] !== 'waits') return go();
    goOn.set(id, go);
    return 0;
  };
  handle.onread = function (bytes): unknown {
    const result = onread.call(this, bytes);
    if (bytes === undefined) {
      moment(`end ${id}`);
      moment(`reset ${id}`);
    } else count(bytes.byteLength);
    return result;
  };
  // Node sets it anew when an agent hands on a connection that was kept.
  Object.defineProperty(handle, 'onread', {
    get: () => onread,
    set: (next: Handle['onread']) => {
      onread = next;
    },
  });
  handle.close = (callback) => {
    goOn.delete(id);
    held.delete(handle);
    closeHandle.call(handle, () => {
      callback?.call(handle);
      moment(`closed ${id}`);
    });
  };
}

/** Tells of each piece once all its bytes are there. */
function counter(ends: readonly number[] = [], name: string): (bytes: number) => void {
  let total = 0;
  let piece = 0;
  return (bytes) => {
    total += bytes;
    while (piece < ends.length && total >= ends[piece]!) moment(`${name}.${piece++}`);
  };
}
