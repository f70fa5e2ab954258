// Measurements that are known → the tables and sentences of the document.
import { expect, it } from 'vitest';
import type { Attempt, Measurement } from './attempt.ts';
import { renderPower } from './power-tables.ts';

const attempts = (...pairs: [runs: number, cpuMs: number, isFound?: boolean][]): Attempt[] =>
  pairs.map(([runs, cpuMs, isFound = true]) => ({ runs, cpuMs, isFound }));
const about = (target: string, contender: Measurement['contender']): Omit<Measurement, 'attempts'> => ({
  target,
  contender,
  cap: 2_000,
  startCpuMs: 400,
});

const MEASUREMENTS: Measurement[] = [
  { ...about('a/shared X', 'portfolio'), attempts: attempts([10, 20], [14, 28], [12, 24]) },
  { ...about('a/shared X', 'uniform'), attempts: attempts([6, 12], [6, 12], [6, 12]) },
  { ...about('a/shared X', 'loopback'), attempts: attempts([1_000, 700], [2_000, 1_400, false]) },
  { ...about('a/shared X', 'scheduler'), attempts: attempts([3, 1], [5, 2], [4, 2]) },
  { ...about('b/shared X', 'portfolio'), attempts: attempts([1_500, 3_000], [2_000, 4_000, false]) },
  { ...about('b/shared X', 'uniform'), attempts: attempts([20, 40], [20, 40]) },
  { ...about('b/shared X', 'loopback'), attempts: attempts([9_000, 4_000, false]) },
  { ...about('c/shared X', 'portfolio'), attempts: attempts([2_000, 4_000, false]) },
  { ...about('c/shared X', 'scheduler'), attempts: attempts([5, 2]) },
  { ...about('planted/natural', 'portfolio'), attempts: attempts([1, 2]) },
  { ...about('planted/hidden', 'portfolio'), attempts: attempts([40, 80], [60, 120]) },
  { ...about('planted/invisible', 'portfolio'), attempts: attempts([4, 8]) },
  {
    ...about('planted/natural', 'loopback'),
    attempts: attempts([1, 4], [3, 12]),
    alarms: { delivery: 2, pending: 1 },
  },
  { ...about('planted/natural', 'scheduler'), attempts: [] },
  {
    ...about('planted/hidden', 'loopback'),
    attempts: attempts([900, 2_000], [100, 1_000, false]),
    alarms: { crash: 1 },
  },
  { ...about('planted/hidden', 'scheduler'), attempts: attempts([2, 1]), alarms: { rejected: 1 } },
  { ...about('planted/invisible', 'loopback'), attempts: attempts([800, 3_000, false]), alarms: {} },
  { ...about('planted/dear', 'portfolio'), attempts: attempts([900, 3_100], [2_000, 3_000, false]) },
  { ...about('planted/dear', 'uniform'), attempts: attempts([2_000, 3_000, false]) },
  { ...about('planted/dear', 'loopback'), attempts: attempts([800, 3_000, false]), alarms: {} },
  { ...about('planted/hidden', 'uniform'), attempts: attempts([50, 100]) },
  {
    ...about('clean/a/per-call', 'loopback'),
    attempts: attempts([300, 900, false]),
    alarms: { 'left-open': 2 },
  },
  { ...about('clean/b/per-call', 'loopback'), attempts: attempts([300, 900, false]), alarms: {} },
];

it('every part says what was measured, losses too', () => {
  const parts = renderPower(MEASUREMENTS);
  const { claims, baselines, strategies, planted, rates } = parts;
  expect(claims).toMatchInlineSnapshot(`
    "- Portfolio and loopback, processor time, at the 2 of 2 targets that fail in less than 1% of its runs: 44 times less in the median, at least > 0.6 times (b/shared X). Aim: 10. Missed at 1: b/shared X > 0.6 times.
      The portfolio takes less at 1 of 2 targets. At 1 it cannot be told.
    - Portfolio and scheduler, processor time: none of 1 targets fails in less than 1% of its runs.
      The portfolio takes more at 1 of 1 targets, at worst 14 times (a/shared X). At 1 more the portfolio shows nothing, where scheduler shows 1.
    - Portfolio and random walk (\`uniform\`), cases, generations: at most > 100 times as many (b/shared X), 51 times in the median of 2 targets. Aim: at most 1.5. Missed at 2: b/shared X > 100 times, a/shared X 2 times.
    - Portfolio and random walk (\`uniform\`), cases, planted defects: at most 1 times as many (planted/hidden), 1 times in the median of 1 targets. Aim: at most 1.5. Kept at all of these. At 1 it cannot be told.
    - Portfolio and loopback, planted defects: of 4 that both have looked for, the portfolio shows (with at least one seed) 4, loopback 2.
      Processor time where both do, at the 1 of 2 targets that fail in less than 1% of its runs: 30 times less in the median, at least 30 times (planted/hidden). Aim: 10. Kept at all of these.
      The portfolio takes less at 2 of 2 targets.
    - Portfolio and scheduler, planted defects: of 1 that both have looked for, the portfolio shows (with at least one seed) 1, scheduler 1.
      Processor time where both do: none of 1 targets fails in less than 1% of its runs.
      The portfolio takes more at 1 of 1 targets, at worst 100 times (planted/hidden).
    "
  `);
  expect(baselines).toMatchInlineSnapshot(`
    "| target     | portfolio, CPU ms | loopback             | times       | scheduler    | times      |
    | ---------- | ----------------- | -------------------- | ----------- | ------------ | ---------- |
    | a/shared X | 24 (24)           | 2,100 (more), 0.033% | 88 times    | 1.7 (2), 25% | 0.07 times |
    | b/shared X | 7,000 (more)      | none in 9,000        | > 0.6 times |              |            |
    | c/shared X | none in 2,000     |                      |             | 2 (2), 20%   |            |
    "
  `);
  expect(strategies).toMatchInlineSnapshot(`
    "| target     | portfolio     | uniform |
    | ---------- | ------------- | ------- |
    | a/shared X | 12 (14)       | 6 (6)   |
    | b/shared X | more (1 of 2) | 20 (20) |
    | c/shared X | more (0 of 1) |         |
    "
  `);
  expect(planted).toMatchInlineSnapshot(`
    "| target            | portfolio     | uniform       |
    | ----------------- | ------------- | ------------- |
    | planted/hidden    | 50 (60)       | 50            |
    | planted/invisible | 4             |               |
    | planted/dear      | more (1 of 2) | more (0 of 1) |

    The natural run, case 1 of every strategy, shows 1 of 4: natural.
    "
  `);
  expect(parts['planted-baselines']).toMatchInlineSnapshot(`
    "| planted/ | portfolio, CPU ms | loopback                      | times    | scheduler            | times      |
    | -------- | ----------------- | ----------------------------- | -------- | -------------------- | ---------- |
    | natural  | 2 (2)             | 8 (8), 50%: delivery, pending | 4 times  | cannot               |            |
    | hidden   | 100 (100)         | 3,000 (more), 0.10%: crash    | 30 times | 1 (1), 50%: rejected | 0.01 times |

    - loopback shows 2 of 4 (delivery 1, pending 1, crash 1).
    - scheduler shows 1 of 1 (rejected 1); it cannot look for 1 more.

    No baseline shows 2 of 4, of which the portfolio shows (with at least one seed) 2 of the 2 that it has looked for: invisible, dear. At 1 of them a failure costs the portfolio more than the 3,000 ms of processor time that a loop has in all, so that the loops had less to find it in: dear.
    "
  `);
  expect(parts['false-alarms']).toMatchInlineSnapshot(`
    "| scenario and variant | loopback           |
    | -------------------- | ------------------ |
    | a/per-call           | left-open 2 in 300 |
    | b/per-call           | none in 300        |
    "
  `);
  expect(rates).toMatchInlineSnapshot(`
    "| contender | runs   | runs per CPU second | start, CPU ms |
    | --------- | ------ | ------------------- | ------------- |
    | portfolio | 5,536  | 500                 | 400           |
    | uniform   | 58     | 500                 | 400           |
    | loopback  | 12,000 | 1,967               | 400           |
    | scheduler | 17     | 2,429               | 400           |
    "
  `);
});
