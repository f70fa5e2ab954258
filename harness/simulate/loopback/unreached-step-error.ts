// A step of a case that real sockets did not show → an error that says which one, and why.
import { LOOPBACK_STEP_LIMIT_MS } from '../../model/limits.ts';

/** A step of the case did not come about on real sockets, or cannot. */
export class UnreachedStepError extends Error {
  override readonly name = 'UnreachedStepError';
  readonly code = 'ERR_UNREACHED_STEP';
  /** Number of the step, from 1. */
  readonly step: number;

  /** `why` is by default that it took too long. */
  constructor(step: number, why?: string) {
    super(why ?? `real sockets did not show step ${step} within ${LOOPBACK_STEP_LIMIT_MS} ms`);
    this.step = step;
  }
}
