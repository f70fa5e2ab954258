// Compression on libuv's threads → the same native call made at once, its completion an event of the world. What it
// produces, and how that is cut into chunks, never depends on a thread. Every stream, promise and one-shot function of
// node:zlib, and CompressionStream, end in these handles, whoever captured what before.
import { AsyncLocalStorage } from 'node:async_hooks';
import * as zlib from 'node:zlib';

/** Where the completions go: an event with that description. */
export interface WorkQueue {
  postWork(what: string, run: () => void): void;
}

type Callback = (this: Handle, ...args: unknown[]) => void;
type Method = (this: Handle, ...args: unknown[]) => unknown;
/** Node's native compression handle; `onerror` is told of an error instead of the completion. */
type Handle = { write: Method; writeSync: Method; init: Method; onerror: Callback };

/** Handles with the function that they call when a write is done, and the async context they were made in. */
const completions = new WeakMap<object, { done: Callback; within: <R>(run: () => R) => R }>();

/** One engine per native class; a Node without Zstandard has none for that. */
function* openEngines(): Generator<{ handle: Handle; close: () => void }> {
  const { createZstdCompress, createZstdDecompress } = zlib as Partial<typeof zlib>;
  for (const create of [
    zlib.createGunzip,
    zlib.createBrotliCompress,
    zlib.createBrotliDecompress,
    createZstdCompress,
    createZstdDecompress,
  ]) {
    const engine = create?.();
    if (engine === undefined) continue;
    const handle = (engine as unknown as { _handle?: Handle })._handle;
    if (typeof handle?.write !== 'function' || typeof handle.writeSync !== 'function')
      throw new Error(`node:zlib of Node ${process.version} keeps its handles elsewhere`);
    yield { handle, close: () => engine.close() };
  }
}

/** Puts the trampolines in place; between cases the threads serve. */
export function installZlib(current: () => WorkQueue | undefined): void {
  for (const { handle, close } of openEngines()) {
    patch(Object.getPrototypeOf(handle) as Handle, current);
    close();
  }
}

function patch(prototype: Handle, current: () => WorkQueue | undefined): void {
  const { init, write, writeSync } = prototype;
  prototype.init = function (...args) {
    const done = args.find((arg): arg is Callback => typeof arg === 'function');
    if (done !== undefined) completions.set(this, { done, within: AsyncLocalStorage.snapshot() });
    return init.apply(this, args);
  };
  prototype.write = function (...args) {
    const queue = current();
    const completion = completions.get(this);
    if (queue === undefined || completion === undefined) return write.apply(this, args);
    let failure: unknown[] | undefined;
    const keep: Callback = (...error) => {
      failure = error;
    };
    const { onerror } = this;
    Object.assign(this, { onerror: keep });
    try {
      writeSync.apply(this, args);
    } finally {
      Object.assign(this, { onerror });
    }
    // As Node does, also for a handle that was closed meanwhile.
    queue.postWork('compression done', () =>
      completion.within(() => {
        if (failure === undefined) completion.done.call(this);
        else this.onerror(...failure);
      }),
    );
    return undefined;
  };
}
