// One run of a case, from its subject to its trace: safety (faults and actions as the case says), then liveness (calm, a probe, the end,
// a drain); it reads the resource table, and leaves nothing behind for the next case.
import './install.ts';
import { getEventListeners } from 'node:events';
import { countElements, type Case, type Injection } from '../model/case.ts';
import { ClosecallError } from '../model/closecall-error.ts';
import { CLEANUP_LIMIT_MS, CLEANUP_STEP_LIMIT, DRAIN_MS, REAL_WORK_LIMIT_MS } from '../model/limits.ts';
import { CLOSING_GLOBAL, type PhaseName, type Trace } from '../model/trace.ts';
import { watchClosings } from './close-sites.ts';
import { watchStacks } from './stack-steps.ts';
import { endAgents, replaceGlobals, type Globals } from './process-globals.ts';
import { identityOf, type ActorContext, type Scenario, type SessionLog } from './scenario.ts';
import { TEST_CA } from './tls/test-certificates.ts';
import { isHeldByFinalizer } from './install-finalizers.ts';
import { RunCalls } from './run-calls.ts';
import type { RunWatch } from './run-watch.ts';
import type { Awaiting } from './step-loop.ts';
import { World, type Reality } from './world.ts';

/**
 * A run and what it says of the process. `isClean` false: leftovers were taken out by force; use a fresh process.
 * `hasThrown`: an exception left a callback of the run, or of what it left over.
 * `listUnsettled` names the calls that have not settled by the time it is asked: on real sockets the client lives on.
 */
export type RunResult = {
  trace: Trace;
  isClean: boolean;
  hasThrown: boolean;
  listUnsettled: () => string[];
};

/** Addresses of the simulated gateway: plain, and with TLS. */
const ORIGIN = 'http://gateway.test:8080';
const SECURE_ORIGIN = 'https://gateway.test:8443';

/** A run. `perform` stops wherever real work has to come back first. */
export class CaseRun {
  readonly #scenario: Scenario;
  readonly #case: Case;
  readonly #params: unknown;
  readonly #world: World;
  readonly #calls: RunCalls;
  #sessionCount = 0;
  readonly #controllers = new Map<string, AbortController>();
  readonly #probe = new AbortController();
  #phase: PhaseName = 'scenario';
  #halted: { call: string; route: string }[] = [];
  #subject: unknown;
  readonly #isReal: boolean;
  /** The gateway's address, as the scenario speaks to it. */
  readonly #origin: string;

  constructor(
    scenario: Scenario,
    kase: Case,
    params: unknown,
    isDetailed: boolean,
    reality: Reality | undefined,
    watch: RunWatch | undefined,
  ) {
    this.#isReal = reality !== undefined;
    this.#scenario = scenario;
    this.#case = kase;
    this.#params = params;
    this.#origin = identityOf(scenario, kase.variant) === undefined ? ORIGIN : SECURE_ORIGIN;
    const inject = (injection: Injection): void => this.#inject(injection);
    this.#world = new World(scenario, kase, inject, isDetailed, reality, watch);
    const world = this.#world;
    this.#calls = new RunCalls(
      (entry) => world.record(entry),
      (error) => world.blameUs(error),
    );
  }

  /** Steps so far: as long as it grows, the run is not stuck. */
  get stepCount(): number {
    return this.#world.loop.step;
  }

  /** What the run waits for does not come back: it ends without a verdict. */
  giveUp(): void {
    this.#world.giveUp(REAL_WORK_LIMIT_MS);
  }

  *perform(): Awaiting<RunResult> {
    const world = this.#world;
    world.enter();
    if (world.isDetailed) {
      watchClosings((what, frames) => world.record({ kind: 'closing', what, frames }));
      watchStacks(() => world.loop.step);
    }
    const globals = replaceGlobals();
    try {
      yield* this.#runScenario();
      yield* this.#runProbe();
      yield* this.#runDispose(globals);
      if (world.end === 'completed') {
        this.#enterPhase('drain');
        yield* world.loop.pump(() => false, world.nowMs + DRAIN_MS);
      }
      const open = world.end === 'completed' ? [...world.listOpen(), ...this.#listListeners()] : [];
      world.noteActivity();
      const trace: Trace = {
        case: this.#case,
        end: world.end,
        events: world.events,
        pending: this.#calls.pending,
        halted: this.#halted,
        open,
        steps: world.loop.step,
        virtualMs: world.nowMs,
        escapes: world.escapes,
      };
      const isClean = !this.#isReal && (yield* this.#cleanUp(globals));
      if (world.fault !== undefined) throw world.fault;
      return {
        trace,
        isClean,
        hasThrown: world.hasThrown,
        listUnsettled: this.#isReal ? this.#calls.watchOpen() : listNone,
      };
    } finally {
      watchClosings(undefined);
      watchStacks(undefined);
      world.leave();
      this.#forget();
    }
  }

  /** Sockets outlive the run until an old-space collection, and whoever they lead to: let that be little. */
  #forget(): void {
    this.#subject = undefined;
    this.#calls.forget();
    this.#controllers.clear();
    this.#world.forget();
  }

  *#runScenario(): Awaiting<void> {
    const world = this.#world;
    world.beginPhase('scenario');
    let isBuilt = false;
    world.loop.interject(() => {
      const subject = this.#scenario.subject({
        variant: this.#case.variant,
        params: this.#params,
        origin: this.#origin,
        ca: TEST_CA,
        track: (resource, what, isOpen) => world.track(resource, what, isOpen),
        note: (text) => world.record({ kind: 'note', actor: 'subject', text }),
        session: () => this.#makeSessionLog(),
      });
      if (subject instanceof Promise)
        void subject.then((built: unknown) => {
          this.#subject = built;
          isBuilt = true;
        });
      else {
        this.#subject = subject;
        isBuilt = true;
      }
    });
    yield* world.loop.pump(() => isBuilt);
    let notStarted = 0;
    for (const [name, actor] of Object.entries(this.#scenario.actors)) {
      notStarted++;
      const controller = new AbortController();
      this.#controllers.set(name, controller);
      const lane = world.scheduler.lane(`actor:${name}`);
      world.scheduler.post(lane, 0, `${name} starts`, () => {
        notStarted--;
        void this.#calls.start(name, name, () => actor(this.#context(name, controller.signal)));
      });
    }
    yield* world.loop.pump(() => notStarted === 0 && this.#calls.openCount === 0);
    this.#notePending();
    this.#halted = world.gateway.halted;
    const isNatural = this.#case.program === undefined && countElements(this.#case) === 0;
    if (isNatural && this.#scenario.cancelsAtEnd !== true) this.#refuseEndlessWait();
  }

  /** With nothing gone wrong, somebody waits for an answer that the scenario itself keeps back for ever. */
  #refuseEndlessWait(): void {
    for (const { call: name } of this.#calls.pending) {
      const halted = this.#halted.find(({ call }) => name === call || name.startsWith(`${call}.`));
      if (halted === undefined) continue;
      this.#world.fault ??= new ClosecallError(
        'ERR_NEVER_ASKED',
        `${name} waits for an answer that goes on when the route "${halted.route}" is asked (untilRequest), and nobody asks it. ` +
          'Let an actor ask it, name another route, or set cancelsAtEnd where waiting for ever is meant.',
      );
    }
  }

  /** Nobody waits for ever: who is left is cancelled, so that what stays open afterwards is nobody's. */
  *#cancelOpenCalls(): Awaiting<void> {
    const open = [...this.#controllers, ['probe', this.#probe] as const].filter(
      ([name]) => !this.#calls.isSettled(name),
    );
    for (const [name, controller] of open)
      this.#world.loop.interject(() => {
        this.#world.record({ kind: 'action', do: `cancel ${name}`, cancels: [name], prompt: true });
        controller.abort();
      });
    yield* this.#world.loop.pump(() => open.every(([name]) => this.#calls.isSettled(name)));
  }

  #makeSessionLog(): SessionLog {
    const session = this.#sessionCount++;
    return {
      sends: (call) => this.#world.record({ kind: 'session', session, what: 'sends', call }),
      ends: () => this.#world.record({ kind: 'session', session, what: 'ends', call: '' }),
    };
  }

  *#runProbe(): Awaiting<void> {
    const { probe } = this.#scenario;
    this.#world.calm();
    if (probe === undefined || this.#world.end !== 'completed') return;
    this.#enterPhase('probe');
    this.#world.loop.interject(() => {
      void this.#calls.start('probe', 'probe', () => probe(this.#context('probe', this.#probe.signal)));
    });
    yield* this.#world.loop.pump(() => this.#calls.isSettled('probe'));
    this.#notePending();
  }

  *#runDispose(globals: Globals): Awaiting<void> {
    if (this.#world.end !== 'completed') return;
    this.#enterPhase('dispose');
    if (this.#scenario.cancelsAtEnd === true) yield* this.#cancelOpenCalls();
    const { dispose } = this.#scenario;
    if (dispose !== undefined) {
      this.#world.loop.interject(() => {
        void this.#calls.start('dispose', 'dispose', () => dispose(this.#subject));
      });
      yield* this.#world.loop.pump(() => this.#calls.isSettled('dispose'));
    }
    this.#world.loop.interject(() => {
      void this.#calls.start('global dispatcher', CLOSING_GLOBAL, () => globals.dispatchers.close());
    });
    endAgents(globals);
    yield* this.#world.loop.pump(() => this.#calls.isSettled(CLOSING_GLOBAL));
    this.#notePending();
  }

  #context(actor: string, signal: AbortSignal): ActorContext<unknown> {
    const world = this.#world;
    return {
      subject: this.#subject,
      actor,
      url: `${this.#origin}/${actor}`,
      origin: this.#origin,
      signal,
      deliver: (data) => {
        world.record({ kind: 'delivered', call: actor, text: toText(data) });
      },
      note: (text) => world.record({ kind: 'note', actor, text }),
      act: (what, cancels, run) => {
        const going = cancels.filter((name) => !this.#calls.isSettled(name) || this.#isToStart(name));
        world.record({ kind: 'action', do: what, cancels: going, prompt: going.length > 0 });
        run();
      },
      call: (name, job) => this.#calls.start(actor, `${actor}.${name}`, job),
    };
  }

  /** An actor whose turn to begin has not come. */
  #isToStart(name: string): boolean {
    return this.#controllers.has(name) && !this.#calls.hasStarted(name);
  }

  #inject(injection: Injection): void {
    const { do: name, turns } = injection;
    const action = this.#scenario.actions?.[name];
    const victim = name.startsWith('cancel ') ? name.slice('cancel '.length) : undefined;
    const applies = action?.applies?.({ subject: this.#subject }) ?? true;
    const given = action?.cancels ?? (victim === undefined ? [] : [victim]);
    const cancelled = typeof given === 'function' ? given({ subject: this.#subject }) : given;
    const cancels = applies ? cancelled : [];
    const prompt = action?.prompt ?? cancels.length > 0;
    this.#world.record({
      kind: 'action',
      do: name,
      cancels,
      prompt,
      ...(turns === undefined ? {} : { turns }),
    });
    const controller =
      action === undefined && victim !== undefined ? this.#controllers.get(victim) : undefined;
    // A signal aborts once.
    this.#world.loop.acted(!applies || (action === undefined && controller?.signal.aborted !== false));
    if (!applies) return;
    if (action !== undefined) action.run({ subject: this.#subject });
    else controller?.abort();
  }

  #notePending(): void {
    if (this.#world.end === 'completed') this.#calls.notePending(this.#phase);
  }

  #enterPhase(phase: PhaseName): void {
    this.#phase = phase;
    this.#world.beginPhase(phase);
  }

  #listListeners(): Trace['open'] {
    const open: Trace['open'] = [];
    for (const [name, { signal }] of this.#controllers) {
      const count = getEventListeners(signal, 'abort').filter(
        (listener) => !isHeldByFinalizer(listener),
      ).length;
      if (count > 0)
        open.push({ resource: 'listener', id: name, what: `${count} on the signal of ${name}`, origin: [] });
    }
    return open;
  }

  /** Ends what is left without recording it, so that the next case starts as the first one did. */
  *#cleanUp(globals: Globals): Awaiting<boolean> {
    const world = this.#world;
    world.mute();
    world.calm();
    const { dispose } = this.#scenario;
    // A run that broke off never came to its end: a client that still lives would go on reconnecting.
    if (world.end !== 'completed' && dispose !== undefined)
      world.loop.interject(() => void Promise.resolve(dispose(this.#subject)).catch(() => {}));
    world.loop.interject(() => globals.dispatchers.destroy());
    for (const socket of world.network.handles.values()) world.loop.interject(() => socket.destroy());
    const isClean = yield* world.loop.runOut(world.nowMs + CLEANUP_LIMIT_MS, CLEANUP_STEP_LIMIT);
    for (const socket of world.network.handles.values()) world.loop.interject(() => socket.destroy());
    return isClean;
  }
}

const listNone = (): string[] => [];

function toText(data: unknown): string {
  if (typeof data === 'string') return data;
  if (data instanceof Uint8Array) return Buffer.from(data).toString('utf8');
  return JSON.stringify(data) ?? 'undefined';
}
