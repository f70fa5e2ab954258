// Real time → virtual time, once and for good: timers, immediates' host functions, Date and performance of this process
// move only when the world says so. One clock per process, never taken out: undici's module-level fast timer would go
// on re-arming a clock that was replaced. A case counts time from its own start.
import { install, type Clock } from '@sinonjs/fake-timers';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import perfHooks from 'node:perf_hooks';
import { CASE_EPOCH_MS, FETCH_TIMINGS_MAX } from '../model/limits.ts';
import { bindContext } from './async-context.ts';
import './real-time.ts';

type HeapTimer = { callAt: number; id: number; func?: { name: string } };
/** The parts of fake-timers' clock that its types leave out. */
type ClockInternals = Omit<Clock, 'timerHeap' | 'timers'> & {
  timerHeap?: { peek(): HeapTimer | undefined };
  timers?: Map<number, HeapTimer>;
};

/** The process's virtual clock. Times are virtual milliseconds since the current case began. */
export class VirtualClock {
  readonly #clock: ClockInternals;
  /** Timers of this case by id; what fired or was cleared is told by the clock. */
  readonly #made = new Map<
    number,
    { timer: { hasRef(): boolean }; delayMs: number; name: string; origin: string[]; causedIn: number }
  >();
  #origin = 0;
  /** Frames of the caller, for timers made from now on; empty unless a detailed run asks. */
  captureOrigin: () => string[] = () => [];
  /** Number of the event that runs, for timers made from now on. */
  countEvents: () => number = () => 0;

  constructor() {
    const { setTimeout: refuse } = globalThis;
    const installed: unknown = install({
      now: CASE_EPOCH_MS,
      toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'hrtime', 'performance'],
      loopLimit: Number.MAX_SAFE_INTEGER,
      ignoreMissingTimers: true,
      shouldClearNativeTimers: true,
    });
    this.#clock = installed as ClockInternals;
    this.#origin = this.#clock.now;
    // When it is full, Node says so in a real immediate: every fetch adds to it.
    perfHooks.performance.setResourceTimingBufferSize(FETCH_TIMINGS_MAX);
    this.#patchNodeDelays(refuse);
    this.#patchMonotonic();
  }

  /** Virtual milliseconds since the case began. */
  get nowMs(): number {
    return this.#clock.now - this.#origin;
  }

  /** When the next timer is due, undefined without one. */
  get nextTimerMs(): number | undefined {
    const next = this.#clock.timerHeap?.peek();
    return next === undefined ? undefined : next.callAt - this.#origin;
  }

  /** Name of the function that the next timer calls. */
  get nextTimerName(): string {
    const name = this.#clock.timerHeap?.peek()?.func?.name ?? '';
    return name === '' ? 'timer' : name;
  }

  /** Number of the event in which the next timer was made; of an interval, the first time. */
  get nextTimerCausedIn(): number {
    const next = this.#clock.timerHeap?.peek();
    return (next === undefined ? undefined : this.#made.get(next.id))?.causedIn ?? 0;
  }

  /** Timers that are armed and keep the process alive, in the order they were made. */
  get openTimers(): { delayMs: number; name: string; origin: string[] }[] {
    const open = [];
    for (const [id, made] of this.#made)
      if (this.#clock.timers?.has(id) === true && made.timer.hasRef()) open.push(made);
    return open;
  }

  /** Number of timers that are armed. */
  get timerCount(): number {
    return this.#clock.timers?.size ?? 0;
  }

  /** A case begins: its time starts at 0 and its Date at the epoch, wherever the clock stands. */
  beginCase(): void {
    if (this.timerCount > 0) this.clear();
    this.#clock.setSystemTime(CASE_EPOCH_MS);
    this.#origin = this.#clock.now;
    this.#made.clear();
    const { performance: timeline } = perfHooks;
    timeline.clearResourceTimings();
    timeline.clearMarks();
    timeline.clearMeasures();
  }

  /**
   * Moves time forward without firing anything; timers that it passes are late. Set directly: `tick` would fire what is due
   * at `ms`.
   */
  advanceTo(ms: number): void {
    if (ms > this.nowMs) this.#clock.now = ms + this.#origin;
  }

  /** Fires the next timer, moving time to when it is due, never back. */
  fireNext(): void {
    const next = this.#clock.timerHeap?.peek();
    // It is the first of the heap and leaves it at once: its own time may change, the order of the others does not.
    if (next !== undefined && next.callAt < this.#clock.now) next.callAt = this.#clock.now;
    this.#clock.next();
  }

  /** Takes out every armed timer. */
  clear(): void {
    for (const id of this.#clock.timers?.keys() ?? []) this.#clock.clearTimeout(id);
  }

  /**
   * As Node: a delay below 1, above 2^31-1 or not a number is 1 ms; fake-timers takes 0 as "now". What is no function is for
   * Node's own setTimeout to `refuse`.
   */
  #patchNodeDelays(refuse: (callback: never) => unknown): void {
    const timers = createRequire(import.meta.url)('node:timers') as Record<string, unknown>;
    const made = this.#made.set.bind(this.#made);
    for (const name of ['setTimeout', 'setInterval'] as const) {
      const fake = globalThis[name] as (...args: unknown[]) => unknown;
      const patched = (callback: unknown, delay?: unknown, ...args: unknown[]): unknown => {
        if (typeof callback !== 'function') return refuse(callback as never);
        const number = Number(delay);
        const delayMs = number >= 1 && number <= 2_147_483_647 ? Math.trunc(number) : 1;
        const timer = fake(bindContext(callback as () => void), delayMs, ...args) as { hasRef(): boolean };
        const label: unknown = callback.name;
        made(Number(timer), {
          timer,
          delayMs,
          name: typeof label === 'string' ? label : '',
          origin: this.captureOrigin(),
          causedIn: this.countEvents(),
        });
        return timer;
      };
      Object.defineProperty(patched, 'name', { value: name });
      (globalThis as Record<string, unknown>)[name] = patched;
      timers[name] = patched;
    }
    for (const name of ['clearTimeout', 'clearInterval'] as const) timers[name] = globalThis[name];
    syncBuiltinESMExports();
  }

  /** Monotonic time starts at 0 in every case: fake-timers' own would tell how many cases came before. */
  #patchMonotonic(): void {
    const now = (): number => this.nowMs;
    // The global is one of fake-timers; node:perf_hooks has Node's own.
    for (const clock of [performance, perfHooks.performance]) {
      Object.defineProperty(clock, 'now', { value: now, configurable: true, writable: true });
      Object.defineProperty(clock, 'timeOrigin', { value: CASE_EPOCH_MS, configurable: true });
    }
    Object.defineProperty(Event.prototype, 'timeStamp', { get: now, configurable: true, enumerable: true });
    process.uptime = () => now() / 1_000;
    const hrtime = (previous?: [number, number]): [number, number] => {
      const nanos = Math.round(now() * 1e6);
      const seconds = Math.floor(nanos / 1e9) - (previous?.[0] ?? 0);
      const rest = (nanos % 1e9) - (previous?.[1] ?? 0);
      return rest < 0 ? [seconds - 1, rest + 1e9] : [seconds, rest];
    };
    hrtime.bigint = (): bigint => BigInt(Math.round(now() * 1e6));
    process.hrtime = hrtime;
    syncBuiltinESMExports();
  }
}
