// Lanes of pending events → one event at a time. It chooses only when the program is quiescent (microtasks and ticks
// drained), choice 0 is the natural order, and every deviation names its target, so removing one shifts nothing else.
import type { Deviation, EventId } from '../model/case.ts';
import type { Chooser } from './choosers/chooser.ts';
import type { RunWatch } from './run-watch.ts';

/**
 * Phases of the event loop, in the order in which libuv walks them, round and round. `pending` are callbacks that wait for
 * nothing but the loop (a shutdown, a refused connect); libuv runs them before it polls and again right after. `native` are
 * immediates that Node asks itself for, in C++: it runs them before all others, those as well that they ask for in turn.
 */
export const RANK = { timer: 0, pending: 1, arrival: 2, native: 3, immediate: 4, close: 5 } as const;
const PHASES = 6;

/**
 * Brings an event about on real sockets, and calls `run` later, from the real callback that shows it. In the simulation
 * there is none: an event has come about when it is chosen.
 */
export type Carry = (run: () => void) => void;

/** One queued event. Cancelling it takes it out of its lane without an ordinal. */
export type Pending = {
  atMs: number;
  seq: number;
  what: string;
  run: () => void;
  isCancelled: boolean;
  carry: Carry | undefined;
  /** Number of the event in which it was posted, from 1; 0: before the first. */
  causedIn: number;
};

/**
 * A socket, as a poll of the event loop comes to it: once, in the order of `step`. It reads before it writes, and a connect is all
 * that it does. What is no socket (finished lookups and jobs of other threads, messages of a port) libuv tells all in one go.
 */
export type PolledSocket = {
  /** Number of the event that was last taken of it, from 1, and its step; 0: none was. */
  takenIn: number;
  step: number;
};

/** Steps of a poll that finds a socket ready, first to last. */
export const STEP = { read: 0, write: 1, connect: 2 } as const;

/** A FIFO of events with a name. */
export class Lane {
  readonly name: string;
  readonly rank: number;
  /** The socket of which this is a step; undefined where it is none of the client's. */
  readonly socket: PolledSocket | undefined;
  readonly step: number;
  /** Ordinal that the next event taken from this lane gets. */
  ordinal = 0;
  /** True while the scheduler looks at this lane. */
  isBusy = false;
  /** When its next event is due, its number, in which it was posted, and the phases until the loop gets to it, as of the last look. */
  atMs = 0;
  seq = 0;
  causedIn = 0;
  distance = 0;
  #queue: Pending[] = [];
  #head = 0;

  constructor(name: string, rank: number, socket?: PolledSocket, step = 0) {
    this.name = name;
    this.rank = rank;
    this.socket = socket;
    this.step = step;
  }

  peek(): Pending | undefined {
    while (this.#queue[this.#head]?.isCancelled === true) this.#head++;
    return this.#queue[this.#head];
  }

  push(pending: Pending): void {
    this.#queue.push(pending);
  }

  shift(): Pending {
    const pending = this.#queue[this.#head++]!;
    if (this.#head > 64 && this.#head * 2 > this.#queue.length) {
      this.#queue = this.#queue.slice(this.#head);
      this.#head = 0;
    }
    return pending;
  }
}

/** What the scheduler needs of the clock: timers are a lane whose queue the clock keeps. */
export interface SchedulerClock {
  readonly nowMs: number;
  readonly nextTimerMs: number | undefined;
  readonly nextTimerName: string;
  /** Number of the event in which the next timer was armed, as it was told when it was. */
  readonly nextTimerCausedIn: number;
  advanceTo(ms: number): void;
  fireNext(): void;
}

/** The event that was chosen; `held` are the events it passed by order of the case. */
export type Chosen = Pick<Pending, 'what' | 'run' | 'carry' | 'causedIn'> & { id: EventId; held: EventId[] };

const NONE_HELD: EventId[] = [];

/** Keeps the lanes of one run and picks the next event. */
export class Scheduler {
  readonly #clock: SchedulerClock;
  /** Lanes on which something may wait, in no order, and those of them whose next event is ready. */
  readonly #busy: Lane[] = [];
  readonly #ready: Lane[] = [];
  #readyCount = 0;
  readonly #byName = new Map<string, Lane>();
  readonly #holds = new Map<EventId, number>();
  readonly #timerLane = new Lane('timer', RANK.timer);
  #seq = 0;
  /** The phase of the event that was taken last, and the number of the first event posted since that phase began. */
  #phase: number = RANK.arrival;
  #phaseSeq = 0;
  #continued: Lane | undefined;
  /** Chooses among what is ready and not held; without one the natural order does. */
  #chooser: Chooser | undefined;
  /** Is told of every choice, as long as there may be deviations. */
  #watch: RunWatch | undefined;
  /** Events taken so far. */
  count = 0;

  constructor(clock: SchedulerClock, schedule: readonly Deviation[], chooser?: Chooser, watch?: RunWatch) {
    this.#clock = clock;
    this.#chooser = chooser;
    this.#watch = watch;
    for (const { hold, for: count } of schedule) this.#holds.set(hold, (this.#holds.get(hold) ?? 0) + count);
  }

  /** The lane of that name, made at first use; `step` of a `socket`, where it is one. */
  lane(name: string, rank: number = RANK.arrival, socket?: PolledSocket, step?: number): Lane {
    let lane = this.#byName.get(name);
    if (lane === undefined) {
      lane = new Lane(name, rank, socket, step);
      this.#byName.set(name, lane);
    }
    return lane;
  }

  /** Queues an event on `lane`, ready after `delayMs` virtual milliseconds. */
  post(lane: Lane, delayMs: number, what: string, run: () => void): Pending {
    const pending = {
      atMs: this.#clock.nowMs + delayMs,
      seq: this.#seq++,
      what,
      run,
      isCancelled: false,
      carry: undefined,
      causedIn: this.count,
    };
    lane.push(pending);
    if (!lane.isBusy) {
      lane.isBusy = true;
      this.#busy.push(lane);
    }
    return pending;
  }

  /** The next event of `lane` belongs to the one that runs: when there is one, it comes next, whatever else waits. */
  continueWith(lane: Lane): void {
    this.#continued = lane;
  }

  /** From now on everything happens in its natural order. */
  stopDeviating(): void {
    this.#holds.clear();
    this.#chooser = undefined;
    this.#watch = undefined;
  }

  /** Drops all lanes and what waits on them. */
  forget(): void {
    this.#byName.clear();
    this.#busy.length = 0;
    this.#ready.length = 0;
    this.#readyCount = 0;
    this.#continued = undefined;
  }

  /** True when something is queued or armed, ready or not. */
  get hasMore(): boolean {
    return this.#clock.nextTimerMs !== undefined || this.#busy.some((lane) => lane.peek() !== undefined);
  }

  /** Takes the next event, moving time when nothing is ready. Undefined when nothing is left up to `untilMs`. */
  next(untilMs: number): Chosen | undefined {
    const continued = this.#continued;
    this.#continued = undefined;
    if (continued?.peek() !== undefined) {
      const chosen = this.#takeFrom(continued, NONE_HELD);
      this.#watch?.chose(chosen.id, [chosen.id]);
      return chosen;
    }
    this.#look(this.#clock.nowMs);
    if (this.#readyCount === 0) {
      const atMs = this.#nextTimeMs();
      if (atMs === undefined || atMs > untilMs) return undefined;
      this.#clock.advanceTo(atMs);
      this.#look(atMs);
      if (this.#readyCount === 0) return undefined;
    }
    return this.#watch === undefined ? this.#choose() : this.#chooseWatched(this.#watch);
  }

  #chooseWatched(watch: RunWatch): Chosen {
    const ids = onlyReal(this.#inOrder()).map(({ name, ordinal }) => `${name}#${ordinal}`);
    const chosen = this.#choose();
    watch.chose(chosen.id, ids);
    return chosen;
  }

  #choose(): Chosen {
    if (this.#chooser !== undefined && this.count >= (this.#chooser.from ?? 0))
      return this.#takeChosen(this.#chooser);
    if (this.#holds.size > 0 && this.#readyCount > 1) return this.#takeDeviating();
    let chosen = this.#ready[0]!;
    for (let i = 1; i < this.#readyCount; i++) {
      const lane = this.#ready[i]!;
      if (compareLanes(lane, chosen) < 0) chosen = lane;
    }
    return this.#take(chosen, NONE_HELD);
  }

  /**
   * What the chooser wants next passes all that could come before it: those are held once. What no event loop comes to before them needs
   * no hold, or the schedule that is written out of it would hold it when its turn has come.
   */
  #takeChosen(chooser: Chooser): Chosen {
    const real = onlyReal(this.#inOrder());
    const free = real.filter(({ name, ordinal }) => (this.#holds.get(`${name}#${ordinal}`) ?? 0) === 0);
    const choices = free.length === 0 ? real : free;
    const chosen = choices[chooser.choose(choices)]!;
    const passed = real.slice(0, real.indexOf(chosen)).map(({ name, ordinal }) => `${name}#${ordinal}`);
    for (const id of passed) {
      const left = this.#holds.get(id) ?? 0;
      if (left > 0) this.#holds.set(id, left - 1);
    }
    return this.#take(chosen, passed);
  }

  /** The first that is not held. What no event loop comes to before what is held does not come next either, and needs no hold. */
  #takeDeviating(): Chosen {
    const real = onlyReal(this.#inOrder());
    const held: EventId[] = [];
    let chosen = real[0]!;
    for (const lane of real) {
      const id = `${lane.name}#${lane.ordinal}`;
      const left = this.#holds.get(id) ?? 0;
      if (left === 0) {
        chosen = lane;
        break;
      }
      held.push(id);
    }
    if (held.length === real.length) held.length = 0;
    for (const id of held) this.#holds.set(id, this.#holds.get(id)! - 1);
    return this.#take(chosen, held);
  }

  /** The lanes that are ready, what is naturally first first. */
  #inOrder(): Lane[] {
    return this.#ready.slice(0, this.#readyCount).toSorted(compareLanes);
  }

  #take(lane: Lane, held: EventId[]): Chosen {
    if (lane.distance > 0) {
      this.#phase = lane.rank;
      this.#phaseSeq = this.#seq;
    }
    return this.#takeFrom(lane, held);
  }

  #takeFrom(lane: Lane, held: EventId[]): Chosen {
    this.count++;
    if (lane.socket !== undefined) {
      lane.socket.takenIn = this.count;
      lane.socket.step = lane.step;
    }
    const id = `${lane.name}#${lane.ordinal++}`;
    if (lane === this.#timerLane)
      return {
        id,
        what: this.#clock.nextTimerName,
        run: () => this.#clock.fireNext(),
        held,
        carry: undefined,
        causedIn: this.#clock.nextTimerCausedIn,
      };
    const { what, run, carry, causedIn } = lane.shift();
    return { id, what, run, held, carry, causedIn };
  }

  /** Finds the lanes whose next event is ready, and stops looking at those on which nothing waits any more. */
  #look(nowMs: number): void {
    const busy = this.#busy;
    this.#readyCount = 0;
    for (let i = 0; i < busy.length;) {
      const lane = busy[i]!;
      const head = lane.peek();
      if (head === undefined) {
        lane.isBusy = false;
        busy[i] = busy.at(-1)!;
        busy.pop();
        continue;
      }
      i++;
      if (head.atMs <= nowMs) this.#addReady(lane, head.atMs, head.seq, head.causedIn);
    }
    const timerMs = this.#clock.nextTimerMs;
    if (timerMs !== undefined && timerMs <= nowMs) this.#addReady(this.#timerLane, timerMs, -1, 0);
  }

  #addReady(lane: Lane, atMs: number, seq: number, causedIn: number): void {
    lane.atMs = atMs;
    lane.seq = seq;
    lane.causedIn = causedIn;
    lane.distance = this.#distance(lane.rank, seq);
    this.#ready[this.#readyCount++] = lane;
  }

  /** Phases from here to where the loop gets to an event: 0 in the phase it is in, PHASES for the next round of that. */
  #distance(rank: number, seq: number): number {
    if (rank !== this.#phase) {
      const isAfterPoll = rank === RANK.pending && this.#phase === RANK.arrival;
      return isAfterPoll ? 0 : (rank - this.#phase + PHASES) % PHASES;
    }
    // One poll finds one event; immediates and close callbacks that these themselves ask for wait for the next round.
    if (rank === RANK.arrival) return PHASES;
    if (rank === RANK.native) return 0;
    return seq < this.#phaseSeq ? 0 : PHASES;
  }

  #nextTimeMs(): number | undefined {
    let atMs = this.#clock.nextTimerMs;
    for (const lane of this.#busy) {
      const head = lane.peek();
      if (head !== undefined && (atMs === undefined || head.atMs < atMs)) atMs = head.atMs;
    }
    return atMs;
  }
}

/** Of lanes in their natural order, those that an event loop can come to next: always the first of them. */
function onlyReal(ready: readonly Lane[]): Lane[] {
  return ready.filter((lane, nth) => mayPass(lane, ready.slice(0, nth)));
}

/**
 * Whether an event loop can come to this lane before those that are naturally first. An immediate runs when the poll is over in
 * which it was asked for: what passes it is what that poll finds, and whatever the other end does meanwhile.
 */
function mayPass(lane: Lane, before: readonly Lane[]): boolean {
  const isOfThePoll = lane.rank === RANK.arrival || lane.rank === RANK.pending;
  return before.every(
    ({ rank, causedIn }) =>
      (rank !== RANK.immediate && rank !== RANK.native) || (isOfThePoll && isStillToCome(lane, causedIn)),
  );
}

/** Whether the poll in which event `causedIn` ran may still find something on this lane. */
function isStillToCome({ socket, step }: Lane, causedIn: number): boolean {
  if (socket === undefined) return true;
  return socket.takenIn === 0 || socket.takenIn < causedIn || socket.step < step;
}

/** A socket that no poll has come to yet. */
export function newSocket(): PolledSocket {
  return { takenIn: 0, step: 0 };
}

function compareLanes(left: Lane, right: Lane): number {
  if (left.distance !== right.distance) return left.distance - right.distance;
  // libuv keeps handles that close on a stack.
  if (left.rank === RANK.close) return right.seq - left.seq;
  return left.atMs - right.atMs || left.seq - right.seq;
}
