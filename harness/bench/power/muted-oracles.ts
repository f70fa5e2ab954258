// What the oracles of baselines said of a client without a defect → those that are not to be believed at a planted one.
import { raisedIn, type Alarm } from './alarms.ts';
import { BASELINES, type BaselineName } from './attempt.ts';
import { CLEAN_RUNS, SCHEDULER_RUN_CAP, STRESS_CAP_CPU_MS } from './limits.ts';
import type { ResultsFile } from './results-file.ts';

/** Whether it is one of fast-check's scheduler; the others are loops on real sockets. */
export function isScheduler(name: BaselineName): boolean {
  return name === 'scheduler' || name === 'scheduler-store';
}

/** The bound of its measurements where it looks for something: runs of an attempt, or milliseconds of processor time in all. */
export function capOf(name: BaselineName): number {
  return isScheduler(name) ? SCHEDULER_RUN_CAP : STRESS_CAP_CPU_MS;
}

/** Baselines whose oracles see the same: a false alarm of one is one of all. Itself among them. */
export function alikeTo(name: BaselineName): BaselineName[] {
  return BASELINES.filter((other) => isScheduler(other) === isScheduler(name));
}

/** The oracles that raised a false alarm on `cleanTarget`, in a baseline like this one. */
export function listMuted(name: BaselineName, cleanTarget: string, results: ResultsFile): Alarm[] {
  return raisedIn(...alikeTo(name).map((other) => results.alarmsOf(cleanTarget, other, CLEAN_RUNS)));
}
