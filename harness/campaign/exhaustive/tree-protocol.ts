// What the parent and a worker say to each other when every case up to a bound is run. A unit is what one child of the root leads
// to: unit 0 is the natural run alone, unit n its n-th child with all below it. What a unit comes to depends on nothing else.
import type { Cursor, Path } from '../../generate/exhaustive/choice-tree.ts';
import type { Probe } from '../../generate/exhaustive/estimate-tree.ts';
import type { Case } from '../../model/case.ts';
import type { SeenEscape, Tally } from '../worker-protocol.ts';

/** Whose tree it is. Before each run its place is noted in `progressFile`. */
type TreeJob = { file: string; variant: string; bound: number; progressFile: string };

/** Run the natural run, count the units, and estimate the tree by so many probes. */
export type SurveyJob = TreeJob & { kind: 'survey'; probes: number };

/** A unit to walk, from its beginning or from where an earlier process came to. */
export type UnitTask = { unit: number; runs: number; chain: string; cursor?: Cursor };

/** Walk these units, in this order. `barred` are places that take their process down. */
export type WalkJob = TreeJob & { kind: 'walk'; units: UnitTask[]; barred: string[]; sights: SightPlace[] };

/** Look into what was sighted: shrink and describe each. */
export type ExamineJob = Omit<TreeJob, 'bound'> & { kind: 'examine'; sights: Sight[] };

/** The first run of a unit that shows a finding; `ordinal` counts the runs of the unit from 0. */
export type SightPlace = { fingerprint: string; unit: number; ordinal: number };
export type Sight = SightPlace & { case: Case };

/** Runs of one unit in a row, and where it stands after them. */
export type Span = {
  kind: 'span';
  unit: number;
  runs: number;
  cursor?: Cursor;
  isDone: boolean;
  /** Hash over the traces of all runs of the unit so far, in order. */
  chain: string;
  tally: Tally;
  counts: Record<string, number>;
  escapes: SeenEscape[];
  /** Hashes of what happened, cases left out: those that this process had not met before. */
  traces: string[];
  /** What was left out for a limit of our own. */
  gaps: string[];
};

/** What a worker says of a tree. */
export type TreeMessage =
  | { kind: 'surveyed'; units: number; actions: string[] }
  | { kind: 'probed'; probes: Probe[] }
  | { kind: 'sighted'; sight: Sight }
  | Span;

/** What is noted before a run. No path: the natural run is made, before the tree is begun. */
export type TreeProgress = { path: Path | null; ordinal: number; case: Case | null; before: Case | null };

/** A place as a word. */
export function formatPath(path: Path): string {
  return path.join('.');
}
