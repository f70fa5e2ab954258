// A defect → whether its oracle tells of it, and from which case on.
import { join } from 'node:path';
import type { Defect } from './defect.ts';
import type { Hunter, HuntResult } from './hunt.ts';
import { plant } from './plant.ts';

/** Cases in which a planted bug must be told, from one of so many seeds in a row: two need two faults at once, and are rare. */
export const CASES = 2_000;
const SEEDS = 3;

/** Plants the defect in `garden` and hunts for it: for what must tell of it, or for anything where nothing can. */
export async function huntDefect(
  defect: Defect,
  garden: string,
  hunter: Hunter,
  isShrinking: boolean,
): Promise<HuntResult> {
  const file = join(plant(garden, defect), 'scenarios', defect.scenario, 'scenario.ts');
  const order = { file, variant: defect.variant, to: CASES, wanted: defect.caughtBy, isShrinking };
  let result = await hunter.hunt(order);
  for (let seed = 2; seed <= SEEDS && defect.caughtBy !== undefined && result.kind !== 'found'; seed++)
    result = await hunter.hunt({ ...order, seed });
  return result;
}
