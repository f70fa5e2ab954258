// Importing this module puts this process into the world, for good: import it before any client. Between cases the
// trampolines lead to the real functions (timers excepted, which stand still), so modules load as usual.
import type { Entropy } from './entropy.ts';
import { installEntropy } from './install-entropy.ts';
import { installAbortTimeout, installSocketTimeout } from './abort-timeout.ts';
import { installFinalizers } from './install-finalizers.ts';
import { installImmediates } from './immediates.ts';
import { installRefusals } from './install-refusals.ts';
import { installWasm } from './install-wasm.ts';
import { installNetwork, type Network } from './network.ts';
import type { Scheduler } from './scheduler.ts';
import { installTimersPromises } from './timers-promises.ts';
import { VirtualClock } from './virtual-clock.ts';

/** What the trampolines lead to while a case runs. */
export type ActiveWorld = {
  network: Network;
  scheduler: Scheduler;
  entropy: Entropy;
  onUncaught(origin: 'exception' | 'rejection', error: unknown): void;
};

let active: ActiveWorld | undefined;

/** Makes `world` the target of every trampoline; undefined between cases. */
export function activate(world: ActiveWorld | undefined): void {
  active = world;
}

/** The process's clock. */
export const clock = new VirtualClock();

installImmediates(() => active?.scheduler);
installTimersPromises();
installNetwork(() => active?.network);
installEntropy(() => active?.entropy);
installWasm();
installFinalizers();
installRefusals(() => active !== undefined);
installAbortTimeout();
installSocketTimeout(() => active !== undefined);

process.on('uncaughtException', (error) => {
  if (active === undefined) {
    process.stderr.write(`uncaught outside of any case: ${String(error?.stack ?? error)}\n`);
    process.exit(70);
  }
  active.onUncaught('exception', error);
});
process.on('unhandledRejection', (reason) => {
  if (active === undefined) process.stderr.write(`unhandled outside of any case: ${String(reason)}\n`);
  else active.onUncaught('rejection', reason);
});
