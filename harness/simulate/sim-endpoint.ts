// One end of a simulated connection: the socket as the Linux kernel keeps it, and libuv's reading from it. On loopback a
// FIN or RST is in the other kernel at once and already decides what its writes return; what is an event of its own is
// the program's reading of it, and only a program that reads is told. It is libuv 1.52 under every Node.js: before, a
// hang-up right behind data hid the reset (libuv #4997), and traces would not be the same under Node 22.
import type { SegmentTag } from '../gateway/transport.ts';
import { READS_PER_POLL } from '../model/limits.ts';
import { Link } from './link.ts';
import type { Lane, Pending, Scheduler } from './scheduler.ts';
import type { BytesKind } from './tls/record-kind.ts';
import { UV } from './uv-errno.ts';

/** What is told of the bytes that arrive. */
export interface EndpointReader {
  /** Bytes one read takes at most. */
  readLimitBytes(): number;
  onBytes(bytes: Uint8Array, tags: SegmentTag[]): void;
  onEof(): void;
  /** The connection broke; a negative error number. */
  onError(status: number): void;
}

/**
 * The real socket under an endpoint on loopback. The endpoint decides what is to happen and when; what comes of it (what a
 * read gives, what a call returns) is the real socket's word. The simulation has none.
 */
export interface Wire {
  /** Lets one read happen, of `wantBytes` bytes (0: the end or a failure), and calls `run` from its callback. */
  read(wantBytes: number, run: () => void): void;
  /** What that read gave: bytes, or a negative error number. */
  takeRead(): Uint8Array | number;
  /** Each of these: 0 or a negative error number. */
  send(bytes: Uint8Array): number;
  shutdown(): number;
  close(): void;
  reset(): void;
}

/** One of the two ends; `link` joins them. */
export class SimEndpoint {
  readonly #scheduler: Scheduler;
  readonly #lane: Lane;
  readonly #reader: EndpointReader;
  #peer!: SimEndpoint;
  /** Bytes on their way here. */
  readonly inbox = new Link();
  #isReading = false;
  #hasFin = false;
  #hasSentFin = false;
  #isBroken = false;
  /** The error that a reset left for whoever asks first: a read or a write. */
  #error = 0;
  #isClosed = false;
  /** True once the reader was told of the end or of a failure: it is told nothing more. */
  #isOver = false;
  #event: Pending | undefined;
  /** Reads that the current poll of the event loop made here, and the scheduler's count at the last of them. */
  #reads = 0;
  #readCount = -1;
  /** Set once, before anything happens here. */
  wire: Wire | undefined;
  /** Told when the other end read something or the connection broke: a writer that waits may try again. */
  onWritable: (() => void) | undefined;

  constructor(scheduler: Scheduler, lane: Lane, reader: EndpointReader) {
    this.#scheduler = scheduler;
    this.#lane = lane;
    this.#reader = reader;
  }

  static join(left: SimEndpoint, right: SimEndpoint): void {
    left.#peer = right;
    right.#peer = left;
  }

  /** Bytes that fit on their way to the other end. */
  get roomBytes(): number {
    return this.#isBroken || this.#peer.#isClosed ? Infinity : this.#peer.inbox.roomBytes;
  }

  /** The socket option SO_ERROR: what a reset left, told once; 0 for nothing. */
  takeError(): number {
    const error = this.#error;
    this.#error = 0;
    return error;
  }

  startReading(): void {
    if (this.#isClosed || this.#isOver) return;
    this.#isReading = true;
    this.#watch();
  }

  stopReading(): void {
    this.#isReading = false;
    this.inbox.pileUp();
    if (this.#event !== undefined) this.#event.isCancelled = true;
    this.#event = undefined;
  }

  /** The system call `send`: 0 or a negative error number. Never refuses for want of room. */
  send(bytes: Uint8Array, tag?: SegmentTag, kind?: BytesKind): number {
    const status = this.#send(bytes, tag, kind);
    return this.wire === undefined ? status : this.wire.send(bytes);
  }

  #send(bytes: Uint8Array, tag: SegmentTag | undefined, kind: BytesKind | undefined): number {
    if (this.#isBroken || this.#hasSentFin) return this.takeError() || UV.epipe;
    const peer = this.#peer;
    if (peer.#isClosed) this.#receiveReset();
    else {
      peer.inbox.send(bytes, tag, !peer.#isReading, kind);
      peer.#watch();
    }
    return 0;
  }

  /** The system call `shutdown` for writing: 0 or a negative error number. */
  shutdown(): number {
    if (!this.#isBroken) this.#sendFin();
    if (this.wire !== undefined) return this.wire.shutdown();
    return this.#isBroken ? UV.enotconn : 0;
  }

  /** The system call `close`: a FIN, or a reset when data was left unread. */
  close(): void {
    this.wire?.close();
    this.#leave(this.inbox.isEmpty ? 'fin' : 'reset');
  }

  /** Closes with a reset; what was sent before can still be read. */
  abort(): void {
    this.wire?.reset();
    this.#leave('reset');
  }

  #leave(how: 'fin' | 'reset'): void {
    if (this.#isClosed) return;
    this.stopReading();
    this.inbox.clear();
    this.#isClosed = true;
    if (this.#isBroken) return;
    if (how === 'reset') this.#peer.#receiveReset();
    else this.#sendFin();
  }

  #sendFin(): void {
    if (this.#hasSentFin) return;
    this.#hasSentFin = true;
    const peer = this.#peer;
    if (peer.#isClosed) return;
    peer.#hasFin = true;
    peer.#watch();
  }

  #receiveReset(): void {
    // Both directions ended: nothing is left that a reset could break.
    if (this.#isClosed || this.#isBroken || (this.#hasFin && this.#hasSentFin)) return;
    this.#isBroken = true;
    // Linux's tcp_reset: EPIPE in CLOSE_WAIT, where the other end is known to be gone.
    this.#error = this.#hasFin ? UV.epipe : UV.econnreset;
    this.#peer.inbox.clear();
    this.#watch();
    this.onWritable?.();
  }

  /** Posts the event that a level-triggered poll would find, unless it is posted. */
  #watch(): void {
    if (!this.#isReading || this.#event !== undefined) return;
    if (this.inbox.isEmpty && !this.#hasFin && !this.#isBroken) return;
    this.#event = this.#scheduler.post(this.#lane, 0, this.#describeNext(), () => this.#read());
    if (this.wire !== undefined) this.#event.carry = (run) => this.wire!.read(this.#nextReadBytes(), run);
  }

  /** Bytes that the next read gives; 0 when it meets the end or a failure. */
  #nextReadBytes(): number {
    return this.inbox.nextReadBytes(this.#reader.readLimitBytes());
  }

  #describeNext(): string {
    if (!this.inbox.isEmpty) {
      const bytes = this.#nextReadBytes();
      const kind = this.inbox.nextKind;
      if (kind === undefined) return `${bytes} bytes`;
      return kind.hasSize ? `${kind.name}, ${bytes} bytes` : kind.name;
    }
    return this.#hasFin ? 'FIN' : 'RST';
  }

  /** One read of libuv's uv__read, which goes on within the same poll as long as reads fill their buffer. */
  #read(): void {
    this.#event = undefined;
    if (this.#scheduler.count !== this.#readCount + 1) this.#reads = 0;
    if (this.inbox.isEmpty) {
      this.#isReading = false;
      this.#isOver = true;
      const status = this.#hasFin ? 0 : this.takeError();
      if (this.wire !== undefined) this.#tell(this.wire.takeRead(), []);
      else if (status === 0) this.#reader.onEof();
      else this.#reader.onError(status);
      return;
    }
    const limitBytes = this.#reader.readLimitBytes();
    const { bytes, tags } = this.inbox.read(limitBytes);
    this.#peer.onWritable?.();
    if (bytes.length === limitBytes && ++this.#reads < READS_PER_POLL) {
      this.#readCount = this.#scheduler.count;
      this.#scheduler.continueWith(this.#lane);
    }
    if (this.wire === undefined) this.#reader.onBytes(bytes, tags);
    else this.#tell(this.wire.takeRead(), tags);
    this.#watch();
  }

  /** What the real socket gave, whatever was to be expected of it. */
  #tell(real: Uint8Array | number, tags: SegmentTag[]): void {
    if (typeof real !== 'number') this.#reader.onBytes(real, tags);
    else if (real === UV.eof) this.#reader.onEof();
    else this.#reader.onError(real);
  }
}
