// Case i is a function of (seed, i) alone, stays within what the profile knows, and reaches all of it.
import { describe, expect, test } from 'vitest';
import { naturalCase, type Case } from '../model/case.ts';
import { COMMON_FAULTS } from '../model/fault.ts';
import { CASE_STEP_LIMIT } from '../model/limits.ts';
import { PORTFOLIO } from '../model/strategy.ts';
import { caseSource } from './case-source.ts';
import { listOddities, PROFILE } from './tests/sample-profile.ts';

const source = caseSource('s', 'v', PROFILE, { seed: 7, explore: 'deviations' });
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const cases = upTo(3_000).map(source);

describe('a case source', () => {
  test('gives the natural case first', () => {
    expect(source(0)).toEqual(naturalCase('s', 'v'));
  });

  test('gives the same case for an index whatever was drawn before, and by whom', () => {
    const backwards = caseSource('s', 'v', PROFILE, { seed: 7, explore: 'deviations' });
    for (const index of upTo(200).toReversed()) expect(backwards(index)).toEqual(cases[index]);
    const alone = caseSource('s', 'v', structuredClone(PROFILE), { seed: 7, explore: 'deviations' });
    expect(alone(199)).toEqual(cases[199]);
  });

  test('gives other cases for another seed, and neighbouring seeds and indexes have nothing to do with each other', () => {
    const other = caseSource('s', 'v', PROFILE, { seed: 8, explore: 'deviations' });
    const keys = new Set(
      [...cases.slice(1, 500), ...upTo(500).slice(1).map(other)].map((kase) => JSON.stringify(kase)),
    );
    expect(keys.size).toBeGreaterThan(990);
  });

  test('begins with the strategy whose turn it is', () => {
    const draw = { seed: 7, explore: 'portfolio' } as const;
    const ofFirst = upTo(2 * PORTFOLIO.length).map((turn) =>
      caseSource('s', 'v', PROFILE, draw, undefined, turn)(1),
    );
    const alone = ofFirst.map((_, turn) => {
      const explore = PORTFOLIO[turn % PORTFOLIO.length]!;
      return caseSource('s', 'v', PROFILE, { ...draw, explore })(1);
    });
    expect(ofFirst).toEqual(alone);
    expect(new Set(ofFirst.map((kase) => JSON.stringify(kase))).size).toBeGreaterThan(1);
  });

  test('names the scenario and variant it was made for', () => {
    expect(new Set(cases.map(({ v, scenario, variant }) => `${v} ${scenario} ${variant}`))).toEqual(
      new Set(['1 s v']),
    );
  });

  test('stays within what the profile knows and within all bounds', () => {
    expect(cases.flatMap(listOddities)).toEqual([]);
    const longest = (key: 'faults' | 'actions' | 'schedule'): number =>
      Math.max(...cases.map((kase) => kase[key].length));
    expect([longest('faults'), longest('actions'), longest('schedule')]).toEqual([3, 3, 4]);
    for (const { entropy } of cases)
      expect(Number.isInteger(entropy) && entropy >= 1 && entropy <= 0x7fff_ffff).toBe(true);
  });

  test('survives being saved', () => {
    expect(JSON.parse(JSON.stringify(cases))).toEqual(cases);
  });
});

describe('many cases together', () => {
  const kindsOf = (list: Case[]): Set<string> =>
    new Set(list.flatMap(({ faults }) => faults.map(({ kind }) => kind)));
  const pick = <T>(list: readonly (T | undefined)[]): Set<T> =>
    new Set(list.filter((value) => value !== undefined));

  test('have every kind of fault, and only those that are wanted', () => {
    expect(kindsOf(cases)).toEqual(new Set(COMMON_FAULTS));
    const some = caseSource(
      's',
      'v',
      { ...PROFILE, faultKinds: ['reset', 'refuse'] },
      { seed: 7, explore: 'deviations' },
    );
    expect(kindsOf(upTo(300).map(some))).toEqual(new Set(['reset', 'refuse']));
  });

  test('have no faults where none are wanted, and no actions where there are none', () => {
    const calm = caseSource(
      's',
      'v',
      { ...PROFILE, faultKinds: [], actions: [] },
      { seed: 7, explore: 'deviations' },
    );
    const drawn = upTo(300).map(calm);
    expect(drawn.flatMap(({ faults, actions }) => [...faults, ...actions])).toEqual([]);
    expect(drawn.some(({ schedule }) => schedule.length > 0)).toBe(true);
  });

  test('have faults at every point of every exchange, at the next exchange of each route, and on the next connection', () => {
    const faults = cases.flatMap((kase) => kase.faults);
    expect(
      pick(faults.map((fault) => ('at' in fault && fault.on === 'text#0' ? fault.at : undefined))),
    ).toEqual(
      new Set(['before-head', 'in-head', 'item:0', 'mid:0', 'item:1', 'mid:1', 'item:2', 'at-end', 'idle']),
    );
    expect(new Set(faults.map(({ on }) => on))).toEqual(
      new Set([
        'text#0',
        'text#1',
        'text#2',
        'refresh#0',
        'refresh#1',
        'connection#0',
        'connection#1',
        'connection#2',
      ]),
    );
    const refusals = faults.filter((fault) => fault.kind === 'unauthorized');
    expect(new Set(refusals.map(({ until, body }) => `${until} ${body}`)).size).toBe(9);
  });

  test('have every action at quiescence, inside a step at every depth, and later', () => {
    const actions = cases.flatMap((kase) => kase.actions);
    expect(new Set(actions.map(({ do: name }) => name))).toEqual(new Set(PROFILE.actions));
    expect(pick(actions.map(({ turns }) => turns))).toEqual(new Set(upTo(13)));
    expect(pick(actions.map(({ afterMs }) => afterMs))).toEqual(new Set(PROFILE.delaysMs));
    expect(actions.some(({ turns, afterMs }) => turns === undefined && afterMs === undefined)).toBe(true);
  });

  test('aim at every event of the natural run, and now and then behind the last of a lane', () => {
    const held = new Set(cases.flatMap(({ schedule }) => schedule.map(({ hold }) => hold)));
    for (const event of PROFILE.events) expect(held).toContain(event);
    expect(held).toContain('c0<#3');
    expect(held).toContain('c0<#8');
    expect(held).not.toContain('c0<#9');
  });

  test('work for a run that asked nothing of the gateway', () => {
    const silent = caseSource(
      's',
      'v',
      { ...PROFILE, exchanges: [], connections: 0 },
      { seed: 7, explore: 'deviations' },
    );
    const faults = upTo(300)
      .map(silent)
      .flatMap((kase) => kase.faults);
    expect(new Set(faults.map(({ on }) => on))).toEqual(new Set(['none#0', 'connection#0']));
  });
});

test('cases of a run with as many events as there may be, and many turns in each, can be drawn', () => {
  const events = Array.from({ length: CASE_STEP_LIMIT }, (_, nth) => `timer#${nth}`);
  const lanes = [{ name: 'timer', count: events.length }];
  const loops = { ...PROFILE, events, lanes, turns: events.map(() => 20) };
  const drawn = caseSource('scenario', 'variant', loops, { seed: 1, explore: 'portfolio' });
  expect(
    Array.from({ length: 20 }, (_, index) => drawn(index).actions.length).some((count) => count > 0),
  ).toBe(true);
});
