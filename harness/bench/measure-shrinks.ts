// Everything that is expected to be found in the generations, and every planted defect → how small it shrinks, and at what cost:
// the first failing case of each seed, shrunk as a campaign does it.
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { findScenarios } from '../campaign/find-scenarios.ts';
import type { OracleName } from '../model/finding.ts';
import { DEFECTS } from '../tests/planted/defects.ts';
import { Hunter } from '../tests/planted/hunt.ts';
import { makeGarden, plant } from '../tests/planted/plant.ts';

/** What is hunted for, and where. */
type Prey = {
  name: string;
  kind: 'generation' | 'planted';
  file: string;
  variant: string;
  wanted: { oracle: OracleName; code: string };
};

/** One shrink: elements before and after, candidates that were run, and processor time in milliseconds. */
export type Shrink = { from: number; to: number; runs: number; cpuMs: number };

/** The shrinks of one prey, one for each seed that found it. */
export type ShrinkRow = { name: string; kind: Prey['kind']; seeds: number; shrinks: Shrink[] };

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const GENERATIONS = ['btw', 'event-stream', 'together'];

/** Cases in which a seed may find its prey. */
const CASES = 2_000;

/** Measures; `onRow` is told of each row. */
export async function measureShrinks(
  seeds: number,
  only: string,
  onRow: (row: ShrinkRow) => void,
): Promise<ShrinkRow[]> {
  const garden = makeGarden();
  const hunter = new Hunter();
  const rows: ShrinkRow[] = [];
  try {
    for (const { name, kind, file, variant, wanted } of await listPrey(garden, only)) {
      const shrinks: Shrink[] = [];
      for (let seed = 1; seed <= seeds; seed++) {
        const found = await hunter.hunt({ file, variant, to: CASES, wanted, isShrinking: true, seed });
        if (found.kind === 'found')
          shrinks.push({
            from: found.originalSize,
            to: found.size,
            runs: found.shrinkRuns,
            cpuMs: found.shrinkCpuMs,
          });
      }
      rows.push({ name, kind, seeds, shrinks });
      onRow(rows.at(-1)!);
    }
  } finally {
    hunter.release();
    rmSync(garden, { recursive: true });
  }
  return rows;
}

async function listPrey(garden: string, only: string): Promise<Prey[]> {
  const scenarios = await findScenarios(ROOT);
  const generations = scenarios
    .filter(({ name }) => GENERATIONS.some((room) => name.startsWith(`${room}/`)))
    .flatMap(({ name, file, variants }) =>
      variants.flatMap((variant) =>
        // What need not show is not looked for.
        variant.expect
          .filter(({ fromCases }) => fromCases !== undefined)
          .map(({ oracle, code }): Prey => ({
            name: `${name}/${variant.name} ${code}`,
            kind: 'generation',
            file,
            variant: variant.name,
            wanted: { oracle, code },
          })),
      ),
    )
    .filter(({ name }) => name.includes(only));
  const planted = DEFECTS.filter(({ name, caughtBy }) => caughtBy !== undefined && name.includes(only));
  return [
    ...generations,
    ...planted.map((defect): Prey => ({
      name: defect.name,
      kind: 'planted',
      file: join(plant(garden, defect), 'scenarios', defect.scenario, 'scenario.ts'),
      variant: defect.variant,
      wanted: defect.caughtBy!,
    })),
  ];
}
