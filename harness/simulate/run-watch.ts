// A run, watched from beside it: what it could have gone on with, and in how many microtask turns a step runs. It counts and
// asks, and changes nothing: the trace is that of a run without a watch.
import { createHook, type AsyncHook } from 'node:async_hooks';
import type { EventId } from '../model/case.ts';
import { EXHAUSTIVE_TURNS_MAX } from '../model/limits.ts';
import type { Observation, ObservedStep } from '../model/observation.ts';

/** Turns in a row with nothing in them after which a step has no more: nothing can come of nothing. */
const IDLE_TURNS = 2;

/** Watches one run. With `countsTurns` every callback, tick and microtask of the process is counted, which has its price. */
export class RunWatch implements Observation {
  readonly steps: ObservedStep[] = [];
  isLastActionIdle = false;
  readonly #hook: AsyncHook | undefined;
  /** Callbacks that Node has begun. */
  #begun = 0;
  #isCounting = false;

  constructor(countsTurns: boolean) {
    if (countsTurns) this.#hook = createHook({ before: () => void this.#begun++ }).enable();
  }

  /** The run goes on with `event`, out of what was ready. */
  chose(event: EventId, ready: readonly EventId[]): void {
    this.steps.push({ event, ready, turns: 0 });
    this.#isCounting = false;
  }

  /** A callback of the step has ended: turns count from the first one on, as those of injections do. */
  callbackEnded(): void {
    const step = this.steps.at(-1);
    if (this.#hook === undefined || this.#isCounting || step === undefined) return;
    this.#isCounting = true;
    let [turn, idle, seen] = [0, 0, this.#begun];
    const hop = (): void => {
      turn++;
      // The hop itself is one of them.
      const isIdle = this.#begun - seen <= 1;
      seen = this.#begun;
      idle = isIdle ? idle + 1 : 0;
      if (!isIdle) step.turns = turn;
      if (idle < IDLE_TURNS && turn < EXHAUSTIVE_TURNS_MAX) queueMicrotask(hop);
    };
    queueMicrotask(hop);
  }

  /** An injected action has acted. */
  acted(isIdle: boolean): void {
    this.isLastActionIdle = isIdle;
  }

  /** The scenario is over. */
  stop(): void {
    this.#hook?.disable();
  }
}
