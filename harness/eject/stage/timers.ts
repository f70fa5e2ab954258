// The client's timers and immediates → moments, counted in the order in which they run: `immediate 0`, and for timers by the
// name of the function, `timer 0`, `timer onTick 0`. Part of an ejected script.
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers';
import { hasHappened, moment, wait, when } from './moments.ts';

type Callback = (...args: unknown[]) => void;

function watch(
  name: 'setTimeout' | 'setImmediate',
  labelOf: (callback: Callback) => string,
  whatComesBefore: (moment: string) => string | undefined,
): void {
  const counts = new Map<string, number>();
  const watched = new Proxy(globalThis[name], {
    apply: (set, self, [callback, ...rest]: [Callback, ...unknown[]]) => {
      const told = (...args: unknown[]): void => {
        const label = labelOf(callback);
        const nth = counts.get(label) ?? 0;
        counts.set(label, nth + 1);
        const run = (): void => {
          try {
            callback(...args);
          } finally {
            moment(`${label} ${nth}`);
          }
        };
        const before = whatComesBefore(`${label} ${nth}`);
        if (before === undefined || hasHappened(before)) run();
        else when([before], () => void wait(0).then(run));
      };
      return Reflect.apply(set, self, [told, ...rest]) as unknown;
    },
  });
  Object.assign(globalThis, { [name]: watched });
  Object.assign(timers, { [name]: watched });
  syncBuiltinESMExports();
}

/** Tells of every immediate. */
export function watchImmediates(): void {
  watch(
    'setImmediate',
    () => 'immediate',
    () => undefined,
  );
}

/**
 * Tells of every timer that fires. On a slow machine one may be due before the server has come as far as it should have by
 * then: it fires behind the moment that is given for it in `after`, and one that is not there behind `others`.
 */
export function watchTimers(after: Record<string, string> = {}, others?: string): void {
  watch(
    'setTimeout',
    ({ name }) => (name === '' ? 'timer' : `timer ${name}`),
    (name) => after[name] ?? others,
  );
}
