// A recording → what a script has to do, each thing with the moments it waits for. What the client does by itself is not
// done, only waited for; the order of the cues is that of the trace.
import type { Injection } from '../model/case.ts';
import type { Recording, RecordedWrite, RunPart } from '../model/recording.ts';
import { splitEventId } from '../model/split-event-id.ts';
import type { PhaseName, TraceEvent } from '../model/trace.ts';
import { kindOf } from './read-invariant.ts';
import { scriptMs } from './idle-tail.ts';
import { listPieces, type Pieces } from './list-pieces.ts';

/**
 * What is done at a cue. `cut` names how the server ends a connection; a `phase` cancels first who would
 * wait for ever; `see` puts down what the server does, for an invariant to read.
 */
type Deed =
  | { do: 'start'; actor: string }
  | { do: 'answer-lookup' }
  | { do: 'let-connect'; connection: number }
  | { do: 'send'; connection: number; bytes: Uint8Array }
  | { do: 'cut'; connection: number; how: 'end' | 'close' | 'reset' }
  | { do: 'inject'; name: string }
  | { do: 'see'; kind: string; event: object }
  | { do: 'phase'; phase: PhaseName; cancels: string[] };

/** One thing to do: when all of `moments` have happened, and `turns` or `afterMs` later where given. */
export type Cue = { moments: string[]; deed: Deed; turns?: number; afterMs?: number };

/** A recording as a script plays it. */
export type Plan = {
  cues: Cue[];
  /** The moment of what is done last. */
  last: string;
  pieces: Pieces;
  /** Connects that do not just succeed. */
  connects: Map<number, 'waits' | 'refused'>;
  /** Virtual milliseconds that it takes. */
  virtualMs: number;
  needs: { timers: boolean; immediates: boolean };
  /** What comes right before each timer. */
  timersAfter: Map<string, string>;
};

/**
 * How a plan is made: `isTimed` keeps the gateway's waits, else it goes on as soon as its turn has come; `before` is the
 * part of the run that is left out with all behind it; of the server's doings those of the kinds `seen` are put down.
 */
export type PlanOptions = {
  untilStep: number;
  isTimed: boolean;
  before: RunPart | undefined;
  seen?: readonly string[];
};

type Step = TraceEvent & { kind: 'step' };

/** Plans what is to be done up to step `untilStep`. */
export function planCues(recording: Recording, options: PlanOptions): Plan {
  return new Planner(recording, options).plan();
}

class Planner {
  readonly #recording: Recording;
  readonly #options: PlanOptions;
  readonly #pieces: Pieces;
  readonly #cues: Cue[] = [];
  readonly #connects: Plan['connects'] = new Map();
  /** The moment that happened last, as of the step that is looked at, and when it did. */
  #last = 'begin';
  #lastDone = 'begin';
  #lastMs = 0;
  /** The same at the end of each step, by its number. */
  readonly #momentAt = new Map<number, string>();
  readonly #timers = new Map<string, number>();
  readonly #timersAfter = new Map<string, string>();
  readonly #firedDelayed = new Set<Injection>();
  /** The last piece of each connection that the client has read, and what some cue waits for already. */
  readonly #lastRead = new Map<number, string>();
  readonly #awaited = new Set<string>();

  constructor(recording: Recording, options: PlanOptions) {
    this.#recording = recording;
    this.#options = options;
    this.#pieces = listPieces(recording, options.before);
  }

  plan(): Plan {
    const { events } = this.#recording.trace;
    const { untilStep } = this.#options;
    this.#readConnects();
    let endMs = 0;
    /** What is left is looked at a while after the last thing that was done on purpose. */
    let lastDone: string | undefined;
    for (const event of events) {
      if (event.step > untilStep) break;
      endMs = event.ms;
      if (event.kind === 'phase' && event.phase === 'drain') lastDone = this.#lastDone;
      if (event.kind === 'phase' && (event.phase === 'probe' || event.phase === 'dispose')) {
        const { phase } = event;
        if (phase === this.#options.before) break;
        const cancels = phase === 'dispose' ? this.#listCancelledAtEnd() : [];
        this.#do({ do: 'phase', phase, cancels }, event.ms, `start ${phase}`);
      }
      if (event.kind === 'step') this.#readStep(event);
      else this.#show(event);
    }
    const used = this.#cues.flatMap(({ moments }) => moments);
    const uses = (label: string): boolean => used.some((name) => name.startsWith(`${label} `));
    return {
      cues: this.#cues,
      last: lastDone ?? this.#lastDone,
      pieces: this.#pieces,
      connects: this.#connects,
      virtualMs: Math.min(endMs, scriptMs(this.#recording.trace, this.#options.before)),
      timersAfter: this.#timersAfter,
      needs: { timers: uses('timer'), immediates: uses('immediate') },
    };
  }

  /** What nobody but the server knows of. */
  #show(event: TraceEvent): void {
    if (this.#options.seen?.includes(kindOf(event)) !== true) return;
    const moments = [this.#last];
    if (event.kind === 'fault')
      this.#cues.push({
        moments,
        deed: { do: 'see', kind: 'fault', event: { fault: event.fault, target: event.target } },
      });
    else if (event.kind === 'wire' && event.event.what !== 'request')
      this.#cues.push({
        moments,
        deed: {
          do: 'see',
          kind: 'wire',
          event: { call: event.call, route: event.route, event: event.event },
        },
      });
  }

  /** Calls that the harness itself gave up before the end, because they would have waited for ever. */
  #listCancelledAtEnd(): string[] {
    const { events } = this.#recording.trace;
    const end = events.findIndex((event) => event.kind === 'phase' && event.phase === 'dispose');
    const rest = events.slice(end);
    const begun = rest.findIndex((event) => event.kind === 'call');
    const names: string[] = [];
    for (const event of rest.slice(0, begun < 0 ? undefined : begun))
      if (event.kind === 'action') names.push(...event.cancels);
    return names;
  }

  /** Slow and refused connects, and those that never came to an end. */
  #readConnects(): void {
    for (const event of this.#recording.trace.events) {
      if (event.kind !== 'connection') continue;
      if (event.state === 'connecting') this.#connects.set(event.connection, 'waits');
      else if (event.state === 'refused') this.#connects.set(event.connection, 'refused');
      else if (event.state === 'open' && !this.#isSlow(event.connection))
        this.#connects.delete(event.connection);
    }
  }

  #isSlow(connection: number): boolean {
    const { faults, schedule } = this.#recording.trace.case;
    return (
      faults.some(({ kind, on }) => kind === 'slow-connect' && on === `connection#${connection}`) ||
      schedule.some(({ hold }) => hold === `c${connection}:connect#0`)
    );
  }

  #readStep(step: Step): void {
    const { lane, ordinal } = splitEventId(step.event);
    const [, id, rest] = /^c(\d+)(.*)$/.exec(lane) ?? [];
    if (lane.startsWith('actor:')) {
      const actor = lane.slice('actor:'.length);
      this.#do({ do: 'start', actor }, step.ms, `start ${actor}`);
    } else if (lane === 'dns') this.#do({ do: 'answer-lookup' }, step.ms, `lookup ${ordinal}`);
    else if (lane === 'immediate') this.#happens(`immediate ${ordinal}`, step.ms);
    else if (lane === 'timer') this.#happens(this.#nameTimer(step.what), step.ms);
    else if (id !== undefined) this.#readConnection(step, Number(id), rest!);
    else if (lane === 'inject') this.#injectDelayed(step);
    this.#writeUnread(step);
    for (const injection of this.#recording.trace.case.actions)
      if (injection.at === step.event && injection.afterMs === undefined) this.#inject(injection, step.ms);
    this.#momentAt.set(step.step, this.#last);
  }

  /** Timers are counted by the functions that they call: how often a client looks at its clock is left to real time. */
  #nameTimer(what: string): string {
    const nth = this.#timers.get(what) ?? 0;
    this.#timers.set(what, nth + 1);
    const name = what === 'timer' ? `timer ${nth}` : `timer ${what} ${nth}`;
    this.#timersAfter.set(name, this.#last);
    return name;
  }

  #readConnection(step: Step, connection: number, rest: string): void {
    if (rest === ':connect') {
      if (this.#connects.get(connection) === 'waits')
        this.#do({ do: 'let-connect', connection }, step.ms, `connect ${connection}`);
      else this.#happens(`connect ${connection}`, step.ms);
    } else if (rest === ':close') this.#happens(`closed ${connection}`, step.ms);
    else if (rest === '>' || rest === '<') {
      const piece = this.#pieces.byStep.get(step.step)!;
      if (rest === '<') {
        const enabler = this.#momentAt.get(piece.sentStep);
        if (piece.bytes !== undefined)
          this.#do({ do: 'send', connection, bytes: piece.bytes }, step.ms, piece.name, enabler);
        else this.#do({ do: 'cut', connection, how: piece.cut! }, step.ms, piece.name, enabler);
      } else this.#happens(piece.name, step.ms);
    }
  }

  /** What the client never reads is written when the gateway wrote it. */
  #writeUnread(step: Step): void {
    for (const { connection, what, bytes } of this.#pieces.unread.get(step.step) ?? ([] as RecordedWrite[]))
      this.#cue(
        what === 'bytes' ? { do: 'send', connection, bytes } : { do: 'cut', connection, how: what },
        step.ms,
      );
  }

  #inject(injection: Injection, atMs: number): void {
    const { do: name, turns } = injection;
    if (turns === undefined) this.#do({ do: 'inject', name }, atMs, name);
    else {
      this.#cues.push({ moments: [this.#last], deed: { do: 'inject', name }, turns });
      this.#lastDone = name;
    }
  }

  #injectDelayed(step: Step): void {
    const { actions } = this.#recording.trace.case;
    const injection = actions.find(
      (candidate) =>
        candidate.afterMs !== undefined && candidate.do === step.what && !this.#firedDelayed.has(candidate),
    );
    if (injection === undefined) return;
    this.#firedDelayed.add(injection);
    const afterMs = step.ms - this.#lastMs;
    this.#cues.push({
      moments: [this.#last],
      deed: { do: 'inject', name: injection.do },
      ...(afterMs > 0 ? { afterMs } : {}),
    });
    this.#happens(injection.do, step.ms);
    this.#lastDone = injection.do;
  }

  #do(deed: Deed, atMs: number, name: string, enabler?: string): void {
    this.#cue(deed, atMs, enabler, name);
    this.#happens(name, atMs);
    this.#lastDone = name;
  }

  #cue(deed: Deed, atMs: number, enabler?: string, piece?: string): void {
    // What is written before the last piece was read would be read with it.
    const read = 'connection' in deed ? this.#lastRead.get(deed.connection) : undefined;
    const before = read === undefined || this.#awaited.has(read) ? [] : [read];
    const moments = [...new Set([...(enabler === undefined ? [] : [enabler]), ...before, this.#last])];
    for (const name of moments) this.#awaited.add(name);
    if (deed.do === 'send' && piece !== undefined) this.#lastRead.set(deed.connection, piece);
    const waitMs = this.#options.isTimed && deed.do !== 'start' ? atMs - this.#lastMs : 0;
    this.#cues.push({ moments, deed, ...(waitMs > 0 ? { afterMs: waitMs } : {}) });
  }

  #happens(name: string, atMs: number): void {
    this.#last = name;
    this.#lastMs = atMs;
  }
}
