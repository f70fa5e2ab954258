// Real work that a client asks for (another thread, a file) → an event of the world. While any is in flight the world
// chooses nothing; the event takes its place when the work is asked for, so the order never depends on which thread is
// done first, and it can be held back like any other.
import { bindContext } from './async-context.ts';
import { RANK, type Scheduler } from './scheduler.ts';

/** Called once, when the work has come back, with what shows its result to the client. */
export type Deliver = (run: () => void) => void;

/** The real work of one run. */
export class RealWork {
  readonly #scheduler: Scheduler;
  /** Real operations that were asked for and have not come back. */
  inFlight = 0;
  #count = 0;
  readonly #named = new Map<string, number>();
  #isAbandoned = false;

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler;
  }

  /** Work begins whose result comes by itself: it is kept until its event is chosen. */
  begin(what: string): Deliver {
    if (!this.#isAbandoned) this.inFlight++;
    let show: (() => void) | undefined;
    this.postWork(what, () => show?.());
    return (run) => {
      if (!this.#isAbandoned) this.inFlight--;
      show = run;
    };
  }

  /** Work of Node.js itself, whose result shows at once when it is back: nothing else happens meanwhile. Call to end it. */
  hold(): () => void {
    if (this.#isAbandoned) return () => {};
    this.inFlight++;
    return () => {
      if (!this.#isAbandoned) this.inFlight--;
    };
  }

  /** Nobody waits any more: what comes back later is lost. */
  abandon(): void {
    this.#isAbandoned = true;
    this.inFlight = 0;
  }

  /** Work that is done already comes back as an event; on a lane of its own, since threads keep no order. */
  postWork(what: string, run: () => void): void {
    this.postOn(`work${this.#count++}`, what, run);
  }

  /** An event on a lane whose events come in their order. */
  postOn(lane: string, what: string, run: () => void, rank: number = RANK.arrival): void {
    this.#scheduler.post(this.#scheduler.lane(lane, rank), 0, what, bindContext(run));
  }

  /** A name for a lane that no other has: `kind` and a number. */
  nameLane(kind: string): string {
    const nth = this.#named.get(kind) ?? 0;
    this.#named.set(kind, nth + 1);
    return `${kind}${nth}`;
  }

  /** A promise of real work → one that settles as an event. */
  follow<T>(what: string, promise: PromiseLike<T>): Promise<T> {
    const deliver = this.begin(what);
    return new Promise((resolve, reject) => {
      promise.then(
        (value) => deliver(() => resolve(value)),
        (error: unknown) => deliver(() => reject(error)),
      );
    });
  }
}
