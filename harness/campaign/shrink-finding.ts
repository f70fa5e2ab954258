// A failing case in a worker → the smallest case that shows one of its findings, and what that tells of its cause.
import type { Case } from '../model/case.ts';
import { fingerprint, type Finding } from '../model/finding.ts';
import { listKinds, listTaken, type Sign } from '../model/issue.ts';
import {
  PROGRAM_SHRINK_RUN_LIMIT,
  PROGRAM_SHRINK_STEP_LIMIT,
  SHRINK_RUN_LIMIT,
  SHRINK_STEP_LIMIT,
} from '../model/limits.ts';
import { symptomOf } from '../model/symptom.ts';
import type { Trace } from '../model/trace.ts';
import { shrinkCase } from '../shrink/shrink-case.ts';
import { findByFingerprint, findingsOf, type Evaluation } from './evaluate-case.ts';
import { writeOutPolicy } from './write-out-policy.ts';

/** The case that was shrunk, its policy written out; what it was shrunk to, that run, and the runs it took; and the sign of it. */
export type ShrunkFinding = { written: Case; shrunk: Case; smallest: Evaluation; runs: number; sign: Sign };

/** Shrinks the case of a trace, case `index` of its variant; `run` evaluates a candidate, and none more once `isOver`. */
export async function shrinkFinding(
  trace: Trace,
  index: number,
  finding: Finding,
  run: (candidate: Case) => Promise<Evaluation>,
  isOver: () => boolean = () => false,
): Promise<ShrunkFinding> {
  const id = fingerprint(finding);
  const written = await writeOutPolicy(trace, run);
  const [runLimit, stepLimit] =
    written.program === undefined
      ? [SHRINK_RUN_LIMIT, SHRINK_STEP_LIMIT]
      : [PROGRAM_SHRINK_RUN_LIMIT, PROGRAM_SHRINK_STEP_LIMIT];
  let steps = 0;
  const fails = async (candidate: Case): Promise<boolean> => {
    const evaluation = await run(candidate);
    steps += evaluation.trace.steps;
    return findByFingerprint(evaluation.verdict, id) !== undefined;
  };
  const { shrunk, runs } = await shrinkCase(written, fails, runLimit, () => steps >= stepLimit || isOver());
  const smallest = await run(shrunk);
  const breaks = [finding, ...findingsOf(smallest.verdict)].map(symptomOf);
  return { written, shrunk, smallest, runs, sign: makeSign(trace.case, index, shrunk, breaks) };
}

/** What is known of a finding's cause where its case could not be shrunk: a process died of a smaller one. */
export function signOfLargest(kase: Case, index: number, finding: Finding): Sign {
  return makeSign(kase, index, kase, [symptomOf(finding)]);
}

function makeSign(drawn: Case, firstCase: number, shrunk: Case, breaks: readonly string[]): Sign {
  return {
    given: listKinds(drawn),
    takes: listTaken(shrunk),
    breaks: [...new Set(breaks)].toSorted(),
    firstCase,
    case: shrunk,
  };
}
