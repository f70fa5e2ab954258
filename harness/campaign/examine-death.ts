// A case at which a worker died → a finding: the same case, alone in a process of its own, has to die the same way; then it
// is shrunk, each candidate in a process of its own.
import { countElements, naturalCase, type Case } from '../model/case.ts';
import { ClosecallError } from '../model/closecall-error.ts';
import { fingerprint, type Finding } from '../model/finding.ts';
import { DEATH_SHRINK_RUN_LIMIT } from '../model/limits.ts';
import { caseBefore, WHOLE, type Shard } from '../model/shard.ts';
import { symptomOf } from '../model/symptom.ts';
import { shrinkCase } from '../shrink/shrink-case.ts';
import type { CasePlace } from './case-place.ts';
import type { WorkerEnd } from './describe-end.ts';
import { WORKER_BOUNDS } from './worker-bounds.ts';
import { askWorker, WorkerDiedError } from './worker-process.ts';
import type { FoundGroup, TrialJob } from './worker-protocol.ts';

/** Where the case belongs, and how long it is looked into. */
export type DeathPlace = CasePlace & {
  signal?: AbortSignal | undefined;
  /** What its cases are part of, and how many of them stay together. */
  shard?: Shard | undefined;
  together?: number | undefined;
  /** Candidates that shrinking may try, each in a process of its own. */
  deathShrinkRuns?: number;
};

/** What one trial came to: the case, as far as it was told, and how the process died, undefined when it lived. */
type Trial = { case: Case | undefined; end: WorkerEnd | undefined };

/** Subject of the finding that a death is. */
export const DEAD_SUBJECT = 'process';

/** The finding that a death is. */
export function findingOfEnd({ code, message, frames }: WorkerEnd): Finding {
  const places = frames.length === 0 ? [] : [{ label: 'was in', frames }];
  return { oracle: 'crash', code, evidence: 'native', message, step: 0, subject: DEAD_SUBJECT, places };
}

/** Groups deaths: by what they are alone, since where a client spins at one moment says little. */
export function fingerprintOfEnd(end: WorkerEnd): string {
  return fingerprint({ ...findingOfEnd(end), places: [] });
}

/** The case that a death belongs to. */
export type Culprit = { index: number; case: Case; end: WorkerEnd };

/**
 * Looks for the case that makes a process die: `index`, or the one before it, whose work may have come back
 * late. Undefined when neither does so alone.
 */
export async function findCulprit(
  place: DeathPlace,
  index: number,
  end: WorkerEnd,
): Promise<Culprit | undefined> {
  const { shard = WHOLE, together } = place;
  const before = end.isStray ? caseBefore(shard, index, together) : undefined;
  for (const at of before === undefined ? [index] : [index, before]) {
    const trial = await tryCase(place, at);
    // Alone, nothing else takes processor or memory: how it dies there is what counts.
    if (trial.case !== undefined && trial.end !== undefined)
      return { index: at, case: trial.case, end: trial.end };
  }
  return undefined;
}

/** The finding of a death in the natural run, which every worker makes first: it is case 0, and nothing is to be shrunk. */
export async function examineNaturalDeath(
  place: DeathPlace,
  end: WorkerEnd,
): Promise<FoundGroup | undefined> {
  const kase = naturalCase(place.scenario, place.variant);
  const again = await tryCase(place, kase);
  if (again.end?.code !== end.code) return undefined;
  return groupOf(kase, { shrunk: kase, runs: 0 }, again.end, place, 0);
}

/** Runs one case in a process of its own. */
async function tryCase(
  { file, variant, draw, bounds = WORKER_BOUNDS, packages = [] }: DeathPlace,
  pick: number | Case,
): Promise<Trial> {
  const job: TrialJob = { kind: 'trial', file, variant, draw, pick };
  const trial: Trial = { case: undefined, end: undefined };
  try {
    await askWorker(job, 'survived', { bounds, packages }, (message) => {
      if (message.kind === 'drawn') trial.case = message.case;
    });
  } catch (error) {
    if (error instanceof WorkerDiedError) trial.end = error.end;
    else if (!(error instanceof ClosecallError)) throw error;
  }
  return trial;
}

/** How a saved case ends its process, undefined when it lives. */
export async function replayDeath(place: DeathPlace, kase: Case): Promise<WorkerEnd | undefined> {
  return (await tryCase(place, kase)).end;
}

/** Shrinks the case of a death, as far as that is worth its processes, and describes it. */
export async function examineDeath(
  place: DeathPlace,
  { index, case: kase, end }: Culprit,
): Promise<FoundGroup> {
  let last = end;
  const dies = async (candidate: Case): Promise<boolean> => {
    if (place.signal?.aborted === true) return false;
    const trial = await tryCase(place, candidate);
    if (trial.end?.code !== end.code) return false;
    last = trial.end;
    return true;
  };
  const result = await shrinkCase(kase, dies, place.deathShrinkRuns ?? DEATH_SHRINK_RUN_LIMIT);
  return groupOf(kase, result, last, place, index);
}

function groupOf(
  original: Case,
  { shrunk, runs }: { shrunk: Case; runs: number },
  end: WorkerEnd,
  { scenario, variant }: DeathPlace,
  firstCase: number,
): FoundGroup {
  const finding = findingOfEnd(end);
  const { oracle, code, evidence, message, subject, places } = finding;
  return {
    symptom: symptomOf({ ...finding, places: [] }),
    oracle,
    code,
    evidence,
    message,
    subject,
    places,
    scenario,
    variant,
    firstCase,
    shrunk,
    original,
    fingerprint: fingerprintOfEnd(end),
    steps: countElements(shrunk),
    shrinkRuns: runs,
    // A process that died has no trace to tell.
    traceHash: '',
    traceSteps: [],
    interleaving: { columns: [], rows: [] },
  };
}
