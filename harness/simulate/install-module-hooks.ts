// An `import()` in a version of Node.js that resolves and loads in another thread, because of hooks → real work that the
// world waits for. Node.js keeps the process alive for as long as that thread owes an answer; that is where it is met.
import { createRequire } from 'node:module';
import type { RealWork } from './real-work.ts';

type InternalWorker = { ref(): void; unref(): void };

/** Puts the trampolines in place; where no hooks are in another thread, nothing ever calls them. */
export function installModuleHooks(current: () => RealWork | undefined): void {
  const { Worker } = createRequire(import.meta.url)('node:worker_threads') as {
    Worker: { prototype: InternalWorker };
  };
  const prototype = Worker.prototype;
  const { ref, unref } = prototype;
  let release: (() => void) | undefined;
  prototype.ref = function () {
    if (isOfModules(this)) release ??= current()?.hold();
    return ref.call(this);
  };
  prototype.unref = function () {
    if (isOfModules(this)) {
      release?.();
      release = undefined;
    }
    return unref.call(this);
  };
}

/** Threads that a client makes are of the public class. */
function isOfModules(worker: InternalWorker): boolean {
  return worker.constructor.name === 'InternalWorker';
}
