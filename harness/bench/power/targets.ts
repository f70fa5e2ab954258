// The expectations of the scenarios, and the planted defects → what is measured: a place each, and the names of its targets.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Scenario } from '../../simulate/scenario.ts';
import { ROOT } from '../../tests/explore-for-test.ts';
import { listFiles } from '../../tests/list-files.ts';
import { DEFECTS } from '../../tests/planted/defects.ts';
import { plant } from '../../tests/planted/plant.ts';
import type { Place } from './attempt.ts';

/** Scenarios of the generations of the client. */
const GENERATION_ROOMS = /^scenarios\/(btw|event-stream|together)\/.*\/scenario\.ts$/;

/** A place, and the names of what is wanted there, in its order. `find` gives its scenario's file, planted where it must be. */
export type TargetPlace = Omit<Place, 'file'> & {
  targets: string[];
  find: () => string;
  /** Where a defect is planted: the same client without it, and whether it lies in what a scripted dispatcher stands for. */
  planted?: { clean: { target: string; file: string }; isBelowDispatcher: boolean };
};

/** The client's own sockets: who gives it a dispatcher runs none of this. */
const BELOW_DISPATCHER = 'src/transport.ts';

/** Every place of the generations at which a scenario expects something. */
export async function listGenerationPlaces(): Promise<TargetPlace[]> {
  const places: TargetPlace[] = [];
  for (const path of listFiles(ROOT).filter((file) => GENERATION_ROOMS.test(file))) {
    const file = join(ROOT, path);
    const { default: scenario } = (await import(file)) as { default: Scenario };
    for (const [variant, { expect = [] }] of Object.entries(scenario.variants)) {
      if (expect.length === 0) continue;
      const wanted = expect.map(({ oracle, code }) => ({ oracle, code }));
      const targets = wanted.map(({ code }) => `${scenario.name}/${variant} ${code}`);
      places.push({
        scenario: scenario.name,
        variant,
        wanted,
        targets,
        find: () => file,
      });
    }
  }
  return places;
}

/** Every planted defect that something tells of. Copies are made in `garden` when they are needed. */
export function listPlantedPlaces(garden: string): TargetPlace[] {
  return DEFECTS.flatMap((defect): TargetPlace[] => {
    const { name, scenario, variant, caughtBy } = defect;
    if (caughtBy === undefined) return [];
    const find = (): string => {
      const folder = join(garden, name);
      if (!existsSync(folder)) plant(garden, defect);
      return join(folder, 'scenarios', scenario, 'scenario.ts');
    };
    const clean = {
      target: `clean/${scenario}/${variant}`,
      file: join(ROOT, 'scenarios', scenario, 'scenario.ts'),
    };
    const isBelowDispatcher = defect.file === BELOW_DISPATCHER;
    const about = { scenario, variant, wanted: [caughtBy], targets: [`planted/${name}`] };
    return [{ ...about, find, planted: { clean, isBelowDispatcher } }];
  });
}
