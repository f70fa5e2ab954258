// The table of a score, and what it counts as.
import { expect, test } from 'vitest';
import type { PairScore, Score } from '../model/score.ts';
import { decideScoreExit, renderScore, renderScoreJson } from './score-screen.ts';
import { plainScreen } from './screen.ts';

const pair: PairScore = {
  id: 'undici#5360',
  client: 'undici',
  bad: '8.4.0',
  good: '8.6.0',
  seed: 1,
  outcome: 'found',
  elapsedMs: 14_900,
  cases: 2_254,
  finding: {
    oracle: 'crash',
    code: 'ERR_ASSERTION',
    fingerprint: '0123456789ab-cdef',
    summary: 'lab/undici/default program[calls: {a: {read: {how: never}}}]',
    repro: 'reports/x.repro.json',
  },
};
const { finding: _, ...without } = pair;
const missed: PairScore = { ...without, id: 'undici#5675', bad: '8.10.0', good: '8.10.1', outcome: 'missed' };
const notRun: PairScore = {
  ...without,
  id: 'ky-timeout',
  outcome: 'not run',
  why: 'ky has no battery',
  cases: 0,
  elapsedMs: 0,
};
const scoreOf = (...pairs: PairScore[]): Score => ({
  version: 1,
  node: '24.21.0',
  budgetMs: 120_000,
  pairs,
  interrupted: false,
});

test('the table names each pair, what came of it, and after how long', () => {
  expect(`\n${renderScore(scoreOf(pair, missed, notRun), plainScreen(100))}`).toMatchInlineSnapshot(`
    "
    Known bugs on Node 24.21.0, at most 2 min each

    bug          bad     good    seed  outcome   after  cases  as
    -----------  ------  ------  ----  -------  ------  -----  -----------------------------------------
    undici#5360  8.4.0   8.6.0      1  found    14.9 s  2,254  crash ERR_ASSERTION: lab/undici/default
                                                               program[calls: {a: {read: {how: never}}}]
    undici#5675  8.10.0  8.10.1     1  missed   14.9 s  2,254
    ky-timeout   8.4.0   8.6.0      1  not run    0 ms      0  ky has no battery

    1 of 3 found
    "
  `);
});

test('JSON is the score as it is', () => {
  const score = scoreOf(pair, missed);
  expect(JSON.parse(renderScoreJson(score))).toEqual(score);
});

test.each([
  [0, 'all are found', scoreOf(pair)],
  [1, 'one was missed', scoreOf(pair, missed, notRun)],
  [1, 'one shows on the good side too', scoreOf({ ...pair, outcome: 'reported on the good side' })],
  [125, 'one could not be hunted', scoreOf(pair, notRun)],
  [130, 'it was interrupted', { ...scoreOf(pair), interrupted: true }],
])('the exit code is %i when %s', (code, _when, score) => {
  expect(decideScoreExit(score)).toBe(code);
});
