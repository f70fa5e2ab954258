// A scenario and what counts as a failure → a property for fast-check: no run, in whatever order, comes to that.
import fc from 'fast-check';
import { listActions, type Scenario } from '../../simulate/scenario.ts';
import type { ScheduledClient } from './scheduled-client.ts';
import { runScheduled, type DrawnAction, type ScheduledOutcome } from './scheduled-run.ts';

/** What is drawn, and how often; and whether the token store is a task of the scheduler as well. */
export type CheckBounds = {
  client: ScheduledClient;
  seed: number;
  numRuns: number;
  actionsMax: number;
  idleStepsMax: number;
  isSlowStore: boolean;
  isWatched: boolean;
};

/** Checks it, until the first failure. */
export async function checkScheduled(
  scenario: Scenario,
  variant: string,
  isFailure: (outcome: ScheduledOutcome) => boolean,
  { seed, numRuns, actionsMax, idleStepsMax, ...options }: CheckBounds,
): Promise<{ runs: number; isFound: boolean }> {
  const names = listActions(scenario);
  const actions = names.length === 0 ? fc.constant([]) : drawActions(names, actionsMax, idleStepsMax);
  let runs = 0;
  let isFound = false;
  const property = fc.asyncProperty(fc.scheduler(), actions, async (scheduler, drawn) => {
    const outcome = await runScheduled(scenario, variant, scheduler, { ...options, actions: drawn });
    runs++;
    isFound = isFailure(outcome);
    return !isFound;
  });
  const details = await fc.check(property, { seed, numRuns, endOnFailure: true });
  if (details.failed && !isFound) throw new Error('a scheduled run threw', { cause: details.errorInstance });
  return { runs, isFound };
}

/** A failure is an error with this code. */
export function meets(code: string): (outcome: ScheduledOutcome) => boolean {
  return ({ errors }) => errors.some((error) => isOf(error, code));
}

function drawActions(
  names: readonly string[],
  max: number,
  idleStepsMax: number,
): fc.Arbitrary<DrawnAction[]> {
  const action = fc.record({ name: fc.constantFrom(...names), after: fc.nat(idleStepsMax) });
  return fc.array(action, { minLength: 1, maxLength: max });
}

function isOf(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
