// A run and the invariant that it breaks → what of the run the invariant reads: a script shows it no more than that, and only
// what a script can see. That it says the same of so little is tried here, on the run itself.
import { sentenceList } from './literal.ts';
import { notEjectable } from './not-ejectable.ts';
import type { InvariantReading, RunPart } from '../model/recording.ts';
import type { Trace, TraceEvent } from '../model/trace.ts';

type Invariant = (trace: Trace) => string | undefined;

/** What a script sees of an event, by its kind; of `wire`, whatever the server itself does, and whole requests. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  note: ['actor', 'text', 'ms'],
  call: ['call', 'actor', 'ms'],
  delivered: ['call', 'text', 'ms'],
  settled: ['call', 'ok', 'value', 'ms'],
  action: ['do', 'cancels', 'prompt', 'ms'],
  fault: ['fault', 'target', 'ms'],
  wire: ['call', 'route', 'event', 'ms'],
};

/** Its own properties that say which kind of thing it is. */
const TAGS: ReadonlySet<PropertyKey> = new Set(['kind', 'what']);

/** Parts of a trace besides its events that are known beforehand, or are the time. */
const KNOWN: ReadonlySet<PropertyKey> = new Set(['events', 'case', 'end', 'virtualMs']);

/** Reads it. Throws ERR_NOT_EJECTABLE for one that asks for more than a script sees. */
export function readInvariant(name: string, invariant: Invariant, trace: Trace): InvariantReading {
  const spy = new Spy(trace);
  const message = invariant(spy.trace);
  if (message === undefined) throw notEjectable(`"${name}" does not always say the same of the same run.`);
  if (spy.unseen.size > 0)
    throw notEjectable(
      `"${name}" reads ${sentenceList([...spy.unseen].toSorted())} of a run, which a script does not see.`,
    );
  const reading = {
    kinds: [...spy.kinds].toSorted(),
    isTimed: spy.isTimed,
    readsCase: spy.readsCase,
    message,
  };
  const says = (before: RunPart | undefined): boolean => {
    const said = invariant(reduce(trace, reading.kinds, before));
    return said !== undefined && withoutTimes(said, reading) === withoutTimes(message, reading);
  };
  if (!says(undefined))
    throw notEjectable(`"${name}" says something else of a run of which it is shown what a script sees.`);
  const before = (['probe', 'dispose'] as const).find(says);
  return { ...reading, before };
}

/** The message, without the numbers where they may be times: those are never the same twice. */
function withoutTimes(message: string, { isTimed }: Pick<InvariantReading, 'isTimed'>): string {
  return isTimed ? message.replaceAll(/\d+/g, '#') : message;
}

/** Which kind of thing an event is: `settled`, `wire request`. */
export function kindOf(event: TraceEvent): string {
  return event.kind === 'wire' ? `wire ${event.event.what}` : event.kind;
}

/** The run as a script sees it, up to a part. */
function reduce(trace: Trace, kinds: readonly string[], before: RunPart | undefined): Trace {
  const at = trace.events.findIndex((event) => event.kind === 'phase' && event.phase === before);
  const events = (at < 0 ? trace.events : trace.events.slice(0, at))
    .filter((event) => kinds.includes(kindOf(event)))
    .map((event) => {
      const fields = Object.entries(event).filter(([key]) => FIELDS[event.kind]!.includes(key));
      return { kind: event.kind, ...Object.fromEntries(fields) } as TraceEvent;
    });
  const virtualMs = trace.events[at]?.ms ?? trace.virtualMs;
  return { case: trace.case, end: trace.end, events, virtualMs } as Trace;
}

/** A trace that notes what is asked of it. */
class Spy {
  readonly trace: Trace;
  /** Kinds of events of which more is asked than which they are. */
  readonly kinds = new Set<string>();
  /** What is asked that no script sees. */
  readonly unseen = new Set<string>();
  isTimed = false;
  readsCase = false;

  constructor(trace: Trace) {
    const events = trace.events.map((event) => this.#watchEvent(event));
    this.trace = watch({ ...trace, events }, (key) => {
      if (!KNOWN.has(key)) this.unseen.add(`"${String(key)}"`);
      this.isTimed ||= key === 'virtualMs';
      this.readsCase ||= key === 'case';
    });
  }

  #watchEvent(event: TraceEvent): TraceEvent {
    const kind = kindOf(event);
    const see = (key: PropertyKey): void => {
      if (FIELDS[event.kind]?.includes(String(key)) !== true || kind === 'wire client-closed')
        this.unseen.add(`"${String(key)}" of "${kind}"`);
      this.isTimed ||= key === 'ms';
      this.kinds.add(kind);
    };
    if (event.kind !== 'wire') return watch(event, see);
    const inner = watch(event.event, see.bind(undefined, 'event'));
    // Whose it is, is asked of every one, until it is known to be of the right kind.
    return watch({ ...event, event: inner }, (key) => {
      if (!['call', 'route', 'event'].includes(String(key))) see(key);
    });
  }
}

function watch<T extends object>(target: T, see: (key: PropertyKey) => void): T {
  return new Proxy(target, {
    get: (object, key) => {
      if (!TAGS.has(key)) see(key);
      return Reflect.get(object, key) as unknown;
    },
  });
}
