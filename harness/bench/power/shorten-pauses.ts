// Long pauses of a client and its app → short ones, as whoever writes a stress test would configure them: a reconnect after a second
// would cost a second. Timers of Node's own and undici's, which ticks every half second, are left alone.

/** From now on global timers of at least `fromMs` last a part of that. */
export function shortenPauses(fromMs: number, divisor: number): void {
  const original = globalThis.setTimeout;
  const shortened = (job: (...args: unknown[]) => void, ms = 0, ...args: unknown[]): NodeJS.Timeout =>
    original(job, ms >= fromMs ? ms / divisor : ms, ...args);
  globalThis.setTimeout = Object.assign(shortened, original);
}
