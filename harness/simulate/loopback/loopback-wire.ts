// One end of a connection over a real TCP socket → a wire: writes, ends and closes happen for real and at once, so each
// kernel knows what the simulation says it knows; a read happens only when it is let, and takes exactly as much as it may.
import { READ_CHUNK_BYTES } from '../../model/limits.ts';
import { realSetImmediate } from '../immediates.ts';
import type { Wire } from '../sim-endpoint.ts';
import { UV } from '../uv-errno.ts';
import { keepStreamState, makeRequest, readStatus, type TcpHandle } from './tcp-binding.ts';

/** Adds to the operations that have not come back. */
export type Count = (change: 1 | -1) => void;

/** The read that is let happen. */
type Reading = { buffer: Uint8Array; gotBytes: number; wantBytes: number; run: () => void };

/** One end. What is asked of it before its socket is there (a server's, until it has accepted) happens once it is. */
export class LoopbackWire implements Wire {
  readonly #count: Count;
  #tcp: TcpHandle | undefined;
  #waiting: ((tcp: TcpHandle) => void)[] = [];
  #reading: Reading | undefined;
  #taken: Uint8Array | number = UV.eof;
  /** A failure that came right behind bytes: it is told once, to the next read. */
  #failure: number | undefined;
  #shutdownStatus: number | undefined;
  #isClosing = false;
  #isClosed = false;
  #whenClosed: (() => void) | undefined;

  constructor(count: Count) {
    this.#count = count;
  }

  /** The socket is there. */
  bind(tcp: TcpHandle): void {
    this.#tcp = tcp;
    tcp.onread = () => this.#onRead();
    // The kernel must not sit on a small write until an earlier one is acknowledged.
    tcp.setNoDelay(true);
    for (const job of this.#waiting.splice(0)) job(tcp);
  }

  read(wantBytes: number, run: () => void): void {
    if (this.#failure !== undefined) {
      this.#taken = this.#failure;
      this.#failure = undefined;
      realSetImmediate(run);
      return;
    }
    this.#do((tcp) => {
      const buffer = new Uint8Array(wantBytes === 0 ? READ_CHUNK_BYTES : wantBytes);
      this.#reading = { buffer, gotBytes: 0, wantBytes, run };
      tcp.useUserBuffer(buffer);
      const status = tcp.readStart();
      if (status < 0) realSetImmediate(() => this.#endRead(status));
    });
  }

  takeRead(): Uint8Array | number {
    return this.#taken;
  }

  /** Reads whatever comes, without telling: a socket that somebody reads keeps its process alive. */
  readOn(): void {
    this.#do((tcp) => {
      tcp.onread = () => {
        if (readStatus() < 0) tcp.readStop();
        return undefined;
      };
      tcp.useUserBuffer(new Uint8Array(READ_CHUNK_BYTES));
      tcp.readStart();
    });
  }

  send(bytes: Uint8Array): number {
    return this.#do((tcp) => keepStreamState(() => tcp.writeBuffer(makeRequest('write'), bytes)));
  }

  shutdown(): number {
    if (this.#shutdownStatus === undefined) this.shutdownThen(() => undefined, this.#count);
    return this.#shutdownStatus ?? 0;
  }

  /** Half-closes and calls `run` from the callback. */
  shutdownThen(run: () => void, count?: Count): void {
    count?.(1);
    const end = (status: number): void => {
      this.#shutdownStatus = status;
      count?.(-1);
      run();
    };
    this.#do((tcp) => {
      const status = tcp.shutdown(makeRequest('shutdown', end));
      if (status < 0) realSetImmediate(() => end(status));
    });
  }

  close(): void {
    if (this.#isClosing) return;
    this.#isClosing = true;
    this.#do((tcp) => tcp.close(() => this.#closed()));
  }

  reset(): void {
    if (this.#isClosing) return;
    this.#isClosing = true;
    this.#do((tcp) => {
      // libuv refuses to reset what is shutting down.
      if (tcp.reset(() => this.#closed()) < 0) tcp.close(() => this.#closed());
    });
  }

  /** Calls `run` once the socket has closed: from that very callback, unless it has been. */
  whenClosed(run: () => void): void {
    if (this.#isClosed) realSetImmediate(run);
    else this.#whenClosed = run;
  }

  #closed(): void {
    this.#isClosed = true;
    this.#whenClosed?.();
  }

  #onRead(): Uint8Array | undefined {
    const status = readStatus();
    const reading = this.#reading;
    if (reading === undefined || status === 0) return undefined;
    if (status > 0) {
      reading.gotBytes += status;
      const rest = reading.wantBytes - reading.gotBytes;
      if (rest > 0) return reading.buffer.subarray(reading.gotBytes);
      this.#endRead(0);
    } else this.#endRead(status);
    return undefined;
  }

  #endRead(status: number): void {
    const { buffer, gotBytes, run } = this.#reading!;
    this.#reading = undefined;
    this.#tcp!.readStop();
    if (gotBytes === 0) this.#taken = status;
    else {
      this.#taken = buffer.subarray(0, gotBytes);
      if (status < 0) this.#failure = status;
    }
    run();
  }

  #do<T>(job: (tcp: TcpHandle) => T): T | 0 {
    if (this.#tcp !== undefined) return job(this.#tcp);
    this.#waiting.push(job);
    return 0;
  }
}
