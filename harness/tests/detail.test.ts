// A detailed run records more and changes nothing: it is the same run, with the places in it.
import { expect, test } from 'vitest';
import { caseSource } from '../generate/case-source.ts';
import { naturalCase } from '../model/case.ts';
import { COMMON_FAULTS } from '../model/fault.ts';
import { profileOf } from '../model/profile.ts';
import { runInWorld, type WorldRun } from '../simulate/tests/in-world.ts';
import { scenarioFile } from './explore-for-test.ts';

const DETAILS = ['frames', 'lean', 'origins', 'frames'] as const;

test.each([
  ['btw/left-midway', 'shared', 'reader'],
  ['plain-undici/agents', 'shared-agent', 'left'],
])(
  '%s/%s has the same trace hashes in any detail, and stacks only where they are asked for',
  async (name, variant, actor) => {
    const file = scenarioFile(name);
    const natural = naturalCase(name, variant);
    const warm = [natural, natural, natural];
    const { trace } = (await runInWorld(file, warm)).at(-1)!;
    const source = caseSource(name, variant, profileOf(trace, [`cancel ${actor}`], COMMON_FAULTS), {
      seed: 5,
      explore: 'portfolio',
    });
    const cases = Array.from({ length: 50 }, (_, index) => source(index));
    const runs = await runInWorld(file, [
      ...warm,
      ...cases.flatMap((kase) => DETAILS.map((detail) => ({ case: kase, detail }))),
    ]);
    const [first, lean, origins, again] = DETAILS.map((_, which) =>
      runs.slice(warm.length).filter((_run, index) => index % DETAILS.length === which),
    ) as [WorldRun[], WorldRun[], WorldRun[], WorldRun[]];
    const hashesOf = (list: WorldRun[]): string[] => list.map(({ hash }) => hash);
    expect(hashesOf(lean)).toEqual(hashesOf(first));
    expect(hashesOf(origins)).toEqual(hashesOf(first));
    expect(hashesOf(again)).toEqual(hashesOf(first));
    // Not all cases are the same run.
    expect(new Set(hashesOf(first)).size).toBeGreaterThan(30);

    const closings = (list: WorldRun[]): number =>
      list.flatMap((run) => run.trace.events).filter((event) => event.kind === 'closing').length;
    expect([closings(lean), closings(first)]).toEqual([0, 0]);
    expect(closings(origins)).toBeGreaterThan(0);
    const frames = (list: WorldRun[]): number =>
      list
        .flatMap((run) => run.trace.events)
        .flatMap((event) => (event.kind === 'settled' ? (event.error?.frames ?? []) : [])).length;
    expect(frames(lean)).toBe(0);
    expect(frames(first)).toBeGreaterThan(0);
  },
);
