// Where a curve is looked at next, and what it says.
import { expect, test } from 'vitest';
import type { CurvePoint } from '../model/explanation.ts';
import { describeCurve, nextToSample, spreadEvenly } from './sample-curve.ts';

const curve = (...points: [step: number, failed: number][]): CurvePoint[] =>
  points.map(([step, failed]) => ({ step, failed, of: 10 }));

test('steps are spread from end to end, each once', () => {
  expect(spreadEvenly(10, 3)).toEqual([0, 5, 10]);
  expect(spreadEvenly(2, 11)).toEqual([0, 1, 2]);
  expect(spreadEvenly(0, 11)).toEqual([0]);
});

test('the next step lies where it becomes certain, then where the share jumps most', () => {
  expect(nextToSample(curve([0, 0], [10, 6], [20, 9], [30, 10]))).toBe(25);
  expect(nextToSample(curve([0, 0], [10, 6], [20, 9], [29, 9], [30, 10]))).toBe(5);
  expect(nextToSample(curve([0, 1], [10, 0], [20, 1], [29, 1], [30, 10]))).toBeUndefined();
  expect(nextToSample(curve([0, 10], [10, 10]))).toBeUndefined();
});

test('looking where it says ends at the one step where a failure becomes certain', () => {
  const certainFrom = 613;
  const shareAt = (step: number): number => (step >= certainFrom ? 10 : 2);
  const points = curve(...spreadEvenly(1_000, 11).map((step): [number, number] => [step, shareAt(step)]));
  let runs = 0;
  for (let step = nextToSample(points); step !== undefined; step = nextToSample(points)) {
    points.push(...curve([step, shareAt(step)]));
    points.sort((left, right) => left.step - right.step);
    runs++;
  }
  expect(describeCurve(points)).toMatchObject({ certainFrom, isExact: true });
  expect(runs).toBeLessThan(12);
});

test('certain is what failed always from a step on, for good', () => {
  expect(describeCurve(curve([0, 10], [1, 9], [2, 10], [3, 10]))).toMatchObject({
    certainFrom: 2,
    isExact: true,
  });
  expect(describeCurve(curve([0, 1], [5, 10]))).toMatchObject({ certainFrom: 5, isExact: false });
  expect(describeCurve(curve([0, 10], [5, 10]))).toMatchObject({ certainFrom: 0, isExact: true });
  expect(describeCurve(curve([0, 10], [5, 9]))).not.toHaveProperty('certainFrom');
});
