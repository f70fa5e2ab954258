// A defect → whether its oracle tells of it, and from which case on.
import { join } from 'node:path';
import type { Defect } from './defect.ts';
import type { Hunter, HuntResult } from './hunt.ts';
import { plant } from './plant.ts';

/** Cases in which a planted bug must be told. */
export const CASES = 2_000;

/** Plants the defect in `garden` and hunts for it: for what must tell of it, or for anything where nothing can. */
export function huntDefect(
  defect: Defect,
  garden: string,
  hunter: Hunter,
  isShrinking: boolean,
): Promise<HuntResult> {
  const file = join(plant(garden, defect), 'scenarios', defect.scenario, 'scenario.ts');
  return hunter.hunt({ file, variant: defect.variant, to: CASES, wanted: defect.caughtBy, isShrinking });
}
