// Every planted bug is told by the oracle that should, within its cases; the clients they were planted in raise nothing.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../explore-for-test.ts';
import { DEFECTS } from './defects.ts';
import { huntAll, type HuntResult } from './hunt.ts';
import { huntDefect } from './hunt-defect.ts';
import { applyTo, makeGarden, plant } from './plant.ts';

/** Cases of each clean client; campaigns run many more. */
const CLEAN_CASES = 100;

/** Processes at once. */
const HUNTERS = 2;

const TOLD = DEFECTS.filter(({ caughtBy }) => caughtBy !== undefined);
const UNTOLD = DEFECTS.filter(({ caughtBy }) => caughtBy === undefined);
const README = readFileSync(join(ROOT, 'harness/tests/planted/README.md'), 'utf8');
const garden = makeGarden();
afterAll(() => rmSync(garden, { recursive: true }));

describe('planted bugs', () => {
  it('are at least thirty, each with a name of its own, and all in the table', () => {
    expect(TOLD.length).toBeGreaterThanOrEqual(30);
    expect(new Set(DEFECTS.map(({ name }) => name)).size).toBe(DEFECTS.length);
    expect(DEFECTS.filter(({ name }) => !README.includes(`| ${name} `))).toEqual([]);
  });

  it.each(UNTOLD)('$name, which nobody tells, can still be planted', (defect) => {
    const text = readFileSync(join(ROOT, defect.file), 'utf8');
    expect(applyTo(text, defect)).not.toBe(text);
  });

  it('are refused when the place is not there, or not the only one', () => {
    const defect = { name: 'a', file: 'b.ts', replace: [['x', 'y']] as const };
    expect(() => applyTo('z', defect)).toThrow('0 places');
    expect(() => applyTo('x x', defect)).toThrow('2 places');
  });
});

describe('told by the oracle that should', () => {
  let results: Map<string, HuntResult>;
  beforeAll(async () => {
    const found = await huntAll(TOLD, HUNTERS, async (defect, hunter) => {
      const result = await huntDefect(defect, garden, hunter, false);
      return [defect.name, result] as const;
    });
    results = new Map(found);
  }, 240_000);

  it.each(TOLD)('$name', ({ name, caughtBy }) => {
    expect(results.get(name)).toMatchObject({ kind: 'found', ...caughtBy });
  });
});

it('a copy without a defect raises nothing', async () => {
  const folder = plant(garden, { name: 'no-defect', file: 'src/limits.ts', replace: [] });
  const places = [...new Set(DEFECTS.map(({ scenario, variant }) => `${scenario} ${variant}`))];
  const results = await huntAll(places, HUNTERS, async (place, hunter) => {
    const [scenario, variant] = place.split(' ') as [string, string];
    const file = join(folder, 'scenarios', scenario, 'scenario.ts');
    return hunter.hunt({ file, variant, to: CLEAN_CASES, wanted: undefined, isShrinking: false });
  });
  expect(results.filter(({ kind }) => kind === 'found')).toEqual([]);
}, 120_000);
