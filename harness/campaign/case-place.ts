// Where the cases of a job belong, which every process that runs one of them again has to be told.
import type { PackageUnderTest } from '../model/package-spec.ts';
import type { CaseDraw } from '../model/strategy.ts';
import type { WorkerBounds } from './worker-bounds.ts';

/** A scenario's module, its variant what cases are drawn from; and what their processes may take and run on. */
export type CasePlace = {
  file: string;
  scenario: string;
  variant: string;
  draw: CaseDraw;
  bounds?: WorkerBounds;
  packages?: readonly PackageUnderTest[];
};
