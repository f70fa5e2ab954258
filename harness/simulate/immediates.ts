// setImmediate → events of the world. Between cases the real one serves, so that modules can load as usual.
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { bindContext } from './async-context.ts';
import { RANK, type Pending, type Scheduler } from './scheduler.ts';

/** The real setImmediate, for the harness itself. */
export const realSetImmediate = globalThis.setImmediate;

/** What setImmediate returns inside a world: as Node's Immediate. */
class SimImmediate {
  pending: Pending | undefined;
  #isRef = true;

  ref(): this {
    this.#isRef = true;
    return this;
  }

  unref(): this {
    this.#isRef = false;
    return this;
  }

  hasRef(): boolean {
    return this.#isRef && this.pending !== undefined;
  }

  /** Takes it out before it runs. */
  clear(): void {
    if (this.pending !== undefined) this.pending.isCancelled = true;
    this.pending = undefined;
  }

  [Symbol.dispose](): void {
    this.clear();
  }
}

/** Puts the trampolines in place; `current` tells the scheduler of the case that runs. */
export function installImmediates(current: () => Scheduler | undefined): void {
  const realClearImmediate = globalThis.clearImmediate;
  const set = function setImmediate(callback: (...args: unknown[]) => void, ...args: unknown[]): unknown {
    const scheduler = current();
    // Node's own throws for what is no function.
    if (scheduler === undefined || typeof callback !== 'function') return realSetImmediate(callback, ...args);
    const immediate = new SimImmediate();
    const lane = scheduler.lane('immediate', RANK.immediate);
    const bound = bindContext(callback);
    immediate.pending = scheduler.post(lane, 0, callback.name === '' ? 'immediate' : callback.name, () => {
      immediate.pending = undefined;
      bound(...args);
    });
    return immediate;
  };
  const clear = function clearImmediate(immediate: unknown): void {
    if (immediate instanceof SimImmediate) immediate.clear();
    else realClearImmediate(immediate as NodeJS.Immediate);
  };
  Object.assign(globalThis, { setImmediate: set, clearImmediate: clear });
  const require = createRequire(import.meta.url);
  Object.assign(require('node:timers') as object, { setImmediate: set, clearImmediate: clear });
  syncBuiltinESMExports();
}
