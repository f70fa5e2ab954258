// One run as a picture: lanes, what happened on them, and what led to what. Plain data, made once from a detailed run of a
// case; reports draw it. Everything in it comes in the order in which it happened.
import type { EventId } from './case.ts';

/**
 * What a lane is of. `client`: the client's own machinery and what Node does for it, immediates and close callbacks among it;
 * `timer`: all timers.
 */
export type LaneKind = 'actor' | 'call' | 'session' | 'socket' | 'timer' | 'client' | 'gateway';

/** One lane. `name` tells it from others of its kind: the actor, the call, `c0`; '' where there is one only. */
export type TimelineLane = { kind: LaneKind; name: string };

/**
 * One step: its number, from 1, virtual milliseconds, its event, and where it belongs (an index of `lanes`). `causedIn` is the step
 * that queued it, 0 for none; `held` are the events that it passed by order of the case; `sockets` and `timers` are open when it
 * begins.
 */
export type TimelineStep = {
  step: number;
  ms: number;
  event: EventId;
  text: string;
  lane: number;
  causedIn: number;
  held?: EventId[];
  sockets: number;
  timers: number;
};

/** What a mark tells of, besides its text: reports draw these differently. */
export type MarkKind =
  | 'begun'
  | 'action'
  | 'fault'
  | 'delivered'
  | 'done'
  | 'failed'
  | 'note'
  | 'wire'
  | 'connection'
  | 'session'
  | 'closing'
  | 'phase'
  | 'uncaught'
  | 'violation';

/** What happened within a step, 0: before the first. */
type TimelineMark = { step: number; lane: number; kind: MarkKind; text: string };

/** From where to where something on a lane lived, both steps counted; without `to` it did to the end of the run. */
type TimelineSpan = { lane: number; from: number; to?: number };

/**
 * The picture of a run. `violation` is the step in which the finding shows. Where a run is longer than TIMELINE_STEPS_MAX, the steps
 * that lead to it are there, and `omitted` counts those before and after.
 */
export type Timeline = {
  lanes: TimelineLane[];
  steps: TimelineStep[];
  marks: TimelineMark[];
  spans: TimelineSpan[];
  violation: number;
  omitted?: { before: number; after: number };
};
