// What is done with one variant, however its cases are made: where it is, how much it may take, what is known, and whom to tell.
import type { PackageUnderTest } from '../model/package-spec.ts';
import type { VariantEntry, VariantState } from './variant-state.ts';
import type { WorkerBounds } from './worker-bounds.ts';
import type { FoundGroup } from './worker-protocol.ts';

/** Of one variant. */
export type VariantTask = {
  file: string;
  scenario: string;
  variant: string;
  /** Files in which workers note what they are at have this name, or begin with it. */
  progressFile: string;
  budgetMs: number | undefined;
  nowMs: () => number;
  signal: AbortSignal | undefined;
  /** What every import of them leads to. */
  packages?: readonly PackageUnderTest[];
  /** How much a worker may take. */
  bounds?: WorkerBounds;
  /** Deaths in a row after which the variant is given up. */
  deathsInARowMax?: number;
  /** Candidates that shrinking a case that kills its process may try. */
  deathShrinkRuns?: number;
  /** What is known from before; nothing by default. */
  state?: VariantState;
  /** Saves a finding; gives the path of the repro. */
  onFound: (found: FoundGroup) => string;
  /** Is told of everything that is learned, before it counts. */
  onEntry?: (entry: VariantEntry) => void;
};
