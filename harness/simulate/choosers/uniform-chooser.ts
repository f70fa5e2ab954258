// Every event that is ready is as likely as the others: the random walk.
import { Entropy } from '../entropy.ts';
import type { Chooser, ReadyLane } from './chooser.ts';

/** Chooses at random, evenly. */
export class UniformChooser implements Chooser {
  readonly from: number;
  readonly #entropy: Entropy;

  constructor(seed: number, from = 0) {
    this.from = from;
    this.#entropy = new Entropy(seed);
  }

  choose(ready: readonly ReadyLane[]): number {
    return ready.length === 1 ? 0 : Math.floor(this.#entropy.nextFloat() * ready.length);
  }
}
