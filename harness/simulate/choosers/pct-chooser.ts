// Probabilistic concurrency testing: lanes have random priorities, and the highest that is ready goes first; at a few choices the
// lane that would go becomes the last. A bug that needs d of its events in one order is met with probability 1 / (n k^(d-1))
// at least, for n lanes and k choices, with d - 1 changes (Burckhardt et al., "A Randomized Scheduler with Probabilistic
// Guarantees of Finding Bugs", ASPLOS 2010). A lane stands for a thread.
import type { Chooser, ReadyLane } from './chooser.ts';
import { priorityOf } from './priority-of.ts';

/** Chooses by priority; `changes` are the choices, from 0, at which the first becomes the last. */
export class PctChooser implements Chooser {
  readonly #seed: number;
  readonly #changes: ReadonlySet<number>;
  readonly #priorities = new Map<string, number>();
  #nth = 0;
  /** What was made the last most recently is behind all others. */
  #lowest = -1;

  constructor(seed: number, changes: readonly number[]) {
    this.#seed = seed;
    this.#changes = new Set(changes);
  }

  choose(ready: readonly ReadyLane[]): number {
    if (this.#changes.has(this.#nth++)) this.#priorities.set(ready[this.#first(ready)]!.name, this.#lowest--);
    return this.#first(ready);
  }

  #first(ready: readonly ReadyLane[]): number {
    let best = 0;
    for (let nth = 1; nth < ready.length; nth++)
      if (this.#of(ready[nth]!.name) > this.#of(ready[best]!.name)) best = nth;
    return best;
  }

  #of(lane: string): number {
    let priority = this.#priorities.get(lane);
    if (priority === undefined) {
      priority = priorityOf(this.#seed, lane);
      this.#priorities.set(lane, priority);
    }
    return priority;
  }
}
