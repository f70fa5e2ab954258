// What the page of an HTML report is made of besides its markup: every finding with its words and its runs, as plain data. Written
// by the report and read by its script.
import type { Interleaving } from '../../model/campaign-result.ts';
import type { CurvePoint } from '../../model/explanation.ts';
import type { Place } from '../../model/finding.ts';
import type { Timeline } from '../../model/timeline.ts';
import type { Decision } from '../describe-case.ts';
import type { Race } from '../tell-race.ts';

/** One run of a finding: the smallest case, or the case as it was drawn. `line` is the case on one line. */
export type PageRun = {
  line: string;
  decisions: Decision[];
  timeline?: Timeline;
  interleaving?: Interleaving;
  /** Its pictures are not here, since the report would have become too large. */
  isLeftOut?: true;
};

/** One finding. `key` is its place in permalinks: fingerprint, scenario and variant. `replay` is '' when no repro was saved. */
export type PageFinding = {
  key: [fingerprint: string, scenario: string, variant: string];
  oracle: string;
  code: string;
  /** What is wrong, as a heading. */
  headline: string;
  message: string;
  /** Unexpected (it fails the run), known (a baseline has it), or expected. */
  state: 'unexpected' | 'known' | 'expected';
  /** Facts about it, each a label and its words. */
  facts: [label: string, text: string][];
  /** Why tries on real sockets did not show it, or could not. */
  confirmationReasons: string[];
  race?: Race;
  /** How the promise was broken, in a sentence, where no race is told. */
  failure?: string;
  places: Place[];
  replay: string;
  shrunk: PageRun;
  original?: PageRun;
  /** What `explain` found out, where it was asked for. */
  explanation?: PageExplanation;
  /** The same case on every variant: what that comes to, and what it came to on each. */
  differential?: { headline: string; variants: [variant: string, outcome: string][] };
};

/**
 * Why a finding fails, in words where words are enough. `nearest` has the rows of both runs; `steps` of the cone are those that the
 * violation depends on; `unsaid` are parts that are not known, with why.
 */
export type PageExplanation = {
  nearest?: { told: string; failing: Interleaving; passing: Interleaving; others: string[] };
  noReturn?: { told: string; points: CurvePoint[]; certainFrom?: number };
  cone?: { told: string; steps: number[]; rows: Interleaving };
  conditions?: [part: string, need: string][];
  unsaid: [part: string, why: string][];
};

/** All findings, in the order of the list. */
export type PageData = { findings: PageFinding[] };
