// Two timeouts that do not go through the global setTimeout → virtual time: AbortSignal.timeout and socket.setTimeout,
// which Node keeps on internal timers of its own.
import net from 'node:net';

/** Replaces AbortSignal.timeout with one on the virtual clock; the timer does not keep the process alive, as Node's. */
export function installAbortTimeout(): void {
  AbortSignal.timeout = (delay: number): AbortSignal => {
    const controller = new AbortController();
    const timer = setTimeout(() => {
      controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
    }, delay);
    timer.unref();
    return controller.signal;
  };
}

type TimeoutSocket = net.Socket & Record<symbol, unknown> & { _onTimeout(): void; timeout: number };

/** Puts socket.setTimeout onto virtual time while `isActive`; the object it leaves on the socket is what net.Socket expects. */
export function installSocketTimeout(isActive: () => boolean): void {
  const real = net.Socket.prototype.setTimeout;
  const key = Object.getOwnPropertySymbols(new net.Socket()).find(
    (symbol) => symbol.description === 'timeout',
  );
  if (key === undefined) throw new Error(`net.Socket of Node ${process.version} keeps its timeout elsewhere`);
  net.Socket.prototype.setTimeout = function (this: TimeoutSocket, delay: number, callback?: () => void) {
    // The real one throws for what is no duration.
    if (!isActive() || !(Number.isFinite(delay) && delay >= 0)) return real.call(this, delay, callback);
    if (this.destroyed) return this;
    this.timeout = delay;
    const previous = this[key] as { _onTimeout: unknown } | null;
    if (previous !== null && previous !== undefined) previous._onTimeout = null;
    this[key] = null;
    if (delay === 0) {
      if (callback !== undefined) this.removeListener('timeout', callback);
      return this;
    }
    this[key] = new TimeoutRecord(() => this._onTimeout(), delay);
    if (callback !== undefined) this.once('timeout', callback);
    return this;
  };
}

/** What net.Socket refreshes on activity and Node's internal clearTimeout disarms (it sets `_onTimeout` to null). */
class TimeoutRecord {
  /** Tells Node's clearTimeout that nothing is left for it to take out of its own lists. */
  readonly _destroyed = true;
  readonly #timer: NodeJS.Timeout;
  #armed: (() => void) | null;

  constructor(onTimeout: () => void, delay: number) {
    this.#armed = onTimeout;
    this.#timer = setTimeout(onTimeout, delay);
    this.#timer.unref();
  }

  refresh(): this {
    if (this.#armed !== null) this.#timer.refresh();
    return this;
  }

  get _onTimeout(): (() => void) | null {
    return this.#armed;
  }

  set _onTimeout(value: (() => void) | null) {
    this.#armed = value;
    if (value === null) clearTimeout(this.#timer);
  }
}
