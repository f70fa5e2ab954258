// The injected actions of a case → calls of them at their event: behind it, some virtual time after it, or inside it, some
// microtask turns after its callback. An action acts once, and none does after `stop`.
import type { EventId, Injection } from '../model/case.ts';
import { attempt, drainTicks } from './drain-ticks.ts';
import type { Pending, Scheduler } from './scheduler.ts';
import { currentMeter } from './turn-meter.ts';

const NONE: readonly Injection[] = [];

/** Injects for one run. `act` does what an injection says; `isOver` tells that the run has ended. */
export class Injector {
  readonly #byEvent = new Map<EventId, Injection[]>();
  readonly #scheduler: Scheduler;
  readonly #act: (injection: Injection) => void;
  readonly #isOver: () => boolean;
  /** Those that wait for their time. */
  readonly #delayed: Pending[] = [];
  /** What is still to be injected inside the event that runs, and that event until its first callback has ended. */
  #inside = NONE;
  #event: EventId | undefined;

  constructor(
    actions: readonly Injection[],
    scheduler: Scheduler,
    act: (injection: Injection) => void,
    isOver: () => boolean,
  ) {
    this.#scheduler = scheduler;
    this.#act = act;
    this.#isOver = isOver;
    for (const injection of actions) {
      const list = this.#byEvent.get(injection.at);
      if (list === undefined) this.#byEvent.set(injection.at, [injection]);
      else list.push(injection);
    }
  }

  /** What the case injects at `event`. */
  at(event: EventId): readonly Injection[] {
    return this.#byEvent.get(event) ?? NONE;
  }

  /** An event with these begins: `injectInside` is about them. */
  enter(event: EventId, injections: readonly Injection[]): void {
    this.#event = event;
    this.#inside = injections;
  }

  /** A callback of the event has ended: from the first one on turns are counted. */
  injectInside(): void {
    if (this.#event !== undefined) currentMeter()?.begin(this.#event);
    this.#event = undefined;
    if (this.#inside.length === 0) return;
    const injections = this.#inside;
    this.#inside = NONE;
    for (const injection of injections) {
      if (injection.turns === undefined) continue;
      let turns = injection.turns;
      const hop = (): void => {
        if (turns-- > 0) queueMicrotask(hop);
        else attempt(() => this.#act(injection));
      };
      hop();
    }
  }

  /** The event is over, and what followed from it: these act now, or when their time has come. */
  injectAfter(injections: readonly Injection[]): void {
    for (const injection of injections) {
      if (injection.turns !== undefined || this.#isOver()) continue;
      const act = (): void => this.#act(injection);
      if (injection.afterMs === undefined) {
        attempt(act);
        drainTicks();
      } else {
        const lane = this.#scheduler.lane('inject');
        this.#delayed.push(this.#scheduler.post(lane, injection.afterMs, injection.do, act));
      }
    }
  }

  /** No action acts from here on. */
  stop(): void {
    this.#byEvent.clear();
    for (const pending of this.#delayed) pending.isCancelled = true;
  }
}
