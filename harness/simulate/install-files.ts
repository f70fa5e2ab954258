// File operations of a client → real work that the world waits for, its completion an event; each path that is touched is
// told to the world. All of node:fs ends in one binding object, whoever captured what of it before.
import { AsyncLocalStorage } from 'node:async_hooks';
import { isPromise } from 'node:util/types';
import type { RealWork } from './real-work.ts';

/** What the operations of a case go to. */
export type FileHost = { work: RealWork; onEscape(kind: 'file', what: string): void };

/** A native request: `oncomplete` is called when it is done. */
type Request = { oncomplete: (this: Request, ...args: unknown[]) => void };
type Operation = (...args: unknown[]) => unknown;
type FileSystem = Record<string, Operation> & {
  FSReqCallback: new () => Request;
  FileHandle: { prototype: { close: () => unknown } };
  kUsePromises: symbol;
};

/** What only the loaders of modules ask, and often. */
const OF_LOADERS = new Set(['internalModuleStat', 'legacyMainResolve', 'getFormatOfExtensionlessFile']);

/** Puts the trampolines in place; between cases files are used as in Node. */
export function installFiles(current: () => FileHost | undefined): void {
  const binding = (process as unknown as { binding(name: string): FileSystem }).binding('fs');
  const { FSReqCallback, FileHandle, kUsePromises } = binding;
  for (const [name, value] of Object.entries(binding)) {
    if (typeof value !== 'function' || /^[A-Z]/.test(name) || OF_LOADERS.has(name)) continue;
    const operation = value as Operation;
    const label = name.replace(/(?:FileHandle|FileUtf8)$/, '');
    binding[name] = (...args) => {
      const host = current();
      if (host === undefined) return operation(...args);
      const [path] = args;
      if (typeof path === 'string' || Buffer.isBuffer(path))
        host.onEscape('file', `${label} ${path.toString()}`);
      for (const arg of args)
        if (arg instanceof FSReqCallback) {
          arg.oncomplete = deliverLater(arg, host.work.begin(`fs.${name}`));
          break;
        }
      const result = operation(...args);
      return args.includes(kUsePromises) && isPromise(result)
        ? host.work.follow(`fs.${name}`, result)
        : result;
    };
  }
  const { close } = FileHandle.prototype;
  FileHandle.prototype.close = function (this: object) {
    const host = current();
    const result = close.call(this);
    return host !== undefined && isPromise(result) ? host.work.follow('fs.close', result) : result;
  };
}

/** The request's completion, put off until its event; in the async context that Node calls it in. */
function deliverLater(request: Request, deliver: (run: () => void) => void): Request['oncomplete'] {
  const { oncomplete } = request;
  return (...args) => deliver(AsyncLocalStorage.bind(() => oncomplete.apply(request, args)));
}
