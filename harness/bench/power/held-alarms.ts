// What the process is told → the run that it counts for: nobody knows which of those under way it came from, so it is the next that ends.
// A run fails once, whatever it raises.
import type { Alarm } from './alarms.ts';

/** Alarms of the process, until a run takes them. */
export class HeldAlarms {
  readonly #muted: ReadonlySet<Alarm>;
  readonly #held = new Set<Alarm>();

  /** `muted` are those that count for nothing. */
  constructor(muted: readonly Alarm[]) {
    this.#muted = new Set(muted);
  }

  /** The process was told of something. */
  hold(alarm: Alarm): void {
    this.#held.add(alarm);
  }

  /** A run is over that raised these itself: all alarms that count for it. */
  take(own: readonly Alarm[]): Alarm[] {
    const all = new Set([...this.#held, ...own]);
    this.#held.clear();
    return [...all].filter((alarm) => !this.#muted.has(alarm));
  }
}
