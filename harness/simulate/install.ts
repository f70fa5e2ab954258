// Importing this module puts this process into the world, for good: import it before any client. Between cases the
// trampolines lead to the real functions (timers excepted, which stand still), so modules load as usual.
import type { UncaughtOrigin } from '../model/trace.ts';
import type { Entropy } from './entropy.ts';
import { installEntropy } from './install-entropy.ts';
import { installAsyncContext } from './async-context.ts';
import { installAbortTimeout, installSocketTimeout } from './abort-timeout.ts';
import { installFinalizers } from './install-finalizers.ts';
import { installImmediates } from './immediates.ts';
import { installEndings, realExit } from './install-endings.ts';
import { installModuleHooks } from './install-module-hooks.ts';
import { installRefusals } from './install-refusals.ts';
import { installBlob } from './install-blob.ts';
import { installCryptoJobs } from './install-crypto-jobs.ts';
import { installFiles } from './install-files.ts';
import { installZlib } from './install-zlib.ts';
import { installWasm } from './install-wasm.ts';
import { installGarbage } from './install-garbage.ts';
import { installPorts } from './install-ports.ts';
import { installResolver } from './install-resolver.ts';
import { GATEWAY_RECORD, installNetwork, type Network } from './network.ts';
import type { EscapeKind } from '../model/trace.ts';
import type { RealWork } from './real-work.ts';
import type { Scheduler } from './scheduler.ts';
import { installTimersPromises } from './timers-promises.ts';
import { installTls } from './tls/install-tls.ts';
import { VirtualClock } from './virtual-clock.ts';

/** What the trampolines lead to while a case runs. */
export type ActiveWorld = {
  network: Network;
  scheduler: Scheduler;
  entropy: Entropy;
  work: RealWork;
  /** Keeps a target of a WeakRef until the case is over. */
  keepAlive(target: object): void;
  /** Real activity leaves the world. */
  onEscape(kind: EscapeKind, what: string): void;
  onUncaught(origin: UncaughtOrigin, error: unknown): void;
};

let active: ActiveWorld | undefined;

/** Makes `world` the target of every trampoline; undefined between cases. */
export function activate(world: ActiveWorld | undefined): void {
  active = world;
}

/** What becomes of an error that nobody caught while no case ran. */
let onStray = (error: unknown): void => {
  process.stderr.write(
    `uncaught outside of any case: ${String((error as Error | undefined)?.stack ?? error)}\n`,
  );
  realExit(70);
};

/** Replaces what becomes of errors that nobody caught while no case ran; by default they end the process with code 70. */
export function catchStrays(handler: (error: unknown) => void): void {
  onStray = handler;
}

/** The process's clock. */
export const clock = new VirtualClock();

installAsyncContext();
installImmediates(() => active?.scheduler);
installTimersPromises();
installNetwork(() => active?.network);
installTls(() => active?.network);
installResolver(() => active?.network, GATEWAY_RECORD.address);
// Before the classes are replaced by ones that inherit it.
installFinalizers();
installGarbage(() => active);
installEntropy(
  () => active?.entropy,
  (what, run) => active!.work.postWork(what, run),
);
installWasm();

installZlib(() => active?.work);
installCryptoJobs(() => active?.work);
installFiles(() => active);
installBlob(() => active?.work);
installPorts(() => active?.work);
installModuleHooks(() => active?.work);
installRefusals(() => active);
installEndings(() => {
  const world = active;
  return world && ((error) => world.onUncaught('exit', error));
});
installAbortTimeout();
installSocketTimeout(() => active !== undefined);

process.on('uncaughtException', (error) => {
  if (active === undefined) {
    onStray(error);
    return;
  }
  active.onUncaught('exception', error);
});
process.on('unhandledRejection', (reason) => {
  if (active === undefined) process.stderr.write(`unhandled outside of any case: ${String(reason)}\n`);
  else active.onUncaught('rejection', reason);
});
