// Every place, every fault, every pair: what a sweep has is counted, and each of it is there once.
import { expect, test } from 'vitest';
import { naturalCase, type Case } from '../model/case.ts';
import { countSweep } from '../model/sweep-plan.ts';
import { sweepOf } from './sweep.ts';
import { PROFILE } from './tests/sample-profile.ts';

const { plan, caseAt } = sweepOf('s', 'v', PROFILE);
const cases = Array.from({ length: countSweep(plan) }, (_, index) => caseAt(index));
const distinct = (list: Case[]): number => new Set(list.map((kase) => JSON.stringify(kase))).size;

test('the first case is the natural run, and so is what lies behind the last', () => {
  expect(cases[0]).toEqual(naturalCase('s', 'v'));
  expect(caseAt(countSweep(plan))).toEqual(naturalCase('s', 'v'));
});

test('every action is at the end of every event, and at each of its turns', () => {
  const singles = cases.slice(1, plan.points + 1);
  expect(distinct(singles)).toBe(plan.points);
  const places = PROFILE.turns.reduce((sum, turns) => sum + turns + 2, 0);
  expect(plan.points).toBe(places * PROFILE.actions.length);
  for (const { actions, faults, schedule } of singles)
    expect([actions.length, faults.length, schedule.length]).toEqual([1, 0, 0]);
  const atTheFirst = singles
    .flatMap(({ actions }) => actions)
    .filter(({ at, do: name }) => at === 'c0<#0' && name === 'stop');
  expect(atTheFirst.map(({ turns }) => turns ?? -1).toSorted((left, right) => left - right)).toEqual([
    -1, 0, 1, 2, 3, 4, 5,
  ]);
});

test('every fault comes by itself, then two actions and an action with a fault in turn, each once', () => {
  const faulty = cases.slice(plan.points + 1, plan.points + plan.faults + 1);
  expect(distinct(faulty)).toBe(plan.faults);
  expect(new Set(faulty.flatMap(({ faults }) => faults.map(({ kind }) => kind)))).toEqual(
    new Set(PROFILE.faultKinds),
  );
  const rest = cases.slice(plan.points + plan.faults + 1);
  const [pairs, mixed] = [
    rest.filter(({ actions }) => actions.length === 2),
    rest.filter(({ faults }) => faults.length === 1),
  ];
  expect(distinct(pairs)).toBe((plan.points * (plan.points - 1)) / 2);
  expect(distinct(mixed)).toBe(plan.points * plan.faults);
  expect(pairs.length + mixed.length).toBe(rest.length);
});

test('the first part of a sweep is spread over the whole run', () => {
  const events = new Set(cases.slice(1, 30).flatMap(({ actions }) => actions.map(({ at }) => at)));
  expect(events.size).toBeGreaterThanOrEqual(7);
});
