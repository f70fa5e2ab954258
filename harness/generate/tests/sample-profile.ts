// A profile as the natural run of a small scenario leaves it, and what cases drawn from it may name.
import fc from 'fast-check';
import type { Case } from '../../model/case.ts';
import { INJECTION_TURNS_MAX } from '../../model/limits.ts';
import { COMMON_FAULTS } from '../../model/fault.ts';
import type { Profile } from '../../model/profile.ts';

/** Two calls on two connections. */
export const PROFILE: Profile = {
  events: ['actor:a#0', 'dns#0', 'c0:connect#0', 'c0>#0', 'c0<#0', 'c0<#1', 'timer#0', 'c0<#2', 'close#0'],
  turns: [12, 0, 3, 1, 5, 4, 2, 2, 0],
  lanes: [
    { name: 'actor:a', count: 1 },
    { name: 'dns', count: 1 },
    { name: 'c0:connect', count: 1 },
    { name: 'c0>', count: 1 },
    { name: 'c0<', count: 3 },
    { name: 'timer', count: 1 },
    { name: 'close', count: 1 },
  ],
  exchanges: [
    { target: 'text#0', items: 2 },
    { target: 'text#1', items: 2 },
    { target: 'refresh#0', items: 0 },
  ],
  connections: 2,
  actions: ['cancel a', 'stop'],
  faultKinds: [...COMMON_FAULTS],
  delaysMs: [1, 10, 30_000],
};

/** Targets of faults: what the natural run has, and the next of each. */
const TARGETS = ['text#0', 'text#1', 'text#2', 'refresh#0', 'refresh#1'];
const CONNECTIONS = ['connection#0', 'connection#1', 'connection#2'];
const POINTS: Record<string, string[]> = {
  text: ['before-head', 'in-head', 'item:0', 'mid:0', 'item:1', 'mid:1', 'item:2', 'at-end'],
  refresh: ['before-head', 'in-head', 'item:0', 'at-end'],
};

/** What is wrong with a drawn case: names that the profile does not know, and numbers out of bounds. */
export function listOddities(kase: Case): string[] {
  const odd: string[] = [];
  const check = (isRight: boolean, what: string): void => {
    if (!isRight) odd.push(what);
  };
  const isIn = (value: number, min: number, max: number): boolean =>
    Number.isInteger(value) && value >= min && value <= max;
  for (const fault of kase.faults) {
    const shown = JSON.stringify(fault);
    const isOfConnection = fault.kind === 'refuse' || fault.kind === 'slow-connect';
    check((isOfConnection ? CONNECTIONS : TARGETS).includes(fault.on), `target of ${shown}`);
    const points = [
      ...(POINTS[fault.on.split('#')[0]!] ?? []),
      ...(fault.kind === 'reset' || fault.kind === 'fin' ? ['idle'] : []),
    ];
    if ('at' in fault) check(points.includes(fault.at), `point of ${shown}`);
    if ('ms' in fault) check(PROFILE.delaysMs.includes(fault.ms), `delay of ${shown}`);
    if (fault.kind === 'split') check(isIn(fault.bytes, 1, 40), `bytes of ${shown}`);
    if (fault.kind === 'merge') check(isIn(fault.items, 2, 6), `items of ${shown}`);
  }
  for (const action of kase.actions) {
    check(PROFILE.actions.includes(action.do), `name of ${JSON.stringify(action)}`);
    check(action.turns === undefined || action.afterMs === undefined, `moments of ${JSON.stringify(action)}`);
    if (action.turns !== undefined)
      check(isIn(action.turns, 0, INJECTION_TURNS_MAX), `turns of ${JSON.stringify(action)}`);
    if (action.afterMs !== undefined)
      check(PROFILE.delaysMs.includes(action.afterMs), `time of ${JSON.stringify(action)}`);
  }
  for (const { for: count } of kase.schedule) check(isIn(count, 1, 6), `hold for ${count}`);
  for (const id of [...kase.actions.map(({ at }) => at), ...kase.schedule.map(({ hold }) => hold)]) {
    const [, lane, ordinal] = /^(.+)#(\d+)$/.exec(id) ?? [];
    check(PROFILE.lanes.some(({ name }) => name === lane) && isIn(Number(ordinal), 0, 20), `event ${id}`);
  }
  return odd;
}

/** The same drawn cases in every run of the tests. */
export function draw(arbitrary: fc.Arbitrary<Case>, count: number, seed = 1): Case[] {
  return fc.sample(arbitrary, { seed, numRuns: count });
}
