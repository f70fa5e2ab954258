// The tree against plain enumeration, on scenarios that are small enough for both: every combination of elements, also those that are no
// other run, comes to nothing that the tree does not come to. And why declared dependence does not make the tree smaller.
import { describe, expect, test } from 'vitest';
import { caseSource } from '../../generate/case-source.ts';
import { dependOnEachOther } from '../../simulate/choosers/dependence.ts';
import { countElements, naturalCase } from '../../model/case.ts';
import { profileOf } from '../../model/profile.ts';
import { splitEventId } from '../../model/split-event-id.ts';
import { runInWorld } from '../../simulate/tests/in-world.ts';
import { scenarioFile } from '../explore-for-test.ts';
import { enumerate, smallScenario } from './enumerate.ts';

const DRAWN = 1_000;
const TIMEOUT_MS = 180_000;

describe('the tree', { timeout: TIMEOUT_MS }, () => {
  test.each([
    ['suspended', 'one', 1, { turns: 6, passes: 4 }],
    ['suspended', 'one', 2, { turns: 4, passes: 2 }],
    ['suspended', 'two', 2, { turns: 4, passes: 2 }],
    ['one-connection', 'default', 1, { turns: 13, passes: 6 }],
    ['one-connection', 'default', 2, { turns: 3, passes: 1 }],
    ['two-connections', 'default', 1, { turns: 0, passes: 9 }],
  ] as const)(
    'of %s/%s at bound %i comes to all that plain enumeration comes to',
    async (name, variant, bound, plain) => {
      const file = smallScenario(name);
      const tree = await enumerate({ file, variant, bound });
      const plainly = await enumerate({ file, variant, bound, plain: { events: tree.natural, ...plain } });
      expect(tree.departed).toEqual([]);
      expect(tree.outcomes.length).toBeGreaterThan(1);
      const known = new Set(tree.outcomes);
      expect(plainly.outcomes.filter((outcome) => !known.has(outcome))).toEqual([]);
      expect(plainly.findings).toEqual(tree.findings);
      // Each case once, and fewer than plainly.
      expect(new Set(tree.cases).size).toBe(tree.cases.length);
      expect(tree.cases.length).toBeLessThan(plainly.cases.length);
    },
  );

  test.each([
    ['suspended', 'one', 1, 0],
    ['suspended', 'one', 2, 0],
    ['suspended', 'one', 3, 2],
    ['suspended', 'three', 3, 0],
    ['one-connection', 'default', 3, 1],
    ['two-connections', 'default', 2, 0],
  ] as const)(
    'of %s/%s at bound %i comes to the same without what idle actions lead to',
    async (name, variant, bound, saved) => {
      const file = smallScenario(name);
      const reduced = await enumerate({ file, variant, bound });
      const whole = await enumerate({ file, variant, bound, isReduced: false });
      expect(reduced.outcomes).toEqual(whole.outcomes);
      expect(reduced.findings).toEqual(whole.findings);
      const cases = new Set(whole.cases);
      expect(reduced.cases.every((kase) => cases.has(kase))).toBe(true);
      expect(whole.cases.length - reduced.cases.length).toBeGreaterThanOrEqual(saved);
      if (saved === 0) expect(reduced.cases).toEqual(whole.cases);
    },
  );

  test('finds what needs so many elements at that bound, and not before', async () => {
    const file = smallScenario('suspended');
    for (const [variant, needs] of [
      ['one', 1],
      ['two', 2],
      ['three', 3],
    ] as const) {
      expect((await enumerate({ file, variant, bound: needs - 1 })).findings).toEqual([]);
      expect((await enumerate({ file, variant, bound: needs })).findings).toHaveLength(1);
    }
  });
});

test.each([
  ['btw/left-midway', 'per-call', 1, ['cancel reader', 'reader leaves by return', 'reader leaves by break']],
  ['event-stream/boot', 'guarded', 2, []],
  ['plain-undici/agents', 'shared-agent', 1, ['cancel left', 'cancel right']],
] as const)(
  'drawn cases of %s/%s within its bound are no other runs than those of the tree',
  async (name, variant, bound, actions) => {
    const file = scenarioFile(name);
    const tree = await enumerate({ file, variant, bound });
    expect(tree.departed).toEqual([]);
    const natural = naturalCase(name, variant);
    const { trace } = (await runInWorld(file, [natural, natural, natural])).at(-1)!;
    const draw = caseSource(name, variant, profileOf(trace, [...actions], []), {
      seed: 5,
      explore: 'deviations',
    });
    const cases = Array.from({ length: DRAWN }, (_, nth) => draw(nth + 1))
      .map((kase) => ({ ...kase, entropy: natural.entropy }))
      .filter((kase) => countElements(kase) <= bound)
      .filter((kase) => kase.actions.every(({ afterMs }) => afterMs === undefined));
    expect(cases.length).toBeGreaterThan(DRAWN / 20);
    const drawn = await enumerate({ file, variant, bound, cases });
    expect(drawn.traces.length).toBeGreaterThan(5);
    const known = new Set(tree.traces);
    expect(drawn.traces.filter((hash) => !known.has(hash))).toEqual([]);
  },
  120_000,
);

test('events of two connections do not commute for a client that keeps what came first: they are declared to, so the tree is not cut by it', async () => {
  const file = smallScenario('two-connections');
  const { failing } = await enumerate({ file, variant: 'default', bound: 1 });
  const late = failing.find(({ schedule: [held] }) => held?.hold.startsWith('c0<') === true);
  expect(late).toBeDefined();
  const runs = await runInWorld(file, [naturalCase('two-connections', 'default'), late!]);
  const steps = runs[1]!.trace.events.flatMap((event) => (event.kind === 'step' ? [event] : []));
  const passing = steps.filter(({ held }) => held?.includes(late!.schedule[0]!.hold) === true);
  expect(passing).not.toEqual([]);
  // Sleep sets would have taken this run for the natural one.
  expect(passing.map(({ event }) => dependOnEachOther(splitEventId(event).lane, 'c0<'))).not.toContain(true);
  const notes = runs.map(({ trace }) =>
    trace.events.flatMap((event) => (event.kind === 'note' ? [event.text] : [])),
  );
  expect(notes).toEqual([
    ['/left after /left', '/right after /left'],
    ['/right after /right', '/left after /right'],
  ]);
});
