// Partial order sampling: each event has a random priority, the highest that is ready goes first, and those that it has raced with
// get new ones. Orders of independent events count as one, so that the orders that matter are met more evenly (Yuan, Yang and
// Gu, "Partial Order Aware Concurrency Sampling", CAV 2018).
import type { Chooser, ReadyLane } from './chooser.ts';
import { dependOnEachOther } from './dependence.ts';
import { priorityOf } from './priority-of.ts';

/** Chooses by the priority of events. */
export class PosChooser implements Chooser {
  readonly #seed: number;
  /** How often the priority of a lane's next event has been drawn again, by event. */
  readonly #redrawn = new Map<string, number>();

  constructor(seed: number) {
    this.#seed = seed;
  }

  choose(ready: readonly ReadyLane[]): number {
    if (ready.length === 1) return 0;
    let best = 0;
    let highest = -1;
    for (const [nth, lane] of ready.entries()) {
      const priority = this.#of(lane);
      if (priority > highest) [best, highest] = [nth, priority];
    }
    const chosen = ready[best]!;
    for (const lane of ready) {
      if (lane === chosen || !dependOnEachOther(lane.name, chosen.name)) continue;
      const id = `${lane.name}#${lane.ordinal}`;
      this.#redrawn.set(id, (this.#redrawn.get(id) ?? 0) + 1);
    }
    return best;
  }

  #of({ name, ordinal }: ReadyLane): number {
    const id = `${name}#${ordinal}`;
    return priorityOf(this.#seed, `${id}~${this.#redrawn.get(id) ?? 0}`);
  }
}
