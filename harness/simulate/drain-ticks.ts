// What Node does between two callbacks of the event loop, for a harness that calls them all itself: ticks and microtasks
// run until none is left, and what they throw reaches the process as uncaught.
import { runOutsideContexts } from './async-context.ts';

const runTicks = (process as unknown as { _tickCallback(): void })._tickCallback;

/**
 * What Node calls when an exception leaves the stack: it tells `uncaughtException` listeners (install.ts hands the error
 * to the world) and empties the stack of async ids, which a tick that threw left in disorder.
 */
export const raiseUncaught = (
  process as unknown as { _fatalException(error: unknown, isRejection: boolean): boolean }
)._fatalException;

/** Runs `job`; what it throws reaches the process as uncaught. */
export function attempt(job: () => void): void {
  try {
    runOutsideContexts(job);
  } catch (error) {
    raiseUncaught(error, false);
  }
}

/** Ticks that throw, one after the other, before draining gives up on a step. */
const DRAIN_TRIES = 100;

/** Runs ticks and microtasks. Never called from one of them. */
export function drainTicks(): void {
  for (let tries = 0; tries < DRAIN_TRIES; tries++) {
    try {
      runTicks();
      return;
    } catch (error) {
      raiseUncaught(error, false);
    }
  }
}
