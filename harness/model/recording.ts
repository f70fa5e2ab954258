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

/** A part of a run behind which nothing is needed. */
export type RunPart = 'probe' | 'dispose';

/** What an invariant that was broken reads of a run: no more than a script sees. */
export type InvariantReading = {
  /** Kinds of events (`settled`, `wire request`). */
  kinds: string[];
  /** It asks when things happened. */
  isTimed: boolean;
  readsCase: boolean;
  /** What it said. */
  message: string;
  /** It says the same of the run up to there; undefined: it has to be over. */
  before: RunPart | undefined;
};

/** A run, the finding it shows, and the gateway's side of it. */
export type Recording = {
  trace: Trace;
  finding: Finding;
  /** Where the finding is a broken invariant. */
  invariant?: InvariantReading;
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
