// What the world does not simulate → an error that says so, at the call that asks for it: better than a wrong world.
import { createRequire, syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

/** Who is told of what is refused while a case runs. */
type RefusalHost = { onEscape(kind: 'unsupported', what: string): void };

let current: () => RefusalHost | undefined = () => undefined;

/**
 * Something outside the simulated world was asked for. Not the client's fault, and not to be worked around by it: making one
 * tells the world, which ends the case without a verdict.
 */
export class UnsupportedError extends Error {
  override readonly name = 'UnsupportedError';
  readonly code = 'ERR_CLOSECALL_UNSUPPORTED';
  constructor(what: string) {
    super(`closecall does not simulate ${what}: run this part of the client without it, or leave it out`);
    current()?.onEscape('unsupported', what);
  }
}

/** Throws for a connect that is not TCP: `args` are those of net.Socket.connect. */
export function refuseForeignConnect(args: readonly unknown[]): void {
  const first: unknown = Array.isArray(args[0]) ? args[0][0] : args[0];
  const isPath = typeof first === 'string' && Number.isNaN(Number(first));
  const { path } = (first ?? {}) as { path?: unknown };
  if (isPath || (path !== undefined && path !== null)) throw new UnsupportedError('local sockets (pipes)');
}

/** A function that may also be a class. */
type Callable = ((...args: unknown[]) => unknown) & (new (...args: unknown[]) => object);

/** Names of modules and of what in them is refused, with the words for it. */
const REFUSED = [
  ['node:http2', 'connect', 'HTTP/2'],
  ['node:dgram', 'createSocket', 'UDP'],
  ['node:dgram', 'Socket', 'UDP'],
  ['node:worker_threads', 'Worker', 'worker threads'],
  ['node:worker_threads', 'BroadcastChannel', 'BroadcastChannel'],
  ['node:child_process', 'spawn', 'child processes'],
  ['node:child_process', 'fork', 'child processes'],
  ['node:child_process', 'exec', 'child processes'],
  ['node:child_process', 'execFile', 'child processes'],
  ['node:child_process', 'spawnSync', 'child processes'],
  ['node:child_process', 'execSync', 'child processes'],
  ['node:child_process', 'execFileSync', 'child processes'],
  ['node:cluster', 'fork', 'child processes'],
  ['node:fs', 'watch', 'watching files'],
  ['node:fs', 'watchFile', 'watching files'],
  ['node:fs/promises', 'watch', 'watching files'],
] as const;

/** Puts the trampolines in place; while no case runs the real functions serve. */
export function installRefusals(host: () => RefusalHost | undefined): void {
  current = host;
  const require = createRequire(import.meta.url);
  const places = REFUSED.map(([name, key, what]) => [require(name), key, what] as const);
  const others = [
    [net.Server.prototype, 'listen', 'servers'],
    [globalThis, 'BroadcastChannel', 'BroadcastChannel'],
  ] as const;
  for (const [place, key, what] of [...places, ...others]) {
    const module = place as unknown as Record<string, Callable>;
    const check = (): void => {
      if (current() !== undefined) throw new UnsupportedError(what);
    };
    const handler: ProxyHandler<Callable> = {
      apply(target, self, args: unknown[]) {
        check();
        return target.apply(self, args);
      },
      construct(target, args: unknown[], newTarget: Callable) {
        check();
        return Reflect.construct<unknown[], object>(target, args, newTarget);
      },
    };
    // Proxies keep custom promises (util.promisify) and let subclasses be made.
    module[key] = new Proxy(module[key]!, handler);
  }
  syncBuiltinESMExports();
}
