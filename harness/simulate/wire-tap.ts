// What the gateway puts on its connections → whoever asks for the bytes. It looks on and changes nothing: a run that is
// tapped has the trace of one that is not.
import type { RecordedWrite } from '../model/recording.ts';

const NOTHING = new Uint8Array();

let listener: ((write: RecordedWrite) => void) | undefined;

/** From now on `onWrite` is told what the gateway does; undefined ends it. */
export function tapWire(onWrite: ((write: RecordedWrite) => void) | undefined): void {
  listener = onWrite;
}

/** The gateway did something in step number `step`. For the connections. */
export function noteWrite(
  connection: number,
  step: number,
  what: RecordedWrite['what'],
  bytes: Uint8Array = NOTHING,
): void {
  listener?.({ step, connection, what, bytes });
}
