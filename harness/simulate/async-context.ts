// AsyncLocalStorage → the same across the events of the world as across those of Node: a callback runs in the context that it
// was asked for in, and no event sees what another has entered. It costs nothing until somebody uses one.
import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';

/** Runs a function in a context, and gives what it gives. */
export type Within = <R>(run: () => R) => R;

/** Whether any storage was ever entered in this process: before that all contexts are alike. */
let isUsed = false;

/** The context of nobody. */
const root: Within = AsyncLocalStorage.snapshot();

/** Notices the first use of a storage, and leaves Node's own methods in place from then on. */
export function installAsyncContext(): void {
  const prototype = AsyncLocalStorage.prototype as unknown as Record<string, (...args: unknown[]) => unknown>;
  const real = { run: prototype['run']!, enterWith: prototype['enterWith']! };
  for (const name of ['run', 'enterWith'] as const)
    prototype[name] = function (this: unknown, ...args: unknown[]): unknown {
      isUsed = true;
      Object.assign(prototype, real);
      return real[name].apply(this, args);
    };
}

/** `callback`, which will run in the context that is current now. */
export function bindContext<F extends (...args: never[]) => unknown>(callback: F): F {
  if (!isUsed) return callback;
  const bound = AsyncLocalStorage.bind(callback);
  // Events are told by it.
  return Object.defineProperty(bound, 'name', { value: callback.name });
}

/** The context that is current now; undefined when it is like all others. */
export function captureContext(): Within | undefined {
  return isUsed ? AsyncLocalStorage.snapshot() : undefined;
}

/** Runs an event: in no context, and what it enters ends with it. */
export function runOutsideContexts(job: () => void): void {
  if (!isUsed) return job();
  // A resource of its own: before Node 24 what is entered stays with the resource.
  root(() => new AsyncResource('closecall event', { requireManualDestroy: true }).runInAsyncScope(job));
}
