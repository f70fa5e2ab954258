// One direction of a simulated connection: segments in order, bytes under way, backpressure. Knows nothing of who is
// at its ends; an end is a function that is called when a segment arrives.
import { LINK_WINDOW_BYTES } from '../model/limits.ts';
import type { Lane, Scheduler } from './scheduler.ts';

/** What travels: bytes, the end of the stream, or an abort. */
export type Segment<Tag> =
  { kind: 'data'; bytes: Uint8Array; tag?: Tag } | { kind: 'fin' } | { kind: 'reset' };

/** A FIFO of segments whose arrivals are events on `lane`. */
export class Link<Tag> {
  readonly #scheduler: Scheduler;
  readonly #lane: Lane;
  readonly #arrive: (segment: Segment<Tag>) => void;
  #onDrain: (() => void) | undefined;
  #dataSegments = 0;
  /** Bytes sent and not yet arrived. */
  inFlightBytes = 0;

  constructor(scheduler: Scheduler, laneName: string, arrive: (segment: Segment<Tag>) => void) {
    this.#scheduler = scheduler;
    this.#lane = scheduler.lane(laneName);
    this.#arrive = arrive;
  }

  /** Arrivals wait while this says no (a paused reader); what waits keeps its order. */
  set isOpen(isOpen: () => boolean) {
    this.#lane.isOpen = isOpen;
  }

  /** True when data is under way that nobody has read. */
  get hasUnreadData(): boolean {
    return this.#dataSegments > 0;
  }

  /** True when more is under way than the window takes. */
  get isFull(): boolean {
    return this.inFlightBytes >= LINK_WINDOW_BYTES;
  }

  /** Sends a segment; it arrives `delayMs` virtual milliseconds later at the earliest, behind what was sent before. */
  send(segment: Segment<Tag>, delayMs = 0): void {
    if (segment.kind === 'data') {
      this.inFlightBytes += segment.bytes.length;
      this.#dataSegments++;
    }
    this.#scheduler.post(this.#lane, delayMs, describe(segment), () => {
      if (segment.kind === 'data') {
        this.inFlightBytes -= segment.bytes.length;
        this.#dataSegments--;
      }
      this.#arrive(segment);
      if (this.#onDrain !== undefined && !this.isFull) {
        const onDrain = this.#onDrain;
        this.#onDrain = undefined;
        onDrain();
      }
    });
  }

  /** Calls `onDrain` once when the window has room again. */
  whenDrained(onDrain: () => void): void {
    this.#onDrain = onDrain;
  }

  /** Drops what is under way: its reader is gone for good. */
  drop(): void {
    this.#lane.clear();
    this.inFlightBytes = 0;
    this.#dataSegments = 0;
    const onDrain = this.#onDrain;
    this.#onDrain = undefined;
    onDrain?.();
  }
}

function describe(segment: Segment<unknown>): string {
  if (segment.kind === 'data') return `${segment.bytes.length} bytes`;
  return segment.kind === 'fin' ? 'FIN' : 'RST';
}
