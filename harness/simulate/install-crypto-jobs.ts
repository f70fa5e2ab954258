// node:crypto and WebCrypto on libuv's threads → real work that the world waits for, its completion an event. Every
// asynchronous function of either makes a native job and calls its `run`; that is where it is met, so validation
// errors, and what Node does without a thread, stay as they are.
import { AsyncLocalStorage, createHook } from 'node:async_hooks';
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { isPromise } from 'node:util/types';
import type { RealWork } from './real-work.ts';

/** A native job: asynchronous ones have `ondone`, or `run` gives a promise; others give their result. */
type Job = { run: (this: Job) => unknown; ondone?: (this: Job, ...args: unknown[]) => void };
type Callable = (this: unknown, ...args: unknown[]) => unknown;

/** Functions of node:crypto that take a callback and leave the thread; those a Node lacks are passed over. */
const WITH_CALLBACK = [
  'argon2',
  'checkPrime',
  'decapsulate',
  'diffieHellman',
  'encapsulate',
  'generateKey',
  'generateKeyPair',
  'generatePrime',
  'hkdf',
  'pbkdf2',
  'scrypt',
  'sign',
  'verify',
];

/** Puts the trampolines in place; between cases jobs run as in Node. */
export function installCryptoJobs(current: () => RealWork | undefined): void {
  const met = new WeakSet<object>();
  // The classes of jobs are not public: each is met when its first instance is made, just before that runs.
  const hook = createHook({
    init(_id, type, _trigger, resource) {
      if (!type.endsWith('REQUEST')) return;
      const prototype = Object.getPrototypeOf(resource) as Job;
      if (typeof prototype.run !== 'function' || met.has(prototype)) return;
      met.add(prototype);
      patchRun(prototype, type.slice(0, -'REQUEST'.length).toLowerCase(), current);
    },
  });
  let users = 0;
  const enter = (): void => {
    if (users++ === 0) hook.enable();
  };
  const exit = (): void => {
    if (--users === 0) hook.disable();
  };
  /** Looks for new classes while `call` makes its jobs. */
  const watched = (original: Callable): Callable => {
    const patched: Callable = function (...args) {
      if (current() === undefined) return original.apply(this, args);
      enter();
      let result: unknown;
      try {
        result = original.apply(this, args);
      } finally {
        if (!isPromise(result)) exit();
      }
      if (isPromise(result)) result.then(exit, exit);
      return result;
    };
    for (const key of Reflect.ownKeys(original))
      Object.defineProperty(patched, key, Object.getOwnPropertyDescriptor(original, key)!);
    return patched;
  };
  const module = crypto as unknown as Record<string, Callable>;
  for (const name of WITH_CALLBACK)
    if (typeof module[name] === 'function') module[name] = watched(module[name]);
  const subtle = Object.getPrototypeOf(crypto.webcrypto.subtle) as Record<string, Callable>;
  for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(subtle)))
    if (typeof value === 'function' && name !== 'constructor') subtle[name] = watched(value as Callable);
  syncBuiltinESMExports();
}

function patchRun(prototype: Job, what: string, current: () => RealWork | undefined): void {
  const { run } = prototype;
  prototype.run = function () {
    const work = current();
    if (work === undefined) return run.apply(this);
    const { ondone } = this;
    if (ondone === undefined) {
      const result = run.apply(this);
      return isPromise(result) ? work.follow(what, result) : result;
    }
    const deliver = work.begin(what);
    this.ondone = (...args) => deliver(AsyncLocalStorage.bind(() => ondone.apply(this, args)));
    return run.apply(this);
  };
}
