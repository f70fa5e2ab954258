// A random walk weighted by what each lane still has to do: with right counts every whole interleaving is as likely as the others,
// where an even walk hardly ever lets a short lane come late (URW of Zhao, Wolff, Mathur and Roychoudhury, "Selectively Uniform
// Concurrency Testing", ASPLOS 2025). The counts are those of the natural run, so it is an approximation.
import { Entropy } from '../entropy.ts';
import type { Chooser, ReadyLane } from './chooser.ts';

/** Chooses a lane in proportion to the events that it has left; one that has more than was counted has one. */
export class WeightedChooser implements Chooser {
  readonly #entropy: Entropy;
  readonly #counts: ReadonlyMap<string, number>;

  constructor(seed: number, counts: Readonly<Record<string, number>>) {
    this.#entropy = new Entropy(seed);
    this.#counts = new Map(Object.entries(counts));
  }

  choose(ready: readonly ReadyLane[]): number {
    if (ready.length === 1) return 0;
    const left = ready.map(({ name, ordinal }) => Math.max(1, (this.#counts.get(name) ?? 0) - ordinal));
    let at = this.#entropy.nextFloat() * left.reduce((sum, count) => sum + count, 0);
    for (const [nth, count] of left.entries()) {
      at -= count;
      if (at < 0) return nth;
    }
    return ready.length - 1;
  }
}
