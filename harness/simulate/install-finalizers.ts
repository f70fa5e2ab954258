// FinalizationRegistry.register → the same, and a note of which functions a finalizer will undo. What only waits for a
// garbage collection to be taken away was not forgotten by anybody, and when a collection comes must decide nothing.

/** Functions that were handed to a finalizer. */
const held = new WeakSet<object>();

/**
 * True when a finalizer knows `listener`: fetch leaves an abort listener on its caller's signal, which refers to the request
 * weakly and goes when that is collected (undici, lib/web/fetch/request.js).
 */
export function isHeldByFinalizer(listener: object): boolean {
  return held.has(listener);
}

/** Replaces the method, not the class: Node's own undici makes its registries as soon as a module imports `node:http`. */
export function installFinalizers(): void {
  const prototype = FinalizationRegistry.prototype as FinalizationRegistry<unknown>;
  const register = prototype.register;
  prototype.register = function (this: FinalizationRegistry<unknown>, ...args): void {
    const value = args[1];
    if (typeof value === 'object' && value !== null)
      for (const part of Object.values(value)) if (typeof part === 'function') held.add(part as object);
    register.apply(this, args);
  };
}
