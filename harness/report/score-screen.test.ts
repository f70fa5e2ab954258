// The table of a score, and what it counts as.
import { expect, test } from 'vitest';
import { summarizePairs, type PairScore, type Score } from '../model/score.ts';
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

const seeded = (seed: number, elapsedMs: number, outcome: PairScore['outcome'] = 'found'): PairScore => ({
  ...without,
  seed,
  elapsedMs,
  outcome,
});

test('each pair is summed up over its seeds, by the Node.js that it ran on', () => {
  const score = scoreOf(
    seeded(1, 9_000),
    seeded(2, 1_000),
    seeded(3, 120_000, 'missed'),
    seeded(4, 4_000),
    { ...seeded(1, 2_000), node: '22.19.0' },
    { ...seeded(2, 3_000), node: '22.19.0' },
    { ...seeded(3, 0, 'not run'), node: '22.19.0' },
  );
  expect(`\n${renderScore(score, plainScreen(100))}`).toMatchInlineSnapshot(`
    "
    Known bugs on Node 24.21.0, at most 2 min each

    bug          bad    good   node     seed  outcome  after  cases  as
    -----------  -----  -----  -------  ----  -------  -----  -----  --
    undici#5360  8.4.0  8.6.0  24.21.0     1  found      9 s  2,254
    undici#5360  8.4.0  8.6.0  24.21.0     2  found      1 s  2,254
    undici#5360  8.4.0  8.6.0  24.21.0     3  missed   2 min  2,254
    undici#5360  8.4.0  8.6.0  24.21.0     4  found      4 s  2,254
    undici#5360  8.4.0  8.6.0  22.19.0     1  found      2 s  2,254
    undici#5360  8.4.0  8.6.0  22.19.0     2  found      3 s  2,254
    undici#5360  8.4.0  8.6.0  22.19.0     3  not run   0 ms  2,254

    pair                                       found                  median  worst
    -----------------------------------------  ---------------------  ------  -----
    undici#5360 8.4.0 / 8.6.0                  found in 3 of 4 seeds   4.0 s  9.0 s
    undici#5360 8.4.0 / 8.6.0 on Node 22.19.0  found in 2 of 2 seeds   2.5 s  3.0 s

    5 of 7 found
    "
  `);
  expect(JSON.parse(renderScoreJson(score))).toMatchObject({
    summary: [
      { id: 'undici#5360', bad: '8.4.0', good: '8.6.0', found: 3, hunts: 4, medianMs: 4_000, worstMs: 9_000 },
      { node: '22.19.0', found: 2, hunts: 2, medianMs: 2_500, worstMs: 3_000 },
    ],
  });
});

test('a pair that was never found has no times', () => {
  expect(summarizePairs([missed, { ...missed, seed: 2 }])).toEqual([
    { id: 'undici#5675', bad: '8.10.0', good: '8.10.1', found: 0, hunts: 2 },
  ]);
});

test('JSON is the score as it is, with its summary', () => {
  const score = scoreOf(pair, missed);
  expect(JSON.parse(renderScoreJson(score))).toEqual({ ...score, summary: summarizePairs(score.pairs) });
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
