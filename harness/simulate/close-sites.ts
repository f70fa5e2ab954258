// Calls of close() and destroy() on undici's dispatchers → places in a detailed trace. Only watches: the calls go
// through unchanged, and a run that is not detailed records nothing.
import { captureFrames } from './error-record.ts';
import { ownUndici } from './own-undici.ts';

type Sink = (what: string, frames: string[]) => void;
type Closer = (this: object, ...args: unknown[]) => unknown;

let sink: Sink | undefined;

/** Sends closings to `next` from now on; undefined stops it. */
export function watchClosings(next: Sink | undefined): void {
  sink = next;
}

/** Frames of undici itself: the package under whatever name it is installed, or the one inside Node. */
const UNDICI = /node_modules\/undici[^/]*\/|node:internal\/deps\/undici\//;

const watchedBases = new WeakSet<object>();

/** Watches all dispatchers of the release of undici that `agentClass` is from. */
export function watchClosingsOf(agentClass: new () => unknown): void {
  const base = Object.getPrototypeOf(agentClass.prototype) as Record<'close' | 'destroy', Closer>;
  if (watchedBases.has(base)) return;
  watchedBases.add(base);
  for (const name of ['close', 'destroy'] as const) {
    const original = base[name];
    const watched: Closer = function (...args) {
      if (sink !== undefined) {
        const frames = captureFrames(watched);
        // undici's dispatchers close each other; only the call from outside says who wanted it.
        const isInner = frames[0] === undefined || UNDICI.test(frames[0]);
        if (!isInner) sink(`${this.constructor.name}.${name}`, frames);
      }
      return original.apply(this, args);
    };
    base[name] = watched;
  }
}

if (ownUndici !== undefined) watchClosingsOf(ownUndici.Agent);
