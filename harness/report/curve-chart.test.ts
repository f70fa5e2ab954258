// Curves as charts, and their sentences.
import { expect, test } from 'vitest';
import type { CurvePoint, PointOfNoReturn } from '../model/explanation.ts';
import { renderCurve, tellNoReturn } from './curve-chart.ts';
import { plainScreen } from './screen.ts';

const points = (...list: [step: number, failed: number][]): CurvePoint[] =>
  list.map(([step, failed]) => ({ step, failed, of: 20 }));
const race: PointOfNoReturn = {
  points: points([0, 0], [1, 1], [2, 5], [3, 10], [4, 15], [5, 20], [6, 20]),
  certainFrom: 5,
  isExact: true,
};

test('a column is as high as its share, and only what failed always reaches the top', () => {
  expect(renderCurve(race, plainScreen(40))).toEqual([
    '100% |     ##',
    ' 75% |    ###',
    ' 50% |   ####',
    ' 25% |  #####',
    ' >0% | ######',
    '     +-------',
    '      0     6 step',
    '           ^',
  ]);
});

test('a long run fits the screen, and a step that was not looked at has the share of the one before', () => {
  const long = { points: points([0, 5], [500, 5], [700, 20], [999, 20]), certainFrom: 700, isExact: false };
  const lines = renderCurve(long, plainScreen(46));
  expect(lines).toMatchSnapshot();
  expect(Math.max(...lines.map((line) => line.length))).toBe(46);
});

test.each<[string, PointOfNoReturn]>([
  ['From step 5 on every continuation failed (20 of 20); at step 4 it was 15 of 20.', race],
  [
    'From step 700 on every continuation failed (20 of 20); at step 500 it was 5 of 20; the steps between were not looked at.',
    { points: points([500, 5], [700, 20]), certainFrom: 700, isExact: false },
  ],
  [
    'From step 700 on every continuation failed (20 of 20); no step before it was looked at.',
    { points: points([700, 20], [999, 20]), certainFrom: 700, isExact: false },
  ],
  [
    'Certain from the start: all 20 continuations failed, in whatever order the events came.',
    { points: points([0, 20], [9, 20]), certainFrom: 0, isExact: true },
  ],
  [
    'At no step was the failure certain: behind step 9 it came in 19 of 20 continuations.',
    { points: points([0, 20], [9, 19]), isExact: false },
  ],
])('%s', (sentence, curve) => {
  expect(tellNoReturn(curve)).toBe(sentence);
});
