// A trace → what oracles ask of it: calls, exchanges, deliveries and cancellations, each with where it happened.
// Derived from the trace alone; the same trace always gives the same view.
import {
  CLOSING_GLOBAL,
  type CutKind,
  type ErrorRecord,
  type Trace,
  type TraceEvent,
  type WireEvent,
} from '../model/trace.ts';

type Settled = TraceEvent & { kind: 'settled' };

/** Where something happened: index in the trace, step, virtual time. */
export type Moment = { index: number; step: number; ms: number };

/** One call of an actor, from its start to how it settled. */
export type CallView = {
  name: string;
  actor: string;
  started: Moment;
  settled: (Moment & { ok: boolean; value: string | undefined; error: ErrorRecord | undefined }) | undefined;
  /** The first action that gave the call up; calls so marked may fail. */
  cancelled: (Moment & { action: string }) | undefined;
  /** The first action that has to end the call promptly; not before the call itself began. */
  cancelledPromptly: (Moment & { action: string }) | undefined;
  delivered: (Moment & { text: string })[];
};

/** One request and its answer as the gateway's ledger tells it. */
export type ExchangeView = {
  id: number;
  route: string;
  connection: number;
  call: string;
  requested: Moment;
  authorization: string;
  /** A client asked a proxy for a tunnel: nobody's call, whoever waits for it. */
  isTunnel: boolean;
  /** Asked for a fresh token. */
  refreshes: boolean;
  status: number | undefined;
  texts: string[];
  /** The item of which a part is on the wire, '' for none. */
  begun: string;
  /** The same as it is on the wire, where an application may receive it so. */
  wires: string[];
  begunWire: string;
  /** The application has everything, whether or not the body is complete. */
  saidAll: Moment | undefined;
  completed: Moment | undefined;
  cut: (Moment & { how: CutKind }) | undefined;
  /** From here on the client may refuse this answer and whatever comes behind it on the connection. */
  dubious: Moment | undefined;
  /** Text of the answer that came behind this one though nobody had asked for it. */
  unsolicited: string | undefined;
  /** The last of it that the client read, whatever it was. */
  arrived: Moment | undefined;
  /** The client read it to its end. */
  readWhole: Moment | undefined;
  clientClosed: Moment | undefined;
};

/** The whole run as oracles see it. */
export type RunView = {
  trace: Trace;
  calls: CallView[];
  exchanges: ExchangeView[];
  faults: { kind: string; target: string; at: Moment }[];
  /** Which session carried a request of which call, where the subject tells. */
  sends: { session: number; call: string; at: Moment }[];
  /** When the subject had been told to end and had said that it did; undefined when the scenario has no end. */
  disposed: Moment | undefined;
};

/** Calls the harness itself makes; nobody's promises. */
export const HARNESS_CALLS: ReadonlySet<string> = new Set(['dispose', CLOSING_GLOBAL]);

/** True when the exchange may be the call's: the ledger names the call itself, its actor, or a call made inside of it. */
export function isOwn(
  exchange: Pick<ExchangeView, 'call'> & { isTunnel?: boolean },
  { name, actor }: Pick<CallView, 'name' | 'actor'>,
): boolean {
  if (exchange.isTunnel === true) return false;
  return exchange.call === name || exchange.call === actor || exchange.call.startsWith(`${name}.`);
}

/** True when the exchange, or one before it on its connection, was answered with what a client may refuse. */
export function isPoisoned({ exchanges }: RunView, { connection, id }: ExchangeView): boolean {
  return exchanges.some(
    (other) => other.dubious !== undefined && other.connection === connection && other.id <= id,
  );
}

/** Builds the view of a trace. */
export function viewRun(trace: Trace): RunView {
  const calls = new Map<string, CallView>();
  const exchanges = new Map<number, ExchangeView>();
  const cancels = new Map<string, CallView['cancelled']>();
  const promptCancels = new Map<string, CallView['cancelled']>();
  const view: RunView = { trace, calls: [], exchanges: [], faults: [], sends: [], disposed: undefined };
  for (let index = 0; index < trace.events.length; index++) {
    const event = trace.events[index]!;
    // Most of a trace, and nothing that oracles ask for here.
    if (event.kind === 'step') continue;
    const at: Moment = { index, step: event.step, ms: event.ms };
    if (event.kind === 'call') {
      const call: CallView = {
        name: event.call,
        actor: event.actor,
        started: at,
        settled: undefined,
        // A cancellation that came before the call was made is the call's as well.
        cancelled: cancels.get(event.actor),
        // It can settle promptly only from here on.
        cancelledPromptly: promptCancels.has(event.actor)
          ? { ...at, action: promptCancels.get(event.actor)!.action }
          : undefined,
        delivered: [],
      };
      calls.set(event.call, call);
      view.calls.push(call);
    } else if (event.kind === 'settled') settle(calls.get(event.call), event, at, view);
    else if (event.kind === 'delivered') calls.get(event.call)?.delivered.push({ ...at, text: event.text });
    else if (event.kind === 'action') {
      const cancelled = { ...at, action: event.do };
      for (const actor of event.cancels) {
        if (!cancels.has(actor)) cancels.set(actor, cancelled);
        if (event.prompt && !promptCancels.has(actor)) promptCancels.set(actor, cancelled);
      }
      for (const call of view.calls) {
        if (!event.cancels.includes(call.actor) || call.settled !== undefined) continue;
        call.cancelled ??= cancelled;
        if (event.prompt) call.cancelledPromptly ??= cancelled;
      }
    } else if (event.kind === 'fault') view.faults.push({ kind: event.fault, target: event.target, at });
    else if (event.kind === 'session') {
      if (event.what === 'sends') view.sends.push({ session: event.session, call: event.call, at });
    } else if (event.kind === 'wire') readWire(exchanges, view, event, event.event, at);
    else if (event.kind === 'arrived') {
      const exchange = exchanges.get(event.exchange);
      if (exchange === undefined) continue;
      exchange.arrived = at;
      if (event.complete) exchange.readWhole = at;
    }
  }
  return view;
}

function settle(call: CallView | undefined, event: Settled, at: Moment, view: RunView): void {
  if (call === undefined) return;
  call.settled = { ...at, ok: event.ok, value: event.value, error: event.error };
  if (call.name === 'dispose' && event.ok) view.disposed = at;
}

function readWire(
  exchanges: Map<number, ExchangeView>,
  view: RunView,
  event: TraceEvent & { kind: 'wire' },
  wire: WireEvent,
  at: Moment,
): void {
  if (wire.what === 'request') {
    const exchange: ExchangeView = {
      id: event.exchange,
      route: event.route,
      connection: event.connection,
      call: event.call,
      requested: at,
      authorization: wire.authorization,
      isTunnel: wire.method === 'CONNECT',
      refreshes: wire.refreshes === true,
      status: undefined,
      texts: [],
      begun: '',
      wires: [],
      begunWire: '',
      saidAll: undefined,
      completed: undefined,
      cut: undefined,
      dubious: undefined,
      unsolicited: undefined,
      arrived: undefined,
      readWhole: undefined,
      clientClosed: undefined,
    };
    exchanges.set(event.exchange, exchange);
    view.exchanges.push(exchange);
    return;
  }
  const exchange = exchanges.get(event.exchange);
  if (exchange === undefined) return;
  if (wire.what === 'head') exchange.status = wire.status;
  else if (wire.what === 'item-begun') {
    exchange.begun = wire.text;
    exchange.begunWire = wire.wire ?? '';
  } else if (wire.what === 'item') {
    exchange.texts.push(wire.text);
    if (wire.wire !== undefined) exchange.wires.push(wire.wire);
    exchange.begun = '';
    exchange.begunWire = '';
  } else if (wire.what === 'said-all') exchange.saidAll = at;
  else if (wire.what === 'complete') exchange.completed = at;
  else if (wire.what === 'cut') exchange.cut = { ...at, how: wire.how };
  else if (wire.what === 'dubious') exchange.dubious = at;
  else if (wire.what === 'unsolicited') exchange.unsolicited = wire.text;
  else exchange.clientClosed = at;
}
