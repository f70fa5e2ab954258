// What a run offered to whoever wants to run its neighbours: at each step the events it could have gone on with, and how many
// microtask turns the step took. It is no part of a trace: a run that is watched has the trace of one that is not.
import type { EventId } from './case.ts';

/**
 * One step of the scenario. `ready` are the events that could have come, in natural order; one where there was no choice.
 * `turns` is the last microtask turn in which anything ran, as injections count them (`turns` of a case), or as far as they were
 * counted; 0 where they were not counted at all.
 */
export type ObservedStep = { event: EventId; ready: readonly EventId[]; turns: number };

/** `isLastActionIdle`: the injected action that came last found nothing to do, and ran no code but the question whether it applies. */
export type Observation = { steps: readonly ObservedStep[]; isLastActionIdle: boolean };
