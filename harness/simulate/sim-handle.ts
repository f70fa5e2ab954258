// A socket handle as libuv's TCP handle looks to net.Socket, over a simulated connection. Everything above it is Node's
// own net.Socket, so the order of its events is Node's and not ours. It stands on stream-binding.ts; the litmus programs
// compare it with real sockets.
import { AsyncResource } from 'node:async_hooks';
import net from 'node:net';
import { READ_CHUNK_BYTES } from '../model/limits.ts';
import { bindContext, captureContext } from './async-context.ts';
import type { SimConnection } from './sim-connection.ts';
import {
  kArrayBufferOffset,
  kBytesWritten,
  kLastWriteErr,
  kLastWriteWasAsync,
  kReadBytesOrError,
  streamState as state,
  TCP,
} from './stream-binding.ts';
import type { BytesKind } from './tls/record-kind.ts';
import { UV } from './uv-errno.ts';

/**
 * What net.Socket passes to a handle and is called back on. From Node 26 on it passes null for a write, and the handle
 * makes a request only when the write has to wait.
 */
type WriteRequest = {
  oncomplete?: (status: number, handle: unknown, error?: unknown) => void;
  writeStatus?: number | null;
};
type ShutdownRequest = { oncomplete: (status: number) => void };
type ConnectRequest = {
  oncomplete: (status: number, handle: unknown, req: unknown, readable: boolean, writable: boolean) => void;
};

/** An error number, or the request of a write that waits. */
type WriteResult = number | WriteRequest;

/** The handle. Its network is told through `connection`, which exists from `connect` on. */
export class SimHandle {
  /** Set by net.Socket. */
  onread: ((this: SimHandle, buffer?: ArrayBufferLike) => unknown) | undefined;
  reading = false;
  bytesRead = 0;
  bytesWritten = 0;
  readonly fd = -1;
  readonly isStreamBase = true;
  isClosed = false;
  /** Frames of the connect that made it; empty unless a detailed run asks. */
  origin: string[] = [];
  connection: SimConnection | undefined;
  #open: (handle: SimHandle, address: string, port: number) => SimConnection;
  #isRef = true;
  /** A connect without a route never got an address of its own. */
  #isBound = true;
  #asyncId: number | undefined;
  #userBuffer: Uint8Array | undefined;
  /** Whose handle it is: what it reads, and its close, are told there. */
  #context = captureContext();

  constructor(open: (handle: SimHandle, address: string, port: number) => SimConnection) {
    this.#open = open;
  }

  connect(req: ConnectRequest, address: string, port: number): number {
    this.connection = this.#open(this, address, port);
    const status = this.connection.begin(
      bindContext((result: number) => req.oncomplete(result, this, req, result === 0, result === 0)),
    );
    this.#isBound = status === 0;
    return status;
  }

  connect6(req: ConnectRequest, address: string, port: number): number {
    return this.connect(req, address, port);
  }

  bind(): number {
    return 0;
  }

  bind6(): number {
    return 0;
  }

  readStart(): number {
    if (this.connection === undefined) return UV.enotconn;
    this.reading = true;
    this.connection.startReading();
    return 0;
  }

  readStop(): number {
    this.reading = false;
    this.connection?.stopReading();
    return 0;
  }

  writeBuffer(req: WriteRequest | null, data: Uint8Array): WriteResult {
    return this.#write(req, Uint8Array.prototype.slice.call(data));
  }

  writeUtf8String(req: WriteRequest | null, text: string): WriteResult {
    return this.#write(req, Buffer.from(text, 'utf8'));
  }

  writeLatin1String(req: WriteRequest | null, text: string): WriteResult {
    return this.#write(req, Buffer.from(text, 'latin1'));
  }

  writeAsciiString(req: WriteRequest | null, text: string): WriteResult {
    return this.#write(req, Buffer.from(text, 'latin1'));
  }

  writeUcs2String(req: WriteRequest | null, text: string): WriteResult {
    return this.#write(req, Buffer.from(text, 'utf16le'));
  }

  writev(req: WriteRequest | null, chunks: (Uint8Array | string)[], allBuffers: boolean): WriteResult {
    const buffers: Uint8Array[] = [];
    if (allBuffers) buffers.push(...(chunks as Uint8Array[]));
    else
      for (let i = 0; i < chunks.length; i += 2) {
        const chunk = chunks[i]!;
        const encoding = chunks[i + 1] as BufferEncoding;
        buffers.push(typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk);
      }
    return this.#write(req, Buffer.concat(buffers));
  }

  shutdown(req: ShutdownRequest): number {
    if (this.connection === undefined) return UV.enotconn;
    return this.connection.shutdown(bindContext((status: number) => req.oncomplete(status)));
  }

  close(callback?: () => void): void {
    this.#release('fin', callback);
  }

  reset(callback?: () => void): number {
    if (this.connection?.isShutting === true) return UV.einval;
    this.#release('reset', callback);
    return 0;
  }

  ref(): void {
    this.#isRef = true;
  }

  unref(): void {
    this.#isRef = false;
  }

  hasRef(): boolean {
    return this.#isRef && !this.isClosed;
  }

  // Inherited, these three would be called on an object that is no native handle. node:http's agent asks for them when a
  // socket goes back to it and out again: each use is an asynchronous resource of its own.
  getAsyncId(): number {
    this.#asyncId ??= new AsyncResource('TCPWRAP', { requireManualDestroy: true }).asyncId();
    return this.#asyncId;
  }

  asyncReset(): void {
    this.#asyncId = undefined;
    this.#context = captureContext();
  }

  getProviderType(): number {
    return 0;
  }

  setNoDelay(): number {
    return 0;
  }

  setKeepAlive(): number {
    return 0;
  }

  setTypeOfService(): number {
    return 0;
  }

  getTypeOfService(): number {
    return 0;
  }

  getpeername(out: { address?: string; port?: number; family?: string }): number {
    if (this.connection === undefined) return UV.enotconn;
    Object.assign(out, { address: this.connection.address, port: this.connection.port, family: 'IPv4' });
    return 0;
  }

  getsockname(out: { address?: string; port?: number; family?: string }): number {
    if (!this.#isBound) Object.assign(out, { address: '0.0.0.0', port: 0, family: 'IPv4' });
    else
      Object.assign(out, { address: '127.0.0.1', port: 40_000 + (this.connection?.id ?? 0), family: 'IPv4' });
    return 0;
  }

  /** Sends for TLS, which makes requests of its own: 0, or 1 when `done` follows, or a negative error number. */
  send(bytes: Uint8Array, kind: BytesKind, done: (status: number) => void): number {
    if (this.connection === undefined) return UV.enotconn;
    const status = this.connection.writeFromClient(bytes, done, kind);
    if (status >= 0) this.bytesWritten += bytes.length;
    return status;
  }

  /** What its lanes begin with. */
  get name(): string {
    return `c${this.connection?.id ?? '?'}`;
  }

  /** net.Socket's `onread` option: reads go into the user's own memory. */
  useUserBuffer(buffer: Uint8Array): void {
    this.#userBuffer = buffer;
  }

  /** Bytes of writes that wait. net.Socket asks before it emits 'timeout': a write that makes progress puts it off. */
  get writeQueueSize(): number {
    return this.connection?.waitingWriteBytes ?? 0;
  }

  /** Bytes that one read takes at most. */
  get readLimitBytes(): number {
    return this.#userBuffer?.length ?? READ_CHUNK_BYTES;
  }

  /** One read: bytes in memory of their own, or in the user's. */
  deliver(bytes: Uint8Array): void {
    this.bytesRead += bytes.length;
    state[kReadBytesOrError] = bytes.length;
    state[kArrayBufferOffset] = 0;
    if (this.#userBuffer === undefined) {
      this.#tell(copyToArrayBuffer(bytes));
      return;
    }
    this.#userBuffer.set(bytes);
    const next = this.#tell(undefined);
    if (next instanceof Uint8Array) this.#userBuffer = next;
  }

  /** The stream ends (EOF) or breaks (a negative error number). */
  deliverError(status: number): void {
    state[kReadBytesOrError] = status;
    state[kArrayBufferOffset] = 0;
    this.#tell(undefined);
  }

  #tell(buffer: ArrayBufferLike | undefined): unknown {
    if (this.#context === undefined) return this.onread?.(buffer);
    return this.#context(() => this.onread?.(buffer));
  }

  #write(given: WriteRequest | null, bytes: Uint8Array): WriteResult {
    const req: WriteRequest = given ?? { writeStatus: null };
    state[kBytesWritten] = bytes.length;
    state[kLastWriteWasAsync] = 0;
    if (kLastWriteErr !== undefined) state[kLastWriteErr] = 0;
    if (this.connection === undefined) return UV.enotconn;
    const status = this.connection.writeFromClient(
      bytes,
      bindContext((result: number) => {
        req.oncomplete?.(result, this, undefined);
      }),
    );
    if (status < 0) return status;
    this.bytesWritten += bytes.length;
    if (status === 0) return 0;
    state[kLastWriteWasAsync] = 1;
    return given === null ? req : 0;
  }

  #release(how: 'fin' | 'reset', callback?: () => void): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.reading = false;
    this.connection?.closeByClient(how);
    const context = this.#context;
    this.onClose?.(context === undefined || callback === undefined ? callback : () => context(callback));
  }

  /** The run is over: nothing leads back to it. */
  forget(): void {
    this.connection = undefined;
    this.onClose = undefined;
    this.#open = openNothing;
  }

  /** Told when the handle closes; calls back in libuv's closing phase. */
  onClose: ((callback?: () => void) => void) | undefined;
}
// net.Socket asks `_handle instanceof TCP` before it resets a connection.
Object.setPrototypeOf(SimHandle.prototype, TCP.prototype);

function openNothing(): never {
  throw new Error('a socket of an earlier case connects again: this is a bug in closecall');
}

function copyToArrayBuffer(bytes: Uint8Array): ArrayBufferLike {
  return new Uint8Array(bytes).buffer;
}

/** The symbol and function that net.Socket puts on a handle, learnt from a socket of this very Node. */
function learnSocketInternals(): { owner: symbol; userBuffer: symbol; onread: SimHandle['onread'] } {
  const probe = new SimHandle(() => {
    throw new Error('the probe never connects');
  });
  const socket = new net.Socket({ handle: probe, manualStart: true } as unknown as net.SocketConstructorOpts);
  const owner = Object.getOwnPropertySymbols(probe).find((symbol) => symbol.description === 'owner_symbol');
  const userBuffer = Object.getOwnPropertySymbols(socket).find((symbol) => symbol.description === 'kBuffer');
  if (owner === undefined || userBuffer === undefined || probe.onread === undefined)
    throw new Error(`net.Socket of Node ${process.version} is unknown to closecall's simulated handle`);
  const { onread } = probe;
  socket.removeAllListeners();
  return { owner, userBuffer, onread };
}

const internals = learnSocketInternals();

/** Makes `handle` the handle of `socket`, as net.Socket.connect does with a new TCP handle. */
export function attachHandle(socket: net.Socket, handle: SimHandle): void {
  const parts = socket as unknown as { _handle: SimHandle };
  parts._handle = handle;
  attachOwner(socket, handle);
  handle.onread = internals.onread;
  const userBuffer = (socket as unknown as Record<symbol, unknown>)[internals.userBuffer];
  if (userBuffer instanceof Uint8Array) handle.useUserBuffer(userBuffer);
}

/** Tells `handle` whose it is: the callbacks of net.Socket look there. */
export function attachOwner(socket: net.Socket, handle: SimHandle): void {
  (handle as unknown as Record<symbol, unknown>)[internals.owner] = socket;
}
