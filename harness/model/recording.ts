// One run of a failing case with what the gateway put on the wire, as data: all that a script needs which is to do the
// same over loopback.
import type { Finding } from './finding.ts';
import type { Trace } from './trace.ts';

/** One thing that the gateway did to a connection. `step` is the number of the step it did it in. */
export type RecordedWrite = {
  step: number;
  connection: number;
  what: 'bytes' | 'end' | 'close' | 'reset';
  bytes: Uint8Array;
};

/** A run, the finding it shows, and the gateway's side of it. */
export type Recording = {
  trace: Trace;
  finding: Finding;
  writes: RecordedWrite[];
  /** The gateway spoke TLS. */
  isSecure: boolean;
  /** Names of the scenario's actors, in their order. */
  actors: string[];
  hasProbe: boolean;
  hasDispose: boolean;
  /** Parameters of the variant; undefined when they are no plain data. */
  params: unknown;
};
