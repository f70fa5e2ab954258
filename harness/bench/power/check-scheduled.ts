// A scenario and an error code → a property for fast-check: no run, in whatever order, meets that error.
import fc from 'fast-check';
import { listActions, type Scenario } from '../../simulate/scenario.ts';
import { runScheduled, type DrawnAction } from './scheduled-run.ts';

/** What is drawn, and how often; and whether the token store is a task of the scheduler as well. */
export type CheckBounds = {
  seed: number;
  numRuns: number;
  actionsMax: number;
  idleStepsMax: number;
  isSlowStore: boolean;
};

/** Checks it, until the first failure. No code: nothing counts as one. */
export async function checkScheduled(
  scenario: Scenario,
  variant: string,
  code: string | undefined,
  { seed, numRuns, actionsMax, idleStepsMax, isSlowStore }: CheckBounds,
): Promise<{ runs: number; isFound: boolean }> {
  const names = listActions(scenario);
  const actions = names.length === 0 ? fc.constant([]) : drawActions(names, actionsMax, idleStepsMax);
  let runs = 0;
  let isFound = false;
  const property = fc.asyncProperty(fc.scheduler(), actions, async (scheduler, drawn) => {
    const errors = await runScheduled(scenario, variant, scheduler, { actions: drawn, isSlowStore });
    runs++;
    isFound = errors.some((error) => code !== undefined && isOf(error, code));
    return !isFound;
  });
  const details = await fc.check(property, { seed, numRuns, endOnFailure: true });
  if (details.failed && !isFound) throw new Error('a scheduled run threw', { cause: details.errorInstance });
  return { runs, isFound };
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
