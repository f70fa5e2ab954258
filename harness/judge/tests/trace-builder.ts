// A few words per event → a trace as a run would have left it, for tests of oracles. Time and steps move only with `at`.
import { naturalCase } from '../../model/case.ts';
import type {
  CutKind,
  ErrorRecord,
  OpenResource,
  PhaseName,
  Trace,
  TraceEnd,
  TraceEvent,
  WireEvent,
} from '../../model/trace.ts';

type Entry = TraceEvent extends infer E ? (E extends TraceEvent ? Omit<E, 'step' | 'ms'> : never) : never;

/** An error as a trace holds it. */
export function errorRecord(
  code: string,
  message = 'it broke',
  more: Partial<ErrorRecord> = {},
): ErrorRecord {
  return { name: 'Error', code, message, frames: [], places: [], ...more };
}

/** Builds one trace. Words about the wire speak of the exchange that was requested last, unless told which. */
export class TraceBuilder {
  readonly #events: TraceEvent[] = [];
  readonly #pending: Trace['pending'] = [];
  readonly #open: OpenResource[] = [];
  #connection = 0;
  readonly #exchanges: { route: string; connection: number; call: string }[] = [];
  #end: TraceEnd = 'completed';
  #step = 0;
  #ms = 0;

  /** A new step at that virtual time. */
  at(ms: number): this {
    this.#ms = ms;
    this.#step++;
    return this.#add({ kind: 'step', event: `timer#${this.#step}`, what: 'timer' });
  }

  phase(phase: PhaseName): this {
    return this.#add({ kind: 'phase', phase });
  }

  call(call: string, actor = call): this {
    return this.#add({ kind: 'call', call, actor });
  }

  succeeds(call: string, value?: string): this {
    return this.#add({ kind: 'settled', call, ok: true, ...(value === undefined ? {} : { value }) });
  }

  fails(call: string, error: ErrorRecord): this {
    return this.#add({ kind: 'settled', call, ok: false, error });
  }

  delivers(call: string, text: string): this {
    return this.#add({ kind: 'delivered', call, text });
  }

  /** An action that gives up the calls of `actor`. */
  cancels(actor: string, prompt = true): this {
    return this.#add({ kind: 'action', do: `cancel ${actor}`, cancels: [actor], prompt });
  }

  fault(fault: string, target = 'route#0'): this {
    return this.#add({ kind: 'fault', fault, target });
  }

  connecting(connection = 0): this {
    return this.#add({ kind: 'connection', connection, state: 'connecting' });
  }

  closing(what: string, frames: string[]): this {
    return this.#add({ kind: 'closing', what, frames });
  }

  /** A session told what it does. */
  session(session: number, what: 'sends' | 'ends', call = ''): this {
    return this.#add({ kind: 'session', session, what, call });
  }

  /** A request of `call`: the next exchange. */
  request(
    call: string,
    route = 'route',
    more: { method?: string; authorization?: string; refreshes?: true } = {},
  ): this {
    this.#exchanges.push({ route, connection: this.#connection, call });
    return this.#wire({
      what: 'request',
      method: 'GET',
      path: `/${route}`,
      authorization: '',
      body: '',
      ...more,
    });
  }

  /** Requests from here on come on that connection. */
  on(connection: number): this {
    this.#connection = connection;
    return this;
  }

  head(status = 200, exchange?: number): this {
    return this.#wire({ what: 'head', status }, exchange);
  }

  item(text: string, exchange?: number): this {
    return this.#wire({ what: 'item', text }, exchange);
  }

  begins(text: string, exchange?: number): this {
    return this.#wire({ what: 'item-begun', text }, exchange);
  }

  /** An item that the application may also receive as it is on the wire. */
  readable(text: string, wire: string): this {
    return this.#wire({ what: 'item', text, wire });
  }

  readableBegins(text: string, wire: string): this {
    return this.#wire({ what: 'item-begun', text, wire });
  }

  saidAll(): this {
    return this.#wire({ what: 'said-all' });
  }

  complete(exchange?: number): this {
    return this.#wire({ what: 'complete' }, exchange);
  }

  cut(how: CutKind, exchange?: number): this {
    return this.#wire({ what: 'cut', how }, exchange);
  }

  /** From here on the client may refuse what is on the connection. */
  dubious(exchange?: number): this {
    return this.#wire({ what: 'dubious' }, exchange);
  }

  /** An answer that nobody asked for. */
  unsolicited(text: string, exchange?: number): this {
    return this.#wire({ what: 'unsolicited', text }, exchange);
  }

  clientClosed(exchange?: number): this {
    return this.#wire({ what: 'client-closed', how: 'fin' }, exchange);
  }

  /** A request that is answered whole, with these items. */
  serves(call: string, ...texts: string[]): this {
    this.request(call).head();
    for (const text of texts) this.item(text);
    return this.complete();
  }

  /** Items reached the client's socket. */
  arrives(call: string, texts: string[], complete = false): this {
    return this.#add({ kind: 'arrived', exchange: this.#exchanges.length - 1, call, texts, complete });
  }

  /** An error reached the process: the run ends. */
  uncaught(error: ErrorRecord, origin: 'exception' | 'rejection' = 'exception'): this {
    this.#end = 'crashed';
    return this.#add({ kind: 'uncaught', origin, error });
  }

  neverSettles(call: string, phase: PhaseName = 'scenario'): this {
    this.#pending.push({ call, phase });
    return this;
  }

  leavesOpen(resource: OpenResource['resource'], what: string, origin: string[] = [], id = what): this {
    this.#open.push({ resource, id, what, origin });
    return this;
  }

  endsAt(end: TraceEnd): this {
    this.#end = end;
    return this;
  }

  build(): Trace {
    return {
      case: naturalCase('test', 'default'),
      end: this.#end,
      events: this.#events,
      pending: this.#pending,
      open: this.#open,
      steps: this.#step,
      virtualMs: this.#ms,
      escapes: [],
    };
  }

  #wire(event: WireEvent, exchange = this.#exchanges.length - 1): this {
    return this.#add({ kind: 'wire', exchange, ...this.#exchanges[exchange]!, event });
  }

  #add(entry: Entry): this {
    this.#events.push({ ...entry, step: this.#step, ms: this.#ms });
    return this;
  }
}

/** A trace from its beginning: the scenario phase. */
export function run(): TraceBuilder {
  return new TraceBuilder().phase('scenario');
}
