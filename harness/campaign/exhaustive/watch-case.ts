// Inside a worker: a case of a tree → its run, judged, with as much of what could have come instead as the tree has to know. Turns are
// counted in a run of their own, which has to be the same: so every run that others depart from is seen twice.
import type { Need, TreeRun } from '../../generate/exhaustive/choice-tree.ts';
import type { Case } from '../../model/case.ts';
import { listLines } from '../../model/trace.ts';
import { runCase } from '../../simulate/run-case.ts';
import { RunWatch } from '../../simulate/run-watch.ts';
import type { Scenario } from '../../simulate/scenario.ts';
import { evaluateCase, type Evaluation } from '../evaluate-case.ts';
import { firstDifference } from '../first-difference.ts';
import { beat } from '../pulse.ts';

/** A run of the tree. `difference`: the second run of the case was not the same. */
export type WatchedRun = TreeRun & {
  evaluation: Evaluation;
  difference?: { step: number; expected: string; actual: string };
};

/** Runs a case. */
export async function watchCase(scenario: Scenario, kase: Case, need: Need): Promise<WatchedRun> {
  const watch = need === 'choices' ? new RunWatch(false) : undefined;
  const evaluation = await evaluateCase(scenario, kase, 'lean', watch);
  const { events } = evaluation.trace;
  const lines = listLines(evaluation.trace);
  if (need !== 'turns') return { events, lines, observation: watch, evaluation };
  const counting = new RunWatch(true);
  beat();
  const again = await runCase(scenario, kase, 'lean', undefined, counting);
  evaluation.isClean &&= again.isClean;
  const difference = firstDifference(lines, listLines(again.trace));
  const isSame = difference.step === lines.length && lines.length === again.trace.events.length;
  return { events, lines, observation: counting, evaluation, ...(isSame ? {} : { difference }) };
}
