// Why a case fails, as plain data: what comes of it when one thing is different. Everything in it was seen in a run, and what
// could not be seen says why.
import type { Case } from './case.ts';
import type { Interleaving } from './campaign-result.ts';
import type { Differential, RunOutcome } from './differential.ts';
import type { Finding } from './finding.ts';
import type { Repro } from './repro.ts';

/** What is not known, and why: `the process died`. */
export type Unsaid = { unsaid: string };

/** What kind of decision a change takes differently. `moved`: an action or a fault; `removed`: any element of the case. */
export type ChangeKind = 'schedule' | 'moved' | 'removed';

/** A decision that, taken differently, makes the case pass. `partsAt` is the step at which its run leaves the failing one. */
export type PassingChange = { kind: ChangeKind; words: string; outcome: 'pass' | 'gone'; partsAt: number };

/**
 * The passing case that stays with the failing one for longest. `failing` and `passing` are the rows of both runs from a few
 * before they part. `others` are further decisions that make it pass, the nearest first; `tried` counts all that were tried.
 */
export type NearestPassing = PassingChange & {
  case: Case;
  failing: Interleaving;
  passing: Interleaving;
  others: PassingChange[];
  tried: number;
};

/** Of `of` random continuations behind step `step` of the failing run, `failed` had the same finding. */
export type CurvePoint = { step: number; failed: number; of: number };

/**
 * For steps of the failing run the share of random continuations that fail, in order. `certainFrom`: from this step on every
 * continuation failed; absent where even the last had others. `isExact`: the step before it was looked at as well.
 */
export type PointOfNoReturn = {
  points: CurvePoint[];
  certainFrom?: number;
  isExact: boolean;
};

/**
 * The steps that the violation depends on, of `of` up to it, and the rows of those that are nearest to it. `about` is what
 * they were traced back from: `step 22`, `connection 0`.
 */
export type CausalCone = { about: string; steps: number[]; of: number; rows: Interleaving };

/** One part of the case, and what became of the finding without it alone. */
export type Condition = {
  part: 'fault' | 'action' | 'deviation' | 'policy' | 'program';
  words: string;
  without: RunOutcome;
};

/** Why a case fails. `violation` is the step at which its finding shows; `runs` counts the runs that it took. */
export type Explanation = {
  violation: number;
  nearest: NearestPassing | Unsaid;
  noReturn: PointOfNoReturn | Unsaid;
  cone: CausalCone | Unsaid;
  conditions: Condition[] | Unsaid;
  differential: Differential | Unsaid;
  runs: number;
};

/**
 * What explaining a saved failure came to. `not reproduced`: the case does not fail as it did, so there is nothing to
 * explain. `changes`: what a strict replay depends on and has changed; what is explained is the failure as it is now.
 */
export type ExplainOutcome = {
  file: string;
  repro: Repro;
  outcome: 'explained' | 'not reproduced';
  changes: string[];
  /** As in a ReplayOutcome. */
  with?: string[];
  notImported?: string[];
  finding?: Finding;
  explanation?: Explanation;
};

/** True for what is not known. */
export function isUnsaid(part: object): part is Unsaid {
  return 'unsaid' in part;
}
