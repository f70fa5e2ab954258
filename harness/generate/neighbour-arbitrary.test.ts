// The neighbours of a case: near it, valid, and not all the same.
import { describe, expect, test } from 'vitest';
import { naturalCase, type Case } from '../model/case.ts';
import { INJECTION_TURNS_MAX } from '../model/limits.ts';
import { splitEventId } from '../model/split-event-id.ts';
import { neighbourArbitrary } from './neighbour-arbitrary.ts';
import { draw, listOddities, PROFILE } from './tests/sample-profile.ts';

const kase: Case = {
  ...naturalCase('s', 'v'),
  entropy: 42,
  faults: [{ kind: 'reset', on: 'text#0', at: 'item:1' }],
  actions: [
    { do: 'cancel a', at: 'c0<#1', turns: 2 },
    { do: 'stop', at: 'timer#0', afterMs: 10 },
  ],
  schedule: [
    { hold: 'c0<#2', for: 2 },
    { hold: 'dns#0', for: 1 },
  ],
};
const neighbours = draw(neighbourArbitrary(kase, PROFILE), 1_000);
const ordinalOf = (id: string): number => splitEventId(id).ordinal;

describe('a neighbour', () => {
  test('is a valid case of the same scenario, variant and entropy', () => {
    expect(neighbours.flatMap(listOddities)).toEqual([]);
    for (const { v, scenario, variant, entropy } of neighbours)
      expect([v, scenario, variant, entropy]).toEqual([1, 's', 'v', 42]);
  });

  test('is the same for the same seed, and leaves the case as it was', () => {
    expect(draw(neighbourArbitrary(structuredClone(kase), PROFILE), 1_000)).toEqual(neighbours);
    expect(kase.schedule).toHaveLength(2);
  });

  test('keeps every action, moved by three events at most, and its delay where it has one', () => {
    for (const { actions } of neighbours) {
      expect(actions.map((action) => action.do)).toEqual(['cancel a', 'stop']);
      expect(actions.map(({ at }) => at.replace(/\d+$/, ''))).toEqual(['c0<#', 'timer#']);
      expect(actions[1]!.afterMs).toBe(10);
    }
    const ordinals = new Set(neighbours.map(({ actions }) => ordinalOf(actions[0]!.at)));
    expect(ordinals).toEqual(new Set([0, 1, 2, 3, 4]));
    const turns = new Set(neighbours.map(({ actions }) => actions[0]!.turns));
    expect(turns.size).toBe(INJECTION_TURNS_MAX + 2);
  });

  test('keeps its faults, now and then with one more', () => {
    for (const { faults } of neighbours) expect(faults[0]).toEqual(kase.faults[0]);
    expect(new Set(neighbours.map(({ faults }) => faults.length))).toEqual(new Set([1, 2]));
    expect(neighbours.filter(({ faults }) => faults.length === 1).length).toBeGreaterThan(600);
  });

  test('moves deviations, and now and then takes one out or adds some', () => {
    const first = neighbours.map(({ schedule }) => schedule[0]?.hold ?? '');
    expect(new Set(first.filter((id) => id.startsWith('c0<#')).map(ordinalOf)).size).toBeGreaterThanOrEqual(
      6,
    );
    expect(neighbours.some(({ schedule }) => schedule.length === 1)).toBe(true);
    expect(neighbours.some(({ schedule }) => schedule.length > 2)).toBe(true);
    expect(neighbours.filter(({ schedule }) => schedule.length === 2).length).toBeGreaterThan(500);
  });

  test('of a natural case has at most what was added', () => {
    const near = draw(neighbourArbitrary(naturalCase('s', 'v'), PROFILE), 300);
    expect(near.flatMap(({ actions }) => actions)).toEqual([]);
    expect(near.some(({ schedule, faults }) => schedule.length + faults.length > 0)).toBe(true);
  });
});
