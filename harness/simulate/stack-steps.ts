// Stacks that a client remembers (`Error.captureStackTrace`) → the step of a detailed run in which each was taken. Only watches: the
// call goes through unchanged, and what it wrote is read when somebody asks, as the client would.
import { STACKS_DATED_MAX } from '../model/limits.ts';

type Holder = { stack?: unknown };

let countSteps: (() => number) | undefined;
let taken: { holder: Holder; step: number }[] = [];

/** Dates stacks by `next` from now on; undefined stops it, and forgets them. */
export function watchStacks(next: (() => number) | undefined): void {
  countSteps = next;
  taken = [];
}

/** The step in which `stack` was taken; undefined where that is not known, or the same was taken in several. */
export function stepOfStack(stack: string): number | undefined {
  if (stack === '') return undefined;
  const steps = new Set<number>();
  for (const { holder, step } of taken) {
    const text = holder.stack;
    // A client may have cut off the first line, which is no frame.
    if (typeof text === 'string' && text.endsWith(stack)) steps.add(step);
  }
  const [step] = steps;
  return steps.size === 1 ? step : undefined;
}

const original = Error.captureStackTrace;

/** Stands in for the original for good: a client may have taken it before a case begins. */
function captureStackTrace(holder: object, below?: (...args: never[]) => unknown): void {
  original(holder, below ?? captureStackTrace);
  if (countSteps !== undefined && taken.length < STACKS_DATED_MAX) taken.push({ holder, step: countSteps() });
}

Error.captureStackTrace = captureStackTrace;
