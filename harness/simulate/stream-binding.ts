// Node's native streams as closecall meets them: the deprecated process.binding, in one place. What a read or write left
// behind is told through a shared array (`streamState`), at the indices below.

/** A native request of a write or a shutdown, opaque but for its callback. */
export type NativeRequest = { oncomplete?: (status: number, ...rest: unknown[]) => void };

/** A native stream whose other side is JavaScript: what is written to it comes to `onwrite`, what it reads from `readBuffer`. */
export interface JSStream {
  isClosing: () => boolean;
  onreadstart: () => number;
  onreadstop: () => number;
  onwrite: (req: NativeRequest, buffers: Uint8Array[]) => number;
  onshutdown: (req: NativeRequest) => number;
  close: (callback?: () => void) => void;
  readBuffer(bytes: Uint8Array): void;
  emitEOF(): void;
  finishWrite(req: NativeRequest, status: number): void;
  finishShutdown(req: NativeRequest, status: number): void;
}

/** Node's native TLS over another native stream. */
export interface TLSWrap {
  onread: ((buffer?: ArrayBuffer) => unknown) | undefined;
  readStart(): number;
  writeBuffer(req: NativeRequest | null, bytes: Uint8Array): number | NativeRequest;
  shutdown(req: NativeRequest): number;
  setALPNProtocols(wire: Uint8Array): void;
  destroySSL(): void;
}

type StreamWrap = {
  streamBaseState: Int32Array;
  kReadBytesOrError: number;
  kArrayBufferOffset: number;
  kBytesWritten: number;
  kLastWriteWasAsync: number;
  /** From Node 26 on. */
  kLastWriteErr?: number;
  WriteWrap: new () => NativeRequest;
  ShutdownWrap: new () => NativeRequest;
};
type TlsBinding = {
  wrap(stream: JSStream, context: unknown, isServer: boolean, hasActiveWrite: boolean): TLSWrap;
};

const binding = (process as unknown as { binding: (name: string) => unknown }).binding.bind(process);
const streamWrap = binding('stream_wrap') as StreamWrap;

/** What the last read or write of any stream left behind. */
export const streamState = streamWrap.streamBaseState;

/** Indices of `streamState`. */
export const { kReadBytesOrError, kArrayBufferOffset, kBytesWritten, kLastWriteWasAsync, kLastWriteErr } =
  streamWrap;

/** From Node 26 on a write is passed null, and makes a request itself only when it has to wait. */
export const { WriteWrap, ShutdownWrap } = streamWrap;

export const { TCP } = binding('tcp_wrap') as { TCP: { prototype: object } };
export const { JSStream: NativeJSStream } = binding('js_stream') as { JSStream: new () => JSStream };

/** Native TLS of one end over `stream`; `context` is the native part of a tls.SecureContext. */
export function wrapTls(stream: JSStream, context: unknown, isServer: boolean): TLSWrap {
  // Asked for when used: this binding loads TLS, which most runs never need.
  return (binding('tls_wrap') as TlsBinding).wrap(stream, context, isServer, false);
}
