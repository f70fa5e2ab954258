// The client's timers and immediates → moments, counted in the order in which they run: `immediate 0`, and for timers by the
// name of the function, `timer 0`, `timer onTick 0`. Part of an ejected script.
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import timers from 'node:timers';
import { hasHappened, moment, wait, when } from './moments.ts';

type Callback = (...args: unknown[]) => void;

/** Makes of a callback one that tells of itself; `whatComesBefore` names the moment before which it must not run. */
function teller(
  labelOf: (callback: Callback) => string,
  whatComesBefore: (moment: string) => string | undefined,
): (callback: Callback) => Callback {
  const counts = new Map<string, number>();
  return (callback) => {
    return function (this: unknown, ...args) {
      const label = labelOf(callback);
      const nth = counts.get(label) ?? 0;
      counts.set(label, nth + 1);
      const run = (): void => {
        try {
          callback.apply(this, args);
        } finally {
          moment(`${label} ${nth}`);
        }
      };
      const before = whatComesBefore(`${label} ${nth}`);
      if (before === undefined || hasHappened(before)) run();
      else when([before], () => void wait(0).then(run));
    };
  };
}

function watch(
  name: 'setTimeout' | 'setInterval' | 'setImmediate',
  tell: (callback: Callback) => Callback,
): void {
  const watched = new Proxy(globalThis[name], {
    apply: (set, self, [callback, ...rest]: [Callback, ...unknown[]]) =>
      Reflect.apply(set, self, [tell(callback), ...rest]) as unknown,
  });
  Object.assign(globalThis, { [name]: watched });
  Object.assign(timers, { [name]: watched });
  syncBuiltinESMExports();
}

/** Tells of every immediate. */
export function watchImmediates(): void {
  const tell = teller(
    () => 'immediate',
    () => undefined,
  );
  watch('setImmediate', tell);
}

/**
 * Tells of every timer that fires. On a slow machine one may be due before the server has come as far as it should have by
 * then: it fires behind the moment that is given for it in `after`, and one that is not there behind `others`.
 */
export function watchTimers(after: Record<string, string> = {}, others?: string): void {
  const tell = teller(
    ({ name }) => (name === '' ? 'timer' : `timer ${name}`),
    (name) => after[name] ?? others,
  );
  watch('setTimeout', tell);
  watch('setInterval', tell);
  // Node has timers of its own for these two.
  AbortSignal.timeout = (ms) => {
    const controller = new AbortController();
    const reason = new DOMException('The operation was aborted due to timeout', 'TimeoutError');
    setTimeout(() => controller.abort(reason), ms).unref();
    return controller.signal;
  };
  const { prototype } = net.Socket as unknown as { prototype: { _onTimeout: Callback } };
  const { _onTimeout: expire } = prototype;
  prototype._onTimeout = tell(function (this: unknown) {
    expire.call(this);
  });
}
