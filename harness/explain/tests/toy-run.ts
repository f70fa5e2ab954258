// A run made of a few lines: what was chosen at each step, out of what, and what it was brought forward past.
import { naturalCase, type Case } from '../../model/case.ts';
import type { ObservedStep } from '../../model/observation.ts';
import type { Trace, TraceEvent } from '../../model/trace.ts';
import type { ObservedRun } from '../observed-run.ts';

/** One step; `ready` is the event alone where there was no choice. */
export type ToyStep = Partial<ObservedStep> & { event: string; held?: string[] };

/** The run of `kase` with these steps. */
export function toyRun(steps: readonly ToyStep[], kase: Partial<Case> = {}): ObservedRun {
  const events = steps.map(({ event, held }, nth): TraceEvent => {
    const step = { kind: 'step', step: nth + 1, ms: 0, event, what: event } as const;
    return held === undefined ? step : { ...step, held };
  });
  const trace: Trace = {
    case: { ...naturalCase('toy', 'default'), ...kase },
    end: 'completed',
    events,
    pending: [],
    open: [],
    steps: steps.length,
    virtualMs: 0,
    escapes: [],
  };
  const observed = steps.map(({ event, ready = [event], turns = 0 }) => ({ event, ready, turns }));
  return { trace, observation: { steps: observed, isLastActionIdle: false } };
}
