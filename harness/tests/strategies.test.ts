// Cases of every strategy, in real scenarios: what a policy chose can be written down as a schedule, and is the same run.
import { expect, test } from 'vitest';
import { caseSource } from '../generate/case-source.ts';
import { naturalCase, type Case } from '../model/case.ts';
import { explicitCase } from '../model/explicit-case.ts';
import { COMMON_FAULTS } from '../model/fault.ts';
import { profileOf } from '../model/profile.ts';
import { PORTFOLIO } from '../model/strategy.ts';
import { listSteps } from '../model/trace.ts';
import { runInWorld } from '../simulate/tests/in-world.ts';
import { scenarioFile } from './explore-for-test.ts';

const CASES = 20;

test.each([
  ['btw/many-at-once', 'shared', ['cancel first', 'cancel second']],
  ['event-stream/rotation', 'guarded', []],
  ['plain-undici/agents', 'shared-agent', ['cancel left']],
])('a policy in %s/%s is a schedule as well, with the same steps', async (name, variant, actions) => {
  const file = scenarioFile(name);
  const natural = naturalCase(name, variant);
  const warm = [natural, natural, natural];
  const { trace } = (await runInWorld(file, warm)).at(-1)!;
  const profile = profileOf(trace, [...actions], COMMON_FAULTS);
  const drawn = PORTFOLIO.flatMap((explore) => {
    const source = caseSource(name, variant, profile, { seed: 3, explore });
    return Array.from({ length: CASES }, (_, nth) => source(nth + 1));
  });
  const runs = (await runInWorld(file, [...warm, ...drawn])).slice(warm.length);
  const written: Case[] = runs.map((run) => explicitCase(run.trace));
  expect(written.some(({ policy }) => policy !== undefined)).toBe(false);
  expect(written.filter(({ schedule }) => schedule.length > 0).length).toBeGreaterThan(CASES * 3);
  const again = (await runInWorld(file, [...warm, ...written])).slice(warm.length);
  for (const [nth, run] of again.entries()) expect(listSteps(run.trace)).toEqual(listSteps(runs[nth]!.trace));
  // Walks are no small variations of the natural run.
  const orders = new Set(runs.map((run) => listSteps(run.trace).join('\n')));
  expect(orders.size).toBeGreaterThan(drawn.length / 2);
});
