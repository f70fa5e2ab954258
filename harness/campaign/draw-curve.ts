// Inside a worker: a failing run → for steps of it the share of random continuations that fail. How many steps and how many
// continuations depends on how long the runs are, never on the time they take.
import { continueFrom } from '../explain/continue-from.ts';
import { mixSeed } from '../model/draw.ts';
import type { ObservedRun } from '../explain/observed-run.ts';
import { describeCurve, nextToSample, spreadEvenly } from '../explain/sample-curve.ts';
import {
  CONTINUATIONS,
  CONTINUATIONS_MIN,
  CURVE_POINTS_FIRST,
  CURVE_POINTS_MAX,
  EXPLAIN_CURVE_SHARE,
  EXPLAIN_RUN_STEPS,
  EXPLAIN_STEP_BUDGET,
} from '../model/limits.ts';
import type { CurvePoint, PointOfNoReturn } from '../model/explanation.ts';
import type { Observation } from '../model/observation.ts';
import type { CandidateRuns } from './candidate-runs.ts';

/** The curve from the start to step `last`. `calm`: the run of the case without its actions. */
export async function drawCurve(
  runs: CandidateRuns,
  run: ObservedRun,
  last: number,
  seed: number,
  calm: Pick<Observation, 'steps'> | undefined,
): Promise<PointOfNoReturn> {
  const since = runs.steps;
  const stepsEach = run.trace.steps + EXPLAIN_RUN_STEPS;
  const affordable = (EXPLAIN_STEP_BUDGET * EXPLAIN_CURVE_SHARE) / stepsEach / CURVE_POINTS_FIRST;
  const of = Math.round(Math.min(CONTINUATIONS, Math.max(CONTINUATIONS_MIN, affordable / 2)));
  const points: CurvePoint[] = [];
  const sample = async (step: number): Promise<void> => {
    let failed = 0;
    for (let nth = 0; nth < of; nth++) {
      const { outcome } = await runs.run(continueFrom(run, step, mixSeed(seed, step, nth), calm));
      if (outcome === 'same') failed++;
    }
    points.push({ step, failed, of });
    points.sort((left, right) => left.step - right.step);
  };
  // Both ends first, whatever they cost: between them lies where it becomes certain. The rest from the end on.
  const [start = 0, ...others] = spreadEvenly(last, CURVE_POINTS_FIRST);
  const end = others.pop();
  for (const step of [...(end === undefined ? [] : [end]), start, ...others.toReversed()])
    if (points.length < 2 || runs.leftOf(EXPLAIN_CURVE_SHARE, since) > 0) await sample(step);
  for (let step = nextToSample(points); step !== undefined; step = nextToSample(points)) {
    if (points.length >= CURVE_POINTS_MAX || runs.leftOf(EXPLAIN_CURVE_SHARE, since) <= 0) break;
    await sample(step);
  }
  return describeCurve(points);
}
