// What one run did, as data: the only thing oracles read. Events come in the order they happened; the hash of a trace
// covers everything but stack frames, which differ between machines (paths) while the run does not.
import { createHash } from 'node:crypto';
import type { Case, EventId } from './case.ts';

/**
 * An error as it is recorded: no object survives the run. `places` are named stacks the error itself carried; `happenedIn` is the step
 * in which one was taken, of detailed runs only, and only where that is certain.
 */
export type ErrorRecord = {
  name: string;
  code: string;
  message: string;
  frames: string[];
  places: { label: string; frames: string[]; happenedIn?: number }[];
  cause?: ErrorRecord;
};

/** How an error reached the process: thrown, rejected, or as the client's own wish to end it. */
export type UncaughtOrigin = 'exception' | 'rejection' | 'exit';

/** What kind of thing the resource table holds. */
export type ResourceKind = 'socket' | 'timer' | 'immediate' | 'request' | 'session' | 'listener' | 'stream';

/** Parts of a run: the scenario itself, the look for collateral damage, the end, and the drain before the table is read. */
export type PhaseName = 'scenario' | 'probe' | 'dispose' | 'drain';

/** The route of what the gateway could not read as a request. */
export const MALFORMED_ROUTE = 'malformed';

/** Name of the call that the harness makes when all is over: the close of what every plain `fetch` stands on. */
export const CLOSING_GLOBAL = 'closing the global dispatcher';

/** What an answer that was cut ended with. */
export type CutKind = 'reset' | 'fin' | 'stall' | 'malformed';

/**
 * What happened to one exchange on the wire, told by the gateway: the ledger. `text` is what an application makes of an
 * item of the body; `wire` is there when it may also receive the item as it was sent. `said-all`: the application has
 * everything, whether or not the body is complete. `cut`: no more of the answer can be had; with `malformed` more may be on
 * the wire, and is no HTTP. `dubious`: from here on the connection carries what a client may refuse, with this answer and all
 * behind it, or make something of. `unsolicited`: an answer that nobody asked for, and its text.
 */
export type WireEvent =
  | {
      what: 'request';
      method: string;
      path: string;
      authorization: string;
      body: string;
      /** The route hands out fresh tokens. */
      refreshes?: true;
      /** It came through a tunnel: the exchange, a CONNECT, that opened it. */
      tunnel?: number;
    }
  | { what: 'head'; status: number }
  | { what: 'item-begun'; text: string; wire?: string }
  | { what: 'item'; text: string; wire?: string }
  | { what: 'said-all' }
  | { what: 'complete' }
  | { what: 'cut'; how: CutKind }
  | { what: 'dubious' }
  | { what: 'unsolicited'; text: string }
  | { what: 'client-closed'; how: 'fin' | 'reset' };

/**
 * One entry of a trace. `step` is the number of the step it happened in, `ms` virtual time since the case began. Of detailed runs
 * only: `causedIn`, the step that queued the event or armed the timer, 0 where that was before the first; `timers` that are armed.
 */
export type TraceEvent =
  | {
      kind: 'step';
      step: number;
      ms: number;
      event: EventId;
      what: string;
      held?: EventId[];
      causedIn?: number;
      timers?: number;
    }
  | { kind: 'phase'; step: number; ms: number; phase: PhaseName }
  | {
      kind: 'action';
      step: number;
      ms: number;
      do: string;
      cancels: string[];
      prompt: boolean;
      turns?: number;
    }
  | { kind: 'call'; step: number; ms: number; call: string; actor: string }
  | { kind: 'delivered'; step: number; ms: number; call: string; text: string }
  | {
      kind: 'settled';
      step: number;
      ms: number;
      call: string;
      ok: boolean;
      value?: string;
      error?: ErrorRecord;
    }
  | { kind: 'note'; step: number; ms: number; actor: string; text: string }
  | {
      kind: 'wire';
      step: number;
      ms: number;
      exchange: number;
      route: string;
      connection: number;
      call: string;
      event: WireEvent;
    }
  | {
      kind: 'arrived';
      step: number;
      ms: number;
      exchange: number;
      call: string;
      texts: string[];
      complete: boolean;
    }
  | { kind: 'fault'; step: number; ms: number; fault: string; target: string }
  | {
      kind: 'connection';
      step: number;
      ms: number;
      connection: number;
      state: 'connecting' | 'open' | 'refused' | 'closed';
    }
  | { kind: 'closing'; step: number; ms: number; what: string; frames: string[] }
  | { kind: 'session'; step: number; ms: number; session: number; what: 'sends' | 'ends'; call: string }
  | { kind: 'uncaught'; step: number; ms: number; origin: UncaughtOrigin; error: ErrorRecord }
  | { kind: 'violation'; step: number; ms: number; invariant: string; message: string };

/** Something still open when it should not be. `origin` are the frames of its creation, in a detailed run. */
export type OpenResource = { resource: ResourceKind; id: string; what: string; origin: string[] };

/**
 * How the run ended: by itself, at a limit, with an uncaught error, or where the client asked for what is not simulated
 * (nothing after either is judged).
 */
export type TraceEnd = 'completed' | 'crashed' | 'unsupported' | 'step-limit' | 'time-limit';

/**
 * How real activity left the world. `file`: a path was used; waited for, so no harm to the order of events. `unsupported`:
 * something that is not simulated was asked for and refused. `activity`: Node was at work on its own account when nothing
 * was left to happen in the world.
 */
export type EscapeKind = 'file' | 'unsupported' | 'activity';

/** Real activity that left the world. `origin`: the client's frames that led to it, none when it was only seen later. */
export type Escape = { kind: EscapeKind; what: string; origin: string[] };

/** One run: its case, its events, what was left, and whether the process is fit for another case. */
export type Trace = {
  case: Case;
  end: TraceEnd;
  events: TraceEvent[];
  /** Calls that never settled, in the order they were made, with the phase that waited for them. */
  pending: { call: string; phase: PhaseName }[];
  /** Answers that stood still at the end of the scenario, until somebody asks a route; no part of the trace hash. */
  halted?: { call: string; route: string }[];
  open: OpenResource[];
  steps: number;
  virtualMs: number;
  /** Real activity that left the world; no part of the trace hash. */
  escapes: Escape[];
};

/** An event without its place, which whoever records it adds. */
export type TraceEntry = TraceEvent extends infer E
  ? E extends TraceEvent
    ? Omit<E, 'step' | 'ms'>
    : never
  : never;

/** The trace hash: 16 hex digits of SHA-256 over everything but frames and what else only a detailed run records. */
export function hashTrace(trace: Trace): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([trace.case, trace.end, trace.pending, trace.steps, trace.virtualMs]));
  hash.update(JSON.stringify(trace.events.filter(isAlwaysRecorded), omitDetails));
  hash.update(JSON.stringify(trace.open, omitDetails));
  return hash.digest('hex').slice(0, 16);
}

/** True when all that the case injects happened: every fault struck, and every action was carried out. */
export function hasApplied({ case: kase, events }: Pick<Trace, 'case' | 'events'>): boolean {
  const happened = new Set(
    events.flatMap((event) => {
      if (event.kind === 'fault') return [`${event.fault} ${event.target}`];
      return event.kind === 'action' ? [`do ${event.do}`] : [];
    }),
  );
  return (
    kase.faults.every(({ kind, on }) => happened.has(`${kind} ${on}`)) &&
    kase.actions.every((action) => happened.has(`do ${action.do}`))
  );
}

/**
 * One line per step: time, event, what it was, and a hash of everything recorded in it. Two traces of one case can be
 * compared by these lines alone, and the first that differs names the step where they part.
 */
export function listSteps(trace: Trace): string[] {
  const lines: string[] = [];
  let header = 'before the first step';
  let inside: TraceEvent[] = [];
  const flush = (): void => {
    const hash = createHash('sha256').update(JSON.stringify(inside, omitDetails)).digest('hex').slice(0, 8);
    lines.push(`${header} ~${hash}`);
    inside = [];
  };
  for (const event of trace.events) {
    if (event.kind === 'step') {
      flush();
      header = `${event.ms} ms ${event.event} ${event.what}`;
    }
    if (isAlwaysRecorded(event)) inside.push(event);
  }
  flush();
  return lines;
}

/** One line per event, frames left out: what two runs have in common can be told by them, and where they part. */
export function listLines({ events }: Pick<Trace, 'events'>): string[] {
  return events.filter(isAlwaysRecorded).map((event) => JSON.stringify(event, omitDetails));
}

function isAlwaysRecorded(event: TraceEvent): boolean {
  return event.kind !== 'closing';
}

const DETAILS = new Set(['frames', 'origin', 'causedIn', 'timers', 'happenedIn']);

function omitDetails(key: string, value: unknown): unknown {
  return DETAILS.has(key) ? undefined : value;
}
