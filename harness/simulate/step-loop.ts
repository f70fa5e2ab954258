// The loop of one run: takes the next event, and lets happen what follows from it without time passing, with what is injected behind it and
// inside of it. Events of real sockets happen where Node shows them.
import type { Injection } from '../model/case.ts';
import { CASE_VIRTUAL_LIMIT_MS } from '../model/limits.ts';
import type { TraceEnd, TraceEntry } from '../model/trace.ts';
import { attempt, drainTicks } from './drain-ticks.ts';
import type { Injector } from './injector.ts';
import { clock } from './install.ts';
import { RealWork } from './real-work.ts';
import type { RunWatch } from './run-watch.ts';
import type { Chosen, Scheduler } from './scheduler.ts';

/** A run that stops wherever real work has to come back first; whoever drives it goes on in a later macrotask. */
export type Awaiting<T> = Generator<void, T, void>;

/** The run that a loop drives. */
type LoopHost = {
  /** Other than `completed` it ends the loop, which may set it as well. */
  end: TraceEnd;
  readonly isDetailed: boolean;
  record(entry: TraceEntry): void;
  /** Tells of what Node is at work on besides the world; false when that is nothing. */
  noteActivity(): boolean;
};

/** Drives one run. */
export class StepLoop {
  /** Steps so far. */
  step = 0;
  /** What the client has asked of other threads and of files. */
  readonly work: RealWork;
  readonly #host: LoopHost;
  readonly #scheduler: Scheduler;
  readonly #injector: Injector;
  readonly #stepLimit: number;
  /** What real sockets are still at. */
  #socketWork = 0;
  /** Actions of the step that real sockets are carrying out. */
  #carried: readonly Injection[] | undefined;
  /** Sees the scenario, until everything is calm. */
  #watch: RunWatch | undefined;

  constructor(
    host: LoopHost,
    scheduler: Scheduler,
    injector: Injector,
    stepLimit: number,
    watch: RunWatch | undefined,
  ) {
    this.#host = host;
    this.#scheduler = scheduler;
    this.#injector = injector;
    this.#stepLimit = stepLimit;
    this.#watch = watch;
    this.work = new RealWork(scheduler);
  }

  /**
   * Runs events until `isDone`, nothing is left, `untilMs` is reached or a limit ends the run. Never called from a
   * microtask: microtasks would not drain between events. Yields while real work that the client asked for is in flight:
   * until it has come back there is no next event to choose.
   */
  *pump(isDone: () => boolean, untilMs = CASE_VIRTUAL_LIMIT_MS): Awaiting<void> {
    while (this.#pumpToRealWork(isDone, untilMs)) yield;
  }

  /** True when it stopped for real work; a loop of its own, since V8 optimises generators less. */
  #pumpToRealWork(isDone: () => boolean, untilMs: number): boolean {
    drainTicks();
    if (this.#carried !== undefined && !this.#endCarried()) return true;
    while (this.#host.end === 'completed' && !isDone()) {
      if (this.work.inFlight > 0 || this.#socketWork > 0) return true;
      if (this.step >= this.#stepLimit) {
        this.#host.end = 'step-limit';
        return false;
      }
      const chosen = this.#scheduler.next(untilMs);
      if (chosen === undefined) {
        if (untilMs < CASE_VIRTUAL_LIMIT_MS) return false;
        if (this.#scheduler.hasMore) this.#host.end = 'time-limit';
        // Somebody waits and nothing is left to happen in here: what Node does on its own account may be what it is for.
        return this.#host.end === 'completed' && this.#host.noteActivity();
      }
      this.step++;
      const { id: event, what, held, causedIn } = chosen;
      const entry: TraceEntry =
        held.length > 0 ? { kind: 'step', event, what, held } : { kind: 'step', event, what };
      this.#host.record(this.#host.isDetailed ? { ...entry, causedIn, timers: clock.timerCount } : entry);
      const injections = this.#injector.at(chosen.id);
      if (chosen.carry !== undefined) {
        this.#carryOut(chosen, chosen.carry, injections);
        return true;
      }
      this.#injector.enter(event, injections);
      attempt(chosen.run);
      this.#watch?.callbackEnded();
      this.#injector.injectInside();
      drainTicks();
      this.#injector.injectAfter(injections);
    }
    return false;
  }

  /** A step on real sockets: it happens in the real callback that shows it, with the ticks and microtasks of that. */
  #carryOut(
    { id, run }: Chosen,
    carry: NonNullable<Chosen['carry']>,
    injections: readonly Injection[],
  ): void {
    this.#carried = injections;
    this.#socketWork++;
    carry(() => {
      try {
        this.#injector.enter(id, injections);
        run();
      } finally {
        this.#socketWork--;
        this.#injector.injectInside();
      }
    });
  }

  /** False while real sockets are still at it. */
  #endCarried(): boolean {
    if (this.#socketWork > 0) return false;
    const injections = this.#carried!;
    this.#carried = undefined;
    this.#injector.injectAfter(injections);
    return true;
  }

  /** Real sockets have begun something, or are done with it. */
  countSocketWork(change: 1 | -1): void {
    this.#socketWork += change;
  }

  /** An injected action has acted; `isIdle`: there was nothing to do. */
  acted(isIdle: boolean): void {
    this.#watch?.acted(isIdle);
  }

  /** From here on: no injected actions, no deviations. */
  calm(): void {
    this.#scheduler.stopDeviating();
    this.#injector.stop();
    this.#watch?.stop();
    this.#watch = undefined;
  }

  /** Runs `job` as if it were an event of its own, between two others. */
  interject(job: () => void): void {
    attempt(job);
    drainTicks();
  }

  /** Runs leftovers to their end; false when some had to be taken out by force. Yields as `pump` does. */
  *runOut(untilMs: number, steps: number): Awaiting<boolean> {
    drainTicks();
    for (let i = 0; i < steps; i++) {
      while (this.work.inFlight > 0) yield;
      const chosen = this.#scheduler.next(untilMs);
      if (chosen === undefined) break;
      attempt(chosen.run);
      drainTicks();
    }
    const isClean = clock.timerCount === 0 && !this.#scheduler.hasMore;
    clock.clear();
    return isClean;
  }

  /**
   * A callback ended inside an event that has more of them (TLS calls one for each of its records): what is injected inside
   * the event begins here, and all that Node does between two callbacks.
   */
  endCallback(): void {
    this.#watch?.callbackEnded();
    this.#injector.injectInside();
    drainTicks();
  }
}
