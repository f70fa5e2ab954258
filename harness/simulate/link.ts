// One direction of a simulated connection: bytes that one end has sent and the other has not read. Knows how they are cut
// into reads, and nothing of time or of who is at its ends.
import type { SegmentTag } from '../gateway/transport.ts';
import { LINK_WINDOW_BYTES } from '../model/limits.ts';
import type { BytesKind } from './tls/record-kind.ts';

type Segment = {
  bytes: Uint8Array;
  tag: SegmentTag | undefined;
  isPiled: boolean;
  kind: BytesKind | undefined;
};

/**
 * A FIFO of segments. One that was sent while its reader was reading is a read of its own, as a packet is that travels
 * alone; those that wait for a reader who stopped are piled up, and one read takes as much of the pile as it has room for.
 */
export class Link {
  #segments: Segment[] = [];
  /** Bytes sent and not yet read. */
  waitingBytes = 0;

  get isEmpty(): boolean {
    return this.#segments.length === 0;
  }

  /** Bytes that may be sent before the window is full; negative when it is overrun. */
  get roomBytes(): number {
    return LINK_WINDOW_BYTES - this.waitingBytes;
  }

  /** What the next read begins with, where it is not just bytes. */
  get nextKind(): BytesKind | undefined {
    return this.#segments[0]?.kind;
  }

  send(bytes: Uint8Array, tag: SegmentTag | undefined, isPiled: boolean, kind?: BytesKind): void {
    if (bytes.length === 0) return;
    this.#segments.push({ bytes, tag, isPiled, kind });
    this.waitingBytes += bytes.length;
  }

  /** The reader stopped: what is under way will have arrived when it reads again. */
  pileUp(): void {
    for (const segment of this.#segments) segment.isPiled = true;
  }

  /** Bytes that the next read of at most `limitBytes` gets. */
  nextReadBytes(limitBytes: number): number {
    let bytes = 0;
    for (const segment of this.#segments) {
      if (bytes > 0 && !segment.isPiled) break;
      bytes += segment.bytes.length;
      if (bytes >= limitBytes) return limitBytes;
    }
    return bytes;
  }

  /** One read: the bytes, and the tags of the segments that it completes. */
  read(limitBytes: number): { bytes: Uint8Array; tags: SegmentTag[] } {
    const [first] = this.#segments;
    // The common case, and the one that need not be cut or joined: one segment that travels alone.
    if (first !== undefined && first.bytes.length <= limitBytes && this.#segments[1]?.isPiled !== true) {
      this.#segments.shift();
      this.waitingBytes -= first.bytes.length;
      return { bytes: first.bytes, tags: first.tag === undefined ? [] : [first.tag] };
    }
    const length = this.nextReadBytes(limitBytes);
    const parts: Uint8Array[] = [];
    const tags: SegmentTag[] = [];
    for (let left = length; left > 0;) {
      const segment = this.#segments[0]!;
      const part = segment.bytes.subarray(0, left);
      parts.push(part);
      left -= part.length;
      if (part.length < segment.bytes.length) segment.bytes = segment.bytes.subarray(part.length);
      else {
        this.#segments.shift();
        if (segment.tag !== undefined) tags.push(segment.tag);
      }
    }
    this.waitingBytes -= length;
    return { bytes: parts.length === 1 ? parts[0]! : Buffer.concat(parts), tags };
  }

  /** Drops what waits: its reader is gone for good. */
  clear(): void {
    this.#segments = [];
    this.waitingBytes = 0;
  }
}
