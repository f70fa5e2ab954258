// The server's end of a connection, of encrypted bytes → the same of plain ones, so that a gateway knows nothing of TLS and
// its ledger stays what it wrote. Stands on Node's native TLS directly: everything is synchronous, no turn is added.
import type tls from 'node:tls';
import type { ConnectionHandler, GatewayConnection, SegmentTag } from '../../gateway/transport.ts';
import {
  kArrayBufferOffset,
  kLastWriteErr,
  kReadBytesOrError,
  NativeJSStream,
  ShutdownWrap,
  streamState,
  wrapTls,
  WriteWrap,
  type JSStream,
  type NativeRequest,
  type TLSWrap,
} from '../stream-binding.ts';
import { UV } from '../uv-errno.ts';
import { TLS_DATA, TLS_HANDSHAKE, type BytesKind } from './record-kind.ts';

/** ALPN's wire format: HTTP/1.1 is all that the gateway speaks. */
const HTTP_1_1 = Buffer.from('\x08http/1.1', 'latin1');

/** The end below, which may be told what the bytes are. */
type Carrier = GatewayConnection & { write(bytes: Uint8Array, tag?: SegmentTag, kind?: BytesKind): boolean };

/** Terminates TLS for one connection. `accept` is asked at once, before the handshake. */
export class TlsServerEnd implements GatewayConnection, ConnectionHandler {
  readonly id: number;
  readonly #connection: Carrier;
  readonly #handler: ConnectionHandler;
  readonly #stream: JSStream = new NativeJSStream();
  readonly #tls: TLSWrap;
  /** Encrypted bytes to send, and the native write that waits to hear that they are. */
  #encrypted: Uint8Array[] = [];
  #sending: NativeRequest | undefined;
  #shutdown: NativeRequest | undefined;
  /** Plain bytes that were read, and what was written before the handshake was over. */
  #plain: Uint8Array[] = [];
  #early: { bytes: Uint8Array; tag: SegmentTag | undefined }[] = [];
  #isSecure = false;
  #isEnd = false;
  #hasFailed = false;
  /** No more is written: the end was sent. */
  #isFinished = false;
  #isClosed = false;
  /** The handler was told of the end. */
  #isOver = false;

  constructor(
    connection: Carrier,
    context: tls.SecureContext,
    accept: (connection: GatewayConnection) => ConnectionHandler,
  ) {
    this.id = connection.id;
    this.#connection = connection;
    const stream = this.#stream;
    stream.isClosing = () => this.#isClosed;
    stream.onreadstart = () => 0;
    stream.onreadstop = () => 0;
    stream.onwrite = (req, buffers) => {
      this.#sending = req;
      this.#encrypted.push(...buffers);
      return 0;
    };
    stream.onshutdown = (req) => {
      this.#shutdown = req;
      return 0;
    };
    this.#tls = wrapTls(stream, context.context, true);
    this.#tls.onread = (buffer) => this.#read(buffer);
    Object.assign(this.#tls, {
      onhandshakedone: () => (this.#isSecure = true),
      onerror: () => (this.#hasFailed = true),
    });
    this.#tls.setALPNProtocols(HTTP_1_1);
    this.#tls.readStart();
    this.#handler = accept(this);
  }

  // ── told by the connection ──

  onData(bytes: Uint8Array): void {
    if (this.#isClosed) return;
    this.#stream.readBuffer(bytes);
    // What TLS answers by itself travels apart from what the gateway answers: its size may vary.
    this.#flush(undefined, TLS_HANDSHAKE);
    if (this.#isSecure) for (const { bytes: early, tag } of this.#early.splice(0)) this.write(early, tag);
    for (const plain of this.#plain.splice(0)) if (!this.#isOver) this.#handler.onData(plain);
    if (this.#hasFailed) this.#fail();
    else if (this.#isEnd) this.onEnd();
  }

  onEnd(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#handler.onEnd();
  }

  onReset(): void {
    this.#leave();
    if (this.#isOver) return;
    this.#isOver = true;
    this.#handler.onReset();
  }

  onDrain(): void {
    this.#handler.onDrain();
  }

  // ── told by the gateway ──

  write(bytes: Uint8Array, tag?: SegmentTag): boolean {
    if (this.#isClosed || this.#isFinished) return true;
    if (!this.#isSecure) {
      this.#early.push({ bytes, tag });
      return true;
    }
    let isWritten = false;
    const req = new WriteWrap();
    req.oncomplete = () => (isWritten = true);
    const result = this.#tls.writeBuffer(kLastWriteErr === undefined ? req : null, bytes);
    if (typeof result === 'object') result.oncomplete = req.oncomplete;
    const isTaken = this.#flush(tag, TLS_DATA);
    if (!isWritten) throw new Error('native TLS kept a write to itself: this is a bug in closecall');
    return isTaken;
  }

  end(): void {
    if (this.#isClosed || this.#isFinished) return;
    this.#sayGoodbye();
    this.#connection.end();
  }

  close(): void {
    if (this.#isClosed) return;
    if (!this.#isFinished) this.#sayGoodbye();
    this.#leave();
    this.#connection.close();
  }

  hangUp(): void {
    this.#leave();
    this.#connection.close();
  }

  reset(): void {
    this.#leave();
    this.#connection.reset();
  }

  pause(): void {
    this.#connection.pause();
  }

  resume(): void {
    this.#connection.resume();
  }

  #read(buffer?: ArrayBuffer): void {
    const status = streamState[kReadBytesOrError]!;
    if (status > 0) this.#plain.push(new Uint8Array(buffer!, streamState[kArrayBufferOffset], status));
    else if (status === UV.eof) this.#isEnd = true;
  }

  /** Sends what TLS has encrypted as one stretch; false when it has to wait for the window. */
  #flush(tag: SegmentTag | undefined, kind: BytesKind): boolean {
    while (this.#sending !== undefined) {
      const req = this.#sending;
      this.#sending = undefined;
      this.#stream.finishWrite(req, 0);
    }
    const encrypted = this.#encrypted;
    if (encrypted.length === 0) return true;
    this.#encrypted = [];
    return this.#connection.write(Buffer.concat(encrypted), tag, kind);
  }

  /** The alert close_notify, which tells an end from a cut. */
  #sayGoodbye(): void {
    this.#isFinished = true;
    const req = new ShutdownWrap();
    req.oncomplete = () => undefined;
    this.#tls.shutdown(req);
    this.#flush(undefined, TLS_HANDSHAKE);
    if (this.#shutdown !== undefined) this.#stream.finishShutdown(this.#shutdown, 0);
    this.#shutdown = undefined;
  }

  /** The client sent what is no TLS, or no TLS that both know: as a server does, which hangs up. */
  #fail(): void {
    if (this.#isClosed) return;
    this.#leave();
    this.#connection.close();
    if (!this.#isOver) this.#handler.onReset();
    this.#isOver = true;
  }

  /** Nothing is sent or read any more: native memory goes now, not when it is collected. */
  #leave(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#tls.destroySSL();
  }
}
