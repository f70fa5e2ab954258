// Lanes of pending events → one event at a time. It chooses only when the program is quiescent (microtasks and ticks
// drained), choice 0 is the natural order, and every deviation names its target, so removing one shifts nothing else.
import type { Deviation, EventId } from '../model/case.ts';

/** Order of lanes among events that are ready: immediates before close callbacks before timers before arrivals (libuv's phases). */
export const RANK = { immediate: 0, close: 1, timer: 2, arrival: 3 } as const;

/** One queued event. Cancelling it takes it out of its lane without an ordinal. */
export type Pending = { atMs: number; seq: number; what: string; run: () => void; isCancelled: boolean };

/** A FIFO of events with a name; its head waits while `isOpen` says no. */
export class Lane {
  readonly name: string;
  readonly rank: number;
  /** Ordinal that the next event taken from this lane gets. */
  ordinal = 0;
  isOpen: () => boolean = alwaysOpen;
  #queue: Pending[] = [];
  #head = 0;

  constructor(name: string, rank: number) {
    this.name = name;
    this.rank = rank;
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

  /** Drops everything that waits, without counting it. */
  clear(): void {
    this.#queue = [];
    this.#head = 0;
  }
}

/** What the scheduler needs of the clock: timers are a lane whose queue the clock keeps. */
export interface SchedulerClock {
  readonly nowMs: number;
  readonly nextTimerMs: number | undefined;
  readonly nextTimerName: string;
  advanceTo(ms: number): void;
  fireNext(): void;
}

/** The event that was chosen; `held` are the events it passed by order of the case. */
export type Chosen = { id: EventId; what: string; run: () => void; held: EventId[] };

type Candidate = { lane: Lane; atMs: number; seq: number };

/** Keeps the lanes of one run and picks the next event. */
export class Scheduler {
  readonly #clock: SchedulerClock;
  readonly #lanes: Lane[] = [];
  readonly #byName = new Map<string, Lane>();
  readonly #holds = new Map<EventId, number>();
  readonly #timerLane = new Lane('timer', RANK.timer);
  #seq = 0;

  constructor(clock: SchedulerClock, schedule: readonly Deviation[]) {
    this.#clock = clock;
    for (const { hold, for: count } of schedule) this.#holds.set(hold, (this.#holds.get(hold) ?? 0) + count);
  }

  /** The lane of that name, made at first use. */
  lane(name: string, rank: number = RANK.arrival): Lane {
    let lane = this.#byName.get(name);
    if (lane === undefined) {
      lane = new Lane(name, rank);
      this.#byName.set(name, lane);
      this.#lanes.push(lane);
    }
    return lane;
  }

  /** Queues an event on `lane`, ready after `delayMs` virtual milliseconds. */
  post(lane: Lane, delayMs: number, what: string, run: () => void): Pending {
    const pending = { atMs: this.#clock.nowMs + delayMs, seq: this.#seq++, what, run, isCancelled: false };
    lane.push(pending);
    return pending;
  }

  /** From now on everything happens in its natural order. */
  stopDeviating(): void {
    this.#holds.clear();
  }

  /** True when something is queued or armed, ready or not. */
  get hasMore(): boolean {
    return this.#clock.nextTimerMs !== undefined || this.#lanes.some((lane) => lane.peek() !== undefined);
  }

  /** Takes the next event, moving time when nothing is ready. Undefined when nothing is left up to `untilMs`. */
  next(untilMs: number): Chosen | undefined {
    let candidates = this.#candidates(this.#clock.nowMs);
    if (candidates.length === 0) {
      const atMs = this.#nextTimeMs();
      if (atMs === undefined || atMs > untilMs) return undefined;
      this.#clock.advanceTo(atMs);
      candidates = this.#candidates(atMs);
    }
    return this.#take(candidates);
  }

  #take(candidates: Candidate[]): Chosen | undefined {
    if (candidates.length === 0) return undefined;
    const held: EventId[] = [];
    let chosen = candidates[0]!;
    if (this.#holds.size > 0 && candidates.length > 1) {
      candidates.sort(compareCandidates);
      chosen = candidates[0]!;
      for (const candidate of candidates) {
        const id = `${candidate.lane.name}#${candidate.lane.ordinal}`;
        const left = this.#holds.get(id) ?? 0;
        if (left === 0) {
          chosen = candidate;
          break;
        }
        held.push(id);
      }
      if (held.length === candidates.length) held.length = 0;
      for (const id of held) this.#holds.set(id, this.#holds.get(id)! - 1);
    } else {
      for (const candidate of candidates) if (compareCandidates(candidate, chosen) < 0) chosen = candidate;
    }
    const { lane } = chosen;
    const id = `${lane.name}#${lane.ordinal++}`;
    if (lane === this.#timerLane)
      return { id, what: this.#clock.nextTimerName, run: () => this.#clock.fireNext(), held };
    const pending = lane.shift();
    return { id, what: pending.what, run: pending.run, held };
  }

  #candidates(nowMs: number): Candidate[] {
    const candidates: Candidate[] = [];
    for (const lane of this.#lanes) {
      const head = lane.peek();
      if (head !== undefined && head.atMs <= nowMs && lane.isOpen())
        candidates.push({ lane, atMs: head.atMs, seq: head.seq });
    }
    const timerMs = this.#clock.nextTimerMs;
    if (timerMs !== undefined && timerMs <= nowMs)
      candidates.push({ lane: this.#timerLane, atMs: timerMs, seq: -1 });
    return candidates;
  }

  #nextTimeMs(): number | undefined {
    let atMs = this.#clock.nextTimerMs;
    for (const lane of this.#lanes) {
      const head = lane.peek();
      if (head !== undefined && (atMs === undefined || head.atMs < atMs) && lane.isOpen()) atMs = head.atMs;
    }
    return atMs;
  }
}

function compareCandidates(left: Candidate, right: Candidate): number {
  const leftRank = Math.min(left.lane.rank, RANK.timer);
  const rightRank = Math.min(right.lane.rank, RANK.timer);
  if (leftRank !== rightRank) return leftRank - rightRank;
  return left.atMs - right.atMs || left.lane.rank - right.lane.rank || left.seq - right.seq;
}

function alwaysOpen(): boolean {
  return true;
}
