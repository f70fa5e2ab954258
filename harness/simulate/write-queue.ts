// What one end wants to send → what the window takes, the rest later: libuv's write queue of a stream, as Node's sockets
// use it at either end.
import type { SegmentTag } from '../gateway/transport.ts';
import type { Lane, Pending, Scheduler } from './scheduler.ts';
import type { SimEndpoint } from './sim-endpoint.ts';
import type { BytesKind } from './tls/record-kind.ts';

/** Gets 0 or a negative error number. */
export type Done = (status: number) => void;

type Waiting = { bytes: Uint8Array; tag: SegmentTag | undefined; kind: BytesKind | undefined; done: Done };

/** The writing side of one end. Trying again is an event on `lane`. */
export class WriteQueue {
  readonly #scheduler: Scheduler;
  readonly #lane: Lane;
  readonly #end: SimEndpoint;
  #waiting: Waiting[] = [];
  #event: Pending | undefined;
  #onEmpty: (() => void) | undefined;

  constructor(scheduler: Scheduler, lane: Lane, end: SimEndpoint) {
    this.#scheduler = scheduler;
    this.#lane = lane;
    this.#end = end;
    end.onWritable = this.#tryAgain.bind(this); // bound: see "What makes it fast" in the README
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  get waitingBytes(): number {
    return this.#waiting.reduce((sum, { bytes }) => sum + bytes.length, 0);
  }

  /** 0: sent; 1: some of it waits for the window, `done` follows; negative: the error number. */
  write(bytes: Uint8Array, tag: SegmentTag | undefined, done: Done, kind?: BytesKind): number {
    const sent = this.isEmpty ? this.#send(bytes, tag, kind) : 0;
    if (sent < 0 || sent === bytes.length) return Math.min(sent, 0);
    this.#waiting.push({ bytes: bytes.subarray(sent), tag, kind, done });
    return 1;
  }

  /** Runs `job` once nothing waits: now, or after the last write's callback. */
  whenEmpty(job: () => void): void {
    if (this.isEmpty) job();
    else this.#onEmpty = job;
  }

  /** Gives up on what waits, which is lost; returns the callbacks that it owes. */
  cancel(): Done[] {
    if (this.#event !== undefined) this.#event.isCancelled = true;
    this.#onEmpty = undefined;
    return this.#waiting.splice(0).map(({ done }) => done);
  }

  /** Sends what the window takes: the number of bytes, or a negative error number. */
  #send(bytes: Uint8Array, tag: SegmentTag | undefined, kind: BytesKind | undefined): number {
    const room = Math.max(0, Math.min(bytes.length, this.#end.roomBytes));
    if (room === 0 && bytes.length > 0) return 0;
    const isWhole = room === bytes.length;
    const status = this.#end.send(isWhole ? bytes : bytes.subarray(0, room), isWhole ? tag : undefined, kind);
    return status < 0 ? status : room;
  }

  #tryAgain(): void {
    if (this.isEmpty || this.#event !== undefined) return;
    this.#event = this.#scheduler.post(this.#lane, 0, 'writable', () => this.#flush());
  }

  #flush(): void {
    this.#event = undefined;
    // Taken out first: a peer that is gone makes room at once, and what is being sent waits no more.
    const write = this.#waiting.shift()!;
    const sent = this.#send(write.bytes, write.tag, write.kind);
    if (sent >= 0 && sent < write.bytes.length) {
      this.#waiting.unshift({ ...write, bytes: write.bytes.subarray(sent) });
      return;
    }
    write.done(Math.min(sent, 0));
    this.#tryAgain();
    if (!this.isEmpty) return;
    const onEmpty = this.#onEmpty;
    this.#onEmpty = undefined;
    onEmpty?.();
  }
}
