// What a baseline's measuring process is asked for: a place, how many attempts at each of what is wanted there, and those that are
// done already.
import type { Alarm } from './alarms.ts';
import type { Attempt, BaselineName, Place } from './attempt.ts';

/** `cap` is runs of an attempt for fast-check's scheduler, and milliseconds of processor time in all for stress loops. */
export type BaselineOrder = Place & {
  contender: BaselineName;
  seeds: number;
  cap: number;
  warmUpRuns: number;
  done: (readonly Attempt[])[];
  /** Not an error code tells, but the oracles of the baseline; those that are not to be believed here count for nothing. */
  oracles?: { muted: readonly Alarm[] } | undefined;
  /** So many runs are judged, and nothing is looked for: what the oracles say of a client without a defect. */
  cleanRuns?: number | undefined;
};
