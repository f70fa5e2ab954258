// What Node.js is at work on → what of it began with the case. The safety net under the trampolines: a real timer, request
// or handle that none of them met is seen here, though only when somebody looks.
import { createHook, type AsyncHook } from 'node:async_hooks';
import { captureClientFrames } from './error-record.ts';

/** Kinds of asynchronous resource that come by themselves and hold nothing open. */
const HARMLESS = new Set(['PROMISE', 'TickObject', 'Microtask']);

/**
 * Requests that Node keeps in a pool when they are done, and counts as active for ever; and ports, which are active while
 * somebody listens: what comes to them is waited for.
 */
const IDLE = new Set(['FileHandleReadWrap', 'MessagePort']);

/** One case's look at the process. */
export class ActivityWatch {
  readonly #before: string[];
  /** Where the resources of each kind were made last; only in a detailed run, for its price. */
  readonly #origins = new Map<string, string[]>();
  readonly #hook: AsyncHook | undefined;

  constructor(isDetailed: boolean) {
    this.#before = process.getActiveResourcesInfo();
    if (isDetailed)
      this.#hook = createHook({
        init: (_id, type) => {
          if (!HARMLESS.has(type)) this.#origins.set(type.toLowerCase(), captureClientFrames());
        },
      }).enable();
  }

  /** Each kind that is active more often than before, once. */
  listMore(): { type: string; origin: string[] }[] {
    const active = process.getActiveResourcesInfo();
    if (active.length <= this.#before.length) return [];
    const left = [...this.#before];
    const added = active.filter((type) => {
      const index = left.indexOf(type);
      if (index >= 0) left.splice(index, 1);
      return index < 0 && !IDLE.has(type);
    });
    return [...new Set(added)].map((type) => ({ type, origin: this.#origins.get(type.toLowerCase()) ?? [] }));
  }

  stop(): void {
    this.#hook?.disable();
  }
}
