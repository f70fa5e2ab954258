// node:timers/promises and util.promisify(setTimeout) → the world's timers. Built on the global functions, so that
// delays, references and the table of open timers are what they are for callbacks.
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { promisify } from 'node:util';

type Options = { signal?: AbortSignal; ref?: boolean };

/** Puts the trampolines in place; timers and immediates have theirs already. */
export function installTimersPromises(): void {
  const promises = createRequire(import.meta.url)('node:timers/promises') as Record<string, unknown>;
  const scheduler = promises['scheduler'] as object;
  Object.assign(promises, { setTimeout: sleep, setInterval: tick, setImmediate: nextRound });
  define(scheduler, 'wait', async (delay?: number, options?: Options) => sleep(delay, undefined, options));
  define(scheduler, 'yield', async () => nextRound());
  define(globalThis.setTimeout, promisify.custom, sleep);
  define(globalThis.setImmediate, promisify.custom, nextRound);
  syncBuiltinESMExports();
}

async function sleep<T>(delay?: number, value?: T, options: Options = {}): Promise<T | undefined> {
  return settleOnce(options.signal, value, (resolve) => {
    const timer = setTimeout(resolve, delay);
    if (options.ref === false) timer.unref();
    return () => clearTimeout(timer);
  });
}

async function nextRound<T>(value?: T, options: Options = {}): Promise<T | undefined> {
  return settleOnce(options.signal, value, (resolve) => {
    const immediate = setImmediate(resolve);
    if (options.ref === false) immediate.unref();
    return () => clearImmediate(immediate);
  });
}

async function* tick<T>(delay?: number, value?: T, options: Options = {}): AsyncGenerator<T | undefined> {
  const { signal } = options;
  const isAborted = (): boolean => signal?.aborted === true;
  if (isAborted()) throw abortError(signal!);
  let due = 0;
  let wake: (() => void) | undefined;
  const interval = setInterval(() => {
    due++;
    wake?.();
  }, delay);
  if (options.ref === false) interval.unref();
  const onAbort = (): void => {
    clearInterval(interval);
    wake?.();
  };
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    for (;;) {
      if (due === 0 && !isAborted())
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      for (; due > 0; due--) yield value;
      if (isAborted()) throw abortError(signal!);
    }
  } finally {
    clearInterval(interval);
    signal?.removeEventListener('abort', onAbort);
  }
}

/** Resolves when what `arm` armed comes, rejects when the signal comes first; `arm` gives what disarms it. */
async function settleOnce<T>(
  signal: AbortSignal | undefined,
  value: T | undefined,
  arm: (resolve: () => void) => () => void,
): Promise<T | undefined> {
  if (signal?.aborted === true) throw abortError(signal);
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      disarm();
      reject(abortError(signal!));
    };
    const disarm = arm(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve(value);
    });
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/** As Node's own AbortError, which is not public. */
function abortError(signal: AbortSignal): Error {
  const error = new Error('The operation was aborted', { cause: signal.reason });
  return Object.assign(error, { name: 'AbortError', code: 'ABORT_ERR' });
}

function define(target: object, name: string | symbol, value: unknown): void {
  Object.defineProperty(target, name, { value, configurable: true, writable: true });
}
