// The reality of a run: its network over real sockets, and the real time that one step may take to show there.
import { LOOPBACK_STEP_LIMIT_MS } from '../../model/limits.ts';
import { realSetImmediate } from '../immediates.ts';
import type { Network, NetworkHost } from '../network.ts';
import type { Scheduler } from '../scheduler.ts';
import { readRealMs } from '../real-time.ts';
import type { Reality } from '../world.ts';
import { LoopbackNetwork } from './loopback-network.ts';
import type { Count } from './loopback-wire.ts';
import { UnreachedStepError } from './unreached-step-error.ts';

/** Real sockets for one run. */
export class Loopback implements Reality {
  readonly #readMs: () => number;
  #scheduler: Pick<Scheduler, 'count'> | undefined;
  /** The step that is waited for, and since when. */
  #step = -1;
  #sinceMs = 0;

  /** `readMs` tells real time. */
  constructor(readMs: () => number = readRealMs) {
    this.#readMs = readMs;
  }

  /** Steps are those of `scheduler`. */
  watch(scheduler: Pick<Scheduler, 'count'>): void {
    this.#scheduler = scheduler;
  }

  makeNetwork(host: NetworkHost, count: Count): Network {
    this.watch(host.scheduler);
    return new LoopbackNetwork(host, count);
  }

  wait(proceed: () => void): void {
    const step = this.#scheduler?.count ?? 0;
    if (step !== this.#step) {
      this.#step = step;
      this.#sinceMs = this.#readMs();
    } else if (this.#readMs() - this.#sinceMs > LOOPBACK_STEP_LIMIT_MS) throw new UnreachedStepError(step);
    realSetImmediate(proceed);
  }
}
