// The natural order, but for one link (or lane, or connection) that gets nothing while something else is ready, for so many choices:
// one slow peer, which no walk over all lanes makes.
import type { Policy } from '../../model/policy.ts';
import type { Chooser, ReadyLane } from './chooser.ts';

/** Starves lanes that begin with `lanes` for `steps` choices from choice `from` (counted from 0). */
export class StarveChooser implements Chooser {
  readonly #policy: Extract<Policy, { kind: 'starve' }>;
  #nth = 0;

  constructor(policy: Extract<Policy, { kind: 'starve' }>) {
    this.#policy = policy;
  }

  choose(ready: readonly ReadyLane[]): number {
    const { lanes, from, steps } = this.#policy;
    const nth = this.#nth++;
    if (nth < from || nth >= from + steps) return 0;
    return Math.max(
      0,
      ready.findIndex(({ name }) => !name.startsWith(lanes)),
    );
  }
}
