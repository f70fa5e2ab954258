// libuv's TCP handles as Node's binding gives them → typed: what net.Socket itself stands on. Like the simulated handle it
// uses process.binding, which is deprecated.

/** A request of libuv; `oncomplete` gets 0 or a negative error number. */
export type TcpRequest = { oncomplete: ((status: number) => void) | undefined };

/** A TCP handle. Calls return 0 or a negative error number. */
export interface TcpHandle {
  /** Of a listening handle: `status` and the accepted one. */
  onconnection: (status: number, accepted: TcpHandle) => void;
  /** A read ended; how is in `readStatus()`. It may give the memory for the next one. */
  onread: () => Uint8Array | undefined;
  bind(address: string, port: number): number;
  listen(backlog: number): number;
  connect(request: TcpRequest, address: string, port: number): number;
  readStart(): number;
  readStop(): number;
  useUserBuffer(buffer: Uint8Array): void;
  writeBuffer(request: TcpRequest, bytes: Uint8Array): number;
  shutdown(request: TcpRequest): number;
  close(callback: () => void): void;
  reset(callback: () => void): number;
  ref(): void;
  unref(): void;
  setNoDelay(isOn: boolean): number;
  getsockname(out: { port?: number }): number;
  getpeername(out: { port?: number }): number;
}

type TcpWrap = {
  TCP: new (kind: number) => TcpHandle;
  TCPConnectWrap: new () => TcpRequest;
  constants: { SOCKET: number; SERVER: number };
};
type StreamWrap = {
  WriteWrap: new () => TcpRequest;
  ShutdownWrap: new () => TcpRequest;
  streamBaseState: Int32Array;
  kReadBytesOrError: number;
};
const binding = (process as unknown as { binding: (name: string) => unknown }).binding.bind(process);
const { TCP, TCPConnectWrap, constants } = binding('tcp_wrap') as TcpWrap;
const { WriteWrap, ShutdownWrap, streamBaseState, kReadBytesOrError } = binding('stream_wrap') as StreamWrap;

/** A new handle. */
export function makeTcp(kind: 'client' | 'server'): TcpHandle {
  return new TCP(kind === 'client' ? constants.SOCKET : constants.SERVER);
}

/** A new request whose end `oncomplete` is told. */
export function makeRequest(
  kind: 'connect' | 'write' | 'shutdown',
  oncomplete?: (status: number) => void,
): TcpRequest {
  const Wrap = { connect: TCPConnectWrap, write: WriteWrap, shutdown: ShutdownWrap }[kind];
  return Object.assign(new Wrap(), { oncomplete });
}

/** How the read ended whose callback runs: a number of bytes, or a negative error number. */
export function readStatus(): number {
  return streamBaseState[kReadBytesOrError]!;
}

/** Runs `job` and leaves what handles report of their last read or write as it was. */
export function keepStreamState<T>(job: () => T): T {
  const before = streamBaseState.slice();
  const result = job();
  streamBaseState.set(before);
  return result;
}
