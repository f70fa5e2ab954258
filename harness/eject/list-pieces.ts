// What a gateway wrote and what was read of it → the pieces in which either end reads, each with its bytes, its name, and the
// step in which it had been written whole.
import type { Recording, RecordedWrite, RunPart } from '../model/recording.ts';
import type { TraceEvent } from '../model/trace.ts';

/** What one read gets: bytes, or a way in which the connection is ended. Of the gateway's reads only the name is known. */
type Piece = {
  name: string;
  bytes: Uint8Array | undefined;
  cut: 'end' | 'close' | 'reset' | undefined;
  sentStep: number;
};

/** The pieces of a run. */
export type Pieces = {
  /** By the number of the step that reads it. */
  byStep: Map<number, Piece>;
  /** Bytes in all at the end of each piece, by connection: of what the gateway reads, and of what the client does. */
  requests: Map<number, number[]>;
  reads: Map<number, number[]>;
  /** What was written and never read, by the step in which it was. */
  unread: Map<number, RecordedWrite[]>;
};

/** Lists the pieces of a run, of which only what comes before `before` is played. */
export function listPieces({ trace, writes }: Recording, before?: RunPart): Pieces {
  const pieces: Pieces = { byStep: new Map(), requests: new Map(), reads: new Map(), unread: new Map() };
  const left = new Map<number, RecordedWrite[]>();
  for (const write of writes) left.set(write.connection, [...(left.get(write.connection) ?? []), write]);
  const lastRead = new Map<number, number>();
  for (const event of trace.events) {
    if (event.kind !== 'step') continue;
    const [, id, direction] = /^c(\d+)([<>])#/.exec(event.event) ?? [];
    if (id === undefined) continue;
    const connection = Number(id);
    if (direction === '<') lastRead.set(connection, event.step);
    const size = /^(\d+) bytes$/.exec(event.what)?.[1];
    if (size !== undefined) {
      const ends = direction === '>' ? pieces.requests : pieces.reads;
      const so = ends.get(connection) ?? [];
      ends.set(connection, so);
      const name = `${direction === '>' ? 'request' : 'read'} ${connection}.${so.length}`;
      so.push((so.at(-1) ?? 0) + Number(size));
      const taken =
        direction === '>' ? undefined : takeBytes(left.get(connection) ?? [], Number(size), event.step);
      pieces.byStep.set(event.step, {
        name,
        bytes: taken?.bytes,
        cut: undefined,
        sentStep: taken?.sentStep ?? 0,
      });
    } else if (direction === '>')
      pieces.byStep.set(event.step, { name: `left ${id}`, bytes: undefined, cut: undefined, sentStep: 0 });
    else {
      const isEnd = event.what === 'FIN';
      const queue = left.get(connection) ?? [];
      const at = queue.findIndex(({ what, step }) => what !== 'bytes' && step <= event.step);
      const [cut] = at < 0 ? [] : queue.splice(at, 1);
      pieces.byStep.set(event.step, {
        name: `${isEnd ? 'end' : 'reset'} ${id}`,
        bytes: undefined,
        cut:
          isEnd && cut?.what === 'reset'
            ? 'close'
            : ((cut?.what as Piece['cut']) ?? (isEnd ? 'end' : 'reset')),
        sentStep: cut?.step ?? 0,
      });
      if (!isEnd) left.delete(connection);
    }
  }
  // What was still under way when the process ended would have been read next.
  if (trace.end === 'crashed') return pieces;
  const end = trace.events.findIndex((event) => event.kind === 'phase' && event.phase === before);
  const played = end < 0 ? trace.events : trace.events.slice(0, end);
  for (const [connection, queue] of left)
    for (const write of queue) {
      // Behind whatever is read of the same connection.
      const step = Math.max(write.step, lastRead.get(connection) ?? 0);
      if (!isClosed(played, write.connection))
        pieces.unread.set(step, [...(pieces.unread.get(step) ?? []), write]);
    }
  return pieces;
}

/** Takes that many bytes off the front of what was written. */
function takeBytes(
  queue: RecordedWrite[],
  size: number,
  byStep: number,
): { bytes: Uint8Array; sentStep: number } {
  const parts: Uint8Array[] = [];
  let sentStep = 0;
  for (let missing = size; missing > 0;) {
    const first = queue[0];
    if (first === undefined || first.what !== 'bytes' || first.step > byStep) break;
    const part = first.bytes.subarray(0, missing);
    parts.push(part);
    missing -= part.length;
    sentStep = first.step;
    if (part.length === first.bytes.length) queue.shift();
    else queue[0] = { ...first, bytes: first.bytes.subarray(part.length) };
  }
  return { bytes: Buffer.concat(parts), sentStep };
}

/** True when the client closes the connection: what it has not read by then it never had. */
function isClosed(events: readonly TraceEvent[], connection: number): boolean {
  return events.some(
    (event) => event.kind === 'connection' && event.connection === connection && event.state === 'closed',
  );
}
