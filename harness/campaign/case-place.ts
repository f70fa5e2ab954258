// Where the cases of a job belong, which every process that runs one of them again has to be told.
import type { PackageUnderTest } from '../model/package-spec.ts';
import type { WorkerBounds } from './worker-bounds.ts';

/** A scenario's module, its variant and the seed that cases are drawn from; and what their processes may take and run on. */
export type CasePlace = {
  file: string;
  scenario: string;
  variant: string;
  seed: number;
  bounds?: WorkerBounds;
  packages?: readonly PackageUnderTest[];
};
