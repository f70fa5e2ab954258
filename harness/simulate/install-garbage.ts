// What a program learns of garbage collection → nothing, while a case runs: when memory is collected differs between two runs
// of one case, so it must decide nothing in a trace. Between cases finalizers run as in Node.

/** What is kept alive until the case is over. */
export interface GarbageHost {
  keepAlive(target: object): void;
}

/** Replaces FinalizationRegistry and WeakRef by classes that see no collection while a case runs. */
export function installGarbage(current: () => GarbageHost | undefined): void {
  const RealRegistry = globalThis.FinalizationRegistry;
  const RealRef = globalThis.WeakRef;
  globalThis.FinalizationRegistry = class FinalizationRegistry<T> extends RealRegistry<T> {
    constructor(cleanUp: (held: T) => void) {
      super((held) => {
        if (current() === undefined) cleanUp(held);
      });
    }
  };
  globalThis.WeakRef = class WeakRef<T extends WeakKey> extends RealRef<T> {
    constructor(target: T) {
      super(target);
      current()?.keepAlive(target as object);
    }
  };
}
