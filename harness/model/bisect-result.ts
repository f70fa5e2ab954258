// What a search through the releases of a package came to: a verdict for each release that was tried, and for each line of
// releases the ranges that have the finding.
import type { Repro } from './repro.ts';

/** Whether a release has the finding. `inconclusive`: it could not be told, and why. */
export type ProbeVerdict = 'bad' | 'good' | 'inconclusive';

/** One release that was tried. */
export type Probe = {
  version: string;
  verdict: ProbeVerdict;
  /** Bad: 0 when the case itself showed it, n when its n-th neighbour did. */
  neighbour?: number;
  /** Bad: the fingerprint that it showed there. */
  fingerprint?: string;
  /** Inconclusive: on one line. */
  why?: string;
};

/** A good release at the edge of a range, if there is one, and those between it and the range whose verdict is not known. */
export type RangeEdge = { good?: string; unknown: string[] };

/** Consecutive releases that have the finding, as far as they were tried. */
export type BisectRange = {
  firstBad: string;
  lastBad: string;
  before: RangeEdge;
  after: RangeEdge;
};

/** One line of releases: those of one major, which live beside the others. */
export type BisectLine = {
  major: string;
  /** Releases that were to be looked at, in order. */
  releases: string[];
  /** Those of them that were tried, in order. */
  probes: Probe[];
  ranges: BisectRange[];
};

/** How many releases there are, and how many are tried: `first` of them surely, `most` in the worst case. */
export type BisectPlan = {
  name: string;
  /** The version that the repro was found on. */
  base: string;
  releases: number;
  lines: number;
  first: number;
  most: number;
  /** The list of releases is an older one, from the cache: npm could not be asked, and why. */
  staleList?: string;
};

/** The whole search. */
export type BisectResult = {
  version: 1;
  file: string;
  repro: Repro;
  name: string;
  base: string;
  /** What was looked for, besides the oracle and the code of the repro. */
  subject: string;
  neighbours: number;
  seed: number;
  /** Newest first. */
  lines: BisectLine[];
  /** When releases that are edges of ranges were published (ISO 8601), where the registry tells. */
  published: Record<string, string>;
  interrupted: boolean;
  elapsedMs: number;
};
