// Inside a worker: a failing run → the decisions that, taken differently, make it pass. What departs from the run latest is
// tried first, and the search ends where nothing that is left could be nearer.
import { changeSchedule } from '../explain/change-schedule.ts';
import type { Change, TriedChange } from '../explain/change.ts';
import type { CasePart } from '../explain/list-parts.ts';
import { moveAction } from '../explain/move-action.ts';
import { moveFault } from '../explain/move-fault.ts';
import { findParting, type ObservedRun } from '../explain/observed-run.ts';
import { EXPLAIN_CHANGES_SHARE, EXPLAIN_MOVES_MAX } from '../model/limits.ts';
import { isPassing, type RunOutcome } from '../model/differential.ts';
import type { Observation } from '../model/observation.ts';
import { profileOf } from '../model/profile.ts';
import { hasApplied, listLines, type Trace } from '../model/trace.ts';
import type { CandidateRun, CandidateRuns } from './candidate-runs.ts';

/** A part that was left out, and what that came to. */
export type TriedPart = { part: CasePart; run: CandidateRun };

/** What there is to try: the failing run up to `last`, its parts, and for each action the run without it. */
export type ChangeSpace = {
  run: ObservedRun;
  last: number;
  parts: readonly TriedPart[];
  withoutAction: ReadonlyMap<number, Pick<Observation, 'steps'>>;
};

/** What was tried, in any order. `isComplete` false: there was more, and the budget was used up. */
export type TriedChanges = { tried: TriedChange[]; isComplete: boolean };

/** Tries them. */
export async function tryChanges(
  runs: Pick<CandidateRuns, 'run' | 'steps' | 'leftOf'>,
  space: ChangeSpace,
): Promise<TriedChanges> {
  const { run, parts, last } = space;
  const failing = { lines: listLines(run.trace), trace: run.trace };
  const since = runs.steps;
  let isComplete = true;
  const judge = (change: Change, outcome: RunOutcome, trace: Trace | undefined): TriedChange => {
    const partsAt = trace && findParting(failing, { lines: listLines({ events: trace.events }), trace });
    // What was moved to where it never comes was taken out, not moved.
    const isIdle = change.kind === 'moved' && isPassing(outcome) && trace !== undefined && !hasApplied(trace);
    return { change, outcome: isIdle ? 'not applied' : outcome, partsAt };
  };
  const tried = parts
    .filter(({ part: { part } }) => part !== 'program')
    .map(({ part: { part, words, without }, run: { outcome, trace } }) =>
      judge(
        { kind: 'removed', words: `without the ${part} ${words}`, case: without, size: 1 },
        outcome,
        trace,
      ),
    );
  const attempt = async (change: Change): Promise<TriedChange | undefined> => {
    if (runs.leftOf(EXPLAIN_CHANGES_SHARE, since) <= 0) {
      isComplete = false;
      return undefined;
    }
    const { outcome, trace } = await runs.run(change.case);
    const one = judge(change, outcome, trace);
    tried.push(one);
    return one;
  };
  for (const series of listMoves(space))
    for (const change of series) {
      const one = await attempt(change);
      if (one === undefined || isPassing(one.outcome)) break;
    }
  // A policy chose every event: there is no schedule to take another decision in.
  if (run.trace.case.policy === undefined)
    for (let step = last; step >= 1; step--) {
      const isBehind = tried.some(
        ({ outcome, partsAt }) => outcome === 'pass' && partsAt !== undefined && partsAt > step,
      );
      if (isBehind) break;
      for (const change of changeSchedule(run, step)) await attempt(change);
    }
  return { tried, isComplete };
}

/** The actions and faults of the case elsewhere: a list for each direction, the nearest first. */
function listMoves({ run, parts, withoutAction }: ChangeSpace): Change[][] {
  const { case: kase } = run.trace;
  return [
    ...kase.actions.flatMap((_, index) => {
      const without = withoutAction.get(index);
      if (without === undefined) return [];
      const { earlier, later } = moveAction(kase, index, without, EXPLAIN_MOVES_MAX);
      return [earlier, later];
    }),
    ...kase.faults.flatMap(({ on }, index) => {
      const without = parts.find(({ part }) => part.part === 'fault' && part.index === index);
      // A fault may cut its answer short: the run without it tells how long that is.
      const items = Math.max(...[run.trace, without?.run.trace].map((trace) => countItems(trace, on)));
      const { earlier, later } = moveFault(kase, index, items);
      return [earlier, later];
    }),
  ];
}

/** Body items that a run has of the answer to that exchange. */
function countItems(trace: Trace | undefined, on: string): number {
  if (trace === undefined) return 0;
  return profileOf(trace, [], []).exchanges.find(({ target }) => target === on)?.items ?? 0;
}
