// Runs and errors → attempts, on a clock in the hands of the test.
import { expect, it } from 'vitest';
import type { Attempt } from './attempt.ts';
import { StressTally } from './stress-tally.ts';

const wanted = Object.assign(new Error('wanted'), { code: 'X' });

function makeTally(done: Attempt[][] = [[]]): {
  tally: StressTally;
  told: [at: number, attempt: Attempt][];
  pass: (ms: number) => void;
} {
  let nowMs = 0;
  const told: [number, Attempt][] = [];
  const tally = new StressTally({
    codes: ['X', 'Y'].slice(0, done.length),
    done,
    attempts: 2,
    capCpuMs: 100,
    cpuNowMs: () => nowMs,
    onAttempt: (at, attempt) => told.push([at, attempt]),
  });
  return { tally, told, pass: (ms) => (nowMs += ms) };
}

it('a failure ends an attempt with the run that failed, and the next begins there', () => {
  const { tally, told, pass } = makeTally();
  tally.ran();
  pass(10);
  tally.failed(wanted);
  tally.ran();
  tally.ran();
  tally.ran();
  pass(30);
  tally.failed(wanted);
  expect(told).toEqual([
    [0, { runs: 2, cpuMs: 10, isFound: true }],
    [0, { runs: 3, cpuMs: 30, isFound: true }],
  ]);
  expect(tally.isOver()).toBe(true);
});

it('other errors, and more failures than are asked for, count for nothing', () => {
  const { tally, told } = makeTally();
  for (const error of [new Error('other'), 'X', null, undefined]) tally.failed(error);
  expect(told).toEqual([]);
  for (let i = 0; i < 3; i++) tally.failed(wanted);
  expect(told).toHaveLength(2);
});

it('what is not found when the time is up was cut off', () => {
  const { tally, told, pass } = makeTally([[], []]);
  tally.failed(wanted);
  tally.ran();
  tally.ran();
  expect(tally.isOver()).toBe(false);
  pass(100);
  expect(tally.isOver()).toBe(true);
  tally.cutOff();
  expect(told.slice(1)).toEqual([
    [0, { runs: 1, cpuMs: 100, isFound: false }],
    [1, { runs: 2, cpuMs: 100, isFound: false }],
  ]);
});

it('goes on where an earlier measurement ended', () => {
  const { tally, pass } = makeTally([[{ runs: 9, cpuMs: 60, isFound: true }]]);
  pass(39);
  expect(tally.isOver()).toBe(false);
  pass(1);
  expect(tally.isOver()).toBe(true);
  expect(makeTally([[{ runs: 9, cpuMs: 100, isFound: false }]]).tally.isOver()).toBe(true);
});
