// One run's world: scheduler, network, gateway, recorder and resource table, and the loop that drives them.
import net from 'node:net';
import type tls from 'node:tls';
import { Gateway, type Exchange } from '../gateway/gateway.ts';
import type { ConnectionHandler } from '../gateway/transport.ts';
import type { Case, Injection } from '../model/case.ts';
import { ClosecallError } from '../model/closecall-error.ts';
import { CASE_EPOCH_MS, CASE_STEP_LIMIT } from '../model/limits.ts';
import type {
  Escape,
  EscapeKind,
  OpenResource,
  PhaseName,
  ResourceKind,
  TraceEnd,
  TraceEntry,
  TraceEvent,
  UncaughtOrigin,
  WireEvent,
} from '../model/trace.ts';
import { makeChooser } from './choosers/chooser.ts';
import { ActivityWatch } from './activity-watch.ts';
import { Entropy } from './entropy.ts';
import { captureClientFrames, captureFrames, describeError, relativePaths } from './error-record.ts';
import { Injector } from './injector.ts';
import { activate, clock } from './install.ts';
import { Network, type NetworkHost } from './network.ts';
import { findOwnMistake } from './own-mistake.ts';
import type { RunWatch } from './run-watch.ts';
import { identityOf, type Scenario } from './scenario.ts';
import { Scheduler } from './scheduler.ts';
import type { ConnectPlan, SimConnection } from './sim-connection.ts';
import { StepLoop } from './step-loop.ts';
import { prepareServer, TLS_PORTS } from './tls/server-identity.ts';
import { TlsServerEnd } from './tls/tls-server-end.ts';

type Tracked = { resource: ResourceKind; what: string; isOpen: () => boolean; origin: string[] };

/** Real sockets under a run; the simulation has none. */
export interface Reality {
  /** The network over them. `count` adds to the real operations that have not come back. */
  makeNetwork(host: NetworkHost, count: (change: 1 | -1) => void): Network;
  /** Calls `proceed` in a later macrotask. Throws when what the run waits for has not come about in time. */
  wait(proceed: () => void): void;
}

/** Everything that exists for one run of one case. */
export class World {
  readonly scheduler: Scheduler;
  readonly network: Network;
  readonly gateway: Gateway;
  events: TraceEvent[] = [];
  readonly escapes: Escape[] = [];
  readonly isDetailed: boolean;
  end: TraceEnd = 'completed';
  /** A mistake of the scenario, or of closecall itself: either says nothing about the client. */
  fault: Error | undefined;
  /** An exception left a callback: what that was in the midst of, it did not end. */
  hasThrown = false;
  readonly loop: StepLoop;
  readonly #entropy: Entropy;
  /** What the gateway speaks TLS with; undefined when the scenario is a plain one. */
  readonly #serverContext: tls.SecureContext | undefined;
  #tracked: Tracked[] = [];
  /** None on real sockets, which are at work themselves. */
  readonly #activity: ActivityWatch | undefined;
  /** Targets of weak references: collecting them must not show. */
  readonly #kept = new Set<object>();
  #isMute = false;

  constructor(
    scenario: Scenario,
    kase: Case,
    fire: (injection: Injection) => void,
    isDetailed: boolean,
    reality?: Reality,
    watch?: RunWatch,
  ) {
    clock.beginCase();
    this.isDetailed = isDetailed;
    this.#activity = reality === undefined ? new ActivityWatch(isDetailed) : undefined;
    this.#entropy = new Entropy(kase.entropy);
    const identity = identityOf(scenario, kase.variant);
    this.#serverContext = identity === undefined ? undefined : prepareServer(identity);
    this.scheduler = new Scheduler(clock, kase.schedule, kase.policy && makeChooser(kase.policy), watch);
    const injector = new Injector(kase.actions, this.scheduler, fire, () => this.end !== 'completed');
    const stepLimit = scenario.programs?.stepLimit ?? CASE_STEP_LIMIT;
    this.loop = new StepLoop(this, this.scheduler, injector, stepLimit, watch);
    this.gateway = new Gateway({
      routes: scenario.gateway,
      faults: kase.faults,
      actors: Object.keys(scenario.actors),
      host: {
        schedule: (lane, ms, what, job) => this.scheduler.post(this.scheduler.lane(lane), ms, what, job),
        record: (exchange, event) => this.#recordWire(exchange, event),
        dateMs: () => CASE_EPOCH_MS + clock.nowMs,
        block: (ms) => clock.advanceTo(clock.nowMs + ms),
        recordFault: (fault, target) => this.record({ kind: 'fault', fault: fault.kind, target }),
      },
    });
    const networkHost: NetworkHost = {
      scheduler: this.scheduler,
      planConnect: (connection) => {
        const plan = this.#planConnect(connection);
        return this.#isMute ? { code: 'ECONNREFUSED', delayMs: 0 } : plan;
      },
      failLookup: (nth) => this.gateway.failLookup(nth),
      captureOrigin: () => (isDetailed ? captureFrames(net.Socket.prototype.connect) : []),
      endCallback: () => this.loop.endCallback(),
      accept: (connection) => this.#accept(connection),
      onState: ({ id }, state) => this.record({ kind: 'connection', connection: id, state }),
      onArrived: ({ exchange, call, texts, complete }) =>
        this.record({ kind: 'arrived', exchange, call, texts, complete }),
    };
    this.network =
      reality?.makeNetwork(networkHost, (change) => this.loop.countSocketWork(change)) ??
      new Network(networkHost);
    clock.captureOrigin = isDetailed ? () => captureFrames(setTimeout) : () => [];
    clock.countEvents = () => this.loop.step;
  }

  /** Makes this world the target of the process's trampolines. */
  enter(): void {
    activate({
      network: this.network,
      scheduler: this.scheduler,
      entropy: this.#entropy,
      work: this.loop.work,
      keepAlive: (target) => void this.#kept.add(target),
      onEscape: (kind, what) => this.escape(kind, what),
      onUncaught: (origin, error) => this.uncaught(origin, error),
    });
  }

  /** Lets the process go. */
  leave(): void {
    this.#activity?.stop();
    activate(undefined);
  }

  /** Drops everything the run was made of. What a client keeps of it, it keeps of an empty shell. */
  forget(): void {
    this.events = [];
    this.#kept.clear();
    this.#tracked = [];
    this.scheduler.forget();
    this.network.forget();
  }

  get nowMs(): number {
    return clock.nowMs;
  }

  /** Writes one line of the trace; `entry` itself becomes it. */
  record(entry: TraceEntry): void {
    if (this.#isMute) return;
    const event = entry as TraceEvent;
    event.step = this.loop.step;
    event.ms = clock.nowMs;
    this.events.push(event);
  }

  beginPhase(phase: PhaseName): void {
    this.record({ kind: 'phase', phase });
  }

  /** Puts a resource into the table. */
  track(resource: ResourceKind, what: string, isOpen: () => boolean): void {
    const origin = this.isDetailed ? captureFrames(this.track) : [];
    this.#tracked.push({ resource, what, isOpen, origin });
  }

  /** Real activity left the world; the first of its kind is kept, with where it came from. */
  escape(kind: EscapeKind, what: string): void {
    if (this.#isMute) return;
    if (kind === 'unsupported' && this.end === 'completed') this.end = 'unsupported';
    const told = relativePaths(what);
    if (this.escapes.some((other) => other.kind === kind && other.what === told)) return;
    const origin = captureClientFrames();
    // A module that is loaded late is no doing of the client's.
    if (kind !== 'file' || origin.length > 0) this.escapes.push({ kind, what: told, origin });
  }

  /** An error reached the process: the run ends here, what follows would not happen in a real one. */
  uncaught(origin: UncaughtOrigin, error: unknown): void {
    if (error instanceof ClosecallError) this.fault ??= error;
    this.blameUs(error);
    if (origin === 'exception') this.hasThrown = true;
    if (this.#isMute || this.end === 'crashed' || this.end === 'unsupported') return;
    this.record({ kind: 'uncaught', origin, error: describeError(error, true) });
    this.end = 'crashed';
  }

  /** Takes the run back when `error` is a mistake of closecall itself. */
  blameUs(error: unknown): void {
    this.fault ??= findOwnMistake(error);
  }

  /** Real work did not come back in time: the run ends without a verdict. */
  giveUp(limitMs: number): void {
    this.loop.work.abandon();
    if (this.end !== 'completed') return;
    this.noteActivity();
    this.escape('unsupported', `real work of more than ${limitMs / 1000} s`);
  }

  /** Tells of what Node is at work on besides the world; false when that is nothing. */
  noteActivity(): boolean {
    const more = this.#activity?.listMore() ?? [];
    for (const { type, origin } of more)
      if (!this.escapes.some(({ kind, what }) => kind === 'activity' && what === type))
        this.escapes.push({ kind: 'activity', what: type, origin });
    return more.length > 0;
  }

  /** From here on: no faults, no injected actions, no deviations. */
  calm(): void {
    this.gateway.stopFaults();
    this.loop.calm();
  }

  /** What is still open, in the order it was made. */
  listOpen(): OpenResource[] {
    const open: OpenResource[] = [];
    for (const handle of this.network.handles.keys()) {
      const id = handle.connection === undefined ? 'unconnected' : `c${handle.connection.id}`;
      open.push({ resource: 'socket', id, what: 'socket to the gateway', origin: handle.origin });
    }
    for (const timer of clock.openTimers) {
      const what = `timer of ${timer.delayMs} ms${timer.name === '' ? '' : ` calling ${timer.name}`}`;
      open.push({ resource: 'timer', id: timer.name, what, origin: timer.origin });
    }
    for (const { resource, what, isOpen, origin } of this.#tracked)
      if (isOpen()) open.push({ resource, id: what, what, origin });
    return open;
  }

  /** From here on nothing is recorded and every connect is refused: the case is over, its leftovers run out. */
  mute(): void {
    this.#isMute = true;
  }

  #accept(connection: SimConnection): ConnectionHandler {
    if (this.#serverContext === undefined || !TLS_PORTS.has(connection.port))
      return this.gateway.accept(connection);
    return new TlsServerEnd(connection, this.#serverContext, (plain) => this.gateway.accept(plain));
  }

  #planConnect(connection: number): ConnectPlan {
    const plan: ConnectPlan = { code: undefined, delayMs: 0 };
    for (const fault of this.gateway.faultsOfConnection(connection)) {
      if (fault.kind === 'refuse') plan.code = 'ECONNREFUSED';
      else if (fault.kind === 'unreachable') plan.code ??= fault.code;
      else if (fault.kind === 'slow-connect') plan.delayMs += fault.ms;
      else continue;
      this.record({ kind: 'fault', fault: fault.kind, target: fault.on });
    }
    // A refusal comes at once, a missing route as well.
    if (plan.code !== undefined && plan.code !== 'ETIMEDOUT') plan.delayMs = 0;
    return plan;
  }

  #recordWire(exchange: Exchange, event: WireEvent): void {
    const { id, route, connection, call } = exchange;
    this.record({ kind: 'wire', exchange: id, route, connection, call, event });
  }
}
