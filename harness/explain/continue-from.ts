// A failing run, a step of it and a seed → the case that runs as it did up to that step and then at random: the order of
// events among what an event loop can come to, and the actions that had not come yet at other moments. Plain data, so that
// any continuation can be run again.
import type { Case, EventId, Injection } from '../model/case.ts';
import type { Observation } from '../model/observation.ts';
import { drawFrom, mixSeed } from '../model/draw.ts';
import { countHeld, type ObservedRun } from './observed-run.ts';

/**
 * One random continuation behind `step` (0: from the start). What was held up to then is written out, and holds for nothing
 * behind it. Faults stay as they are. An action that had not come yet comes at an event that is still to come, each as likely
 * as the others, of the failing run or of the one without actions (`calm`); in the same way as before: inside the event,
 * behind it, or some time after.
 */
export function continueFrom(
  run: ObservedRun,
  step: number,
  seed: number,
  calm: Pick<Observation, 'steps'> | undefined,
): Case {
  const { case: kase } = run.trace;
  const schedule = [...countHeld(run, step)].map(([hold, count]) => ({ hold, for: count }));
  const past = new Set(run.observation.steps.slice(0, step).map(({ event }) => event));
  const draw = drawFrom(mixSeed(seed, 1));
  const turns = turnsToCome([run.observation, calm ?? { steps: [] }], past);
  const actions = kase.actions.map((action) =>
    past.has(action.at) || turns.size === 0 ? action : placeAnew(action, turns, draw),
  );
  return { ...kase, actions, schedule, policy: { kind: 'uniform', seed: mixSeed(seed, 2), from: step } };
}

/** The microtask turns of every event that is not past, in the order in which they were seen. */
function turnsToCome(
  seen: readonly Pick<Observation, 'steps'>[],
  past: ReadonlySet<EventId>,
): Map<EventId, number> {
  const turns = new Map<EventId, number>();
  for (const { steps } of seen)
    for (const step of steps)
      if (!past.has(step.event)) turns.set(step.event, Math.max(turns.get(step.event) ?? 1, step.turns));
  return turns;
}

function placeAnew(
  action: Injection,
  turns: ReadonlyMap<EventId, number>,
  draw: (below: number) => number,
): Injection {
  const [at, last] = [...turns][draw(turns.size)]!;
  return action.turns === undefined ? { ...action, at } : { ...action, at, turns: draw(last + 1) };
}
