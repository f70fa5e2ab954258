// A variant → its cases, each aimed by the natural run of what it does: of the variant, or of the program that was drawn.
// Case i depends on (seed, strategy, i) alone, whichever cases a process runs.
import { caseSource, programSource } from '../generate/case-source.ts';
import { naturalCase, type Case } from '../model/case.ts';
import type { SweepPlan } from '../model/sweep-plan.ts';
import { sweepOf } from '../generate/sweep.ts';
import type { CaseDraw } from '../model/strategy.ts';
import { casesOfProgram, composeScenario, type Scenario } from '../simulate/scenario.ts';
import { meterTurns } from '../simulate/turn-meter.ts';
import { evaluateCase, type Evaluation } from './evaluate-case.ts';
import { aim, measureNatural } from './natural-run.ts';
import type { IsBrokenBy } from './warm-up.ts';

/**
 * A case, and what came of it where it is a program's natural run: that has been run already, to be measured. `isBroken`: that run has
 * left the process unfit for any other; of such a program it is all that can be run.
 */
type PreparedCase = { kase: Case; evaluation?: Evaluation; isBroken?: boolean };

/**
 * Gives case `index` (from 0); measures the natural run of its program first, where that was not the last one asked for. `tell` is told
 * of a case right before it is run for that: it may be the last that is heard of this process.
 */
type CaseAt = (index: number, tell?: (kase: Case) => void) => Promise<PreparedCase>;

/** The cases of a variant, and how many there are of what, where they are a sweep. */
export type PreparedCases = { caseAt: CaseAt; plan?: SweepPlan; isBrokenBy: IsBrokenBy };

/** Runs what has to be known of a variant before its cases can be told. */
export async function prepareCases(
  scenario: Scenario,
  variant: string,
  draw: CaseDraw,
): Promise<PreparedCases> {
  const { profile, isBrokenBy } = await measureNatural(scenario, variant);
  const casesEach = casesOfProgram(scenario);
  if (casesEach === undefined) {
    const cases = caseSource(scenario.name, variant, profile, draw);
    const caseAt: CaseAt = async (index) => ({ kase: cases(index) });
    if (draw.explore !== 'sweep') return { caseAt, isBrokenBy };
    return { caseAt, isBrokenBy, plan: sweepOf(scenario.name, variant, profile).plan };
  }
  const programs = programSource(scenario.programs!.draw, draw.seed);
  let measured: { nth: number; natural: PreparedCase; cases: (index: number) => Case } | undefined;
  const caseAt: CaseAt = async (index, tell) => {
    const nth = Math.floor(index / casesEach);
    if (measured?.nth !== nth) {
      const program = programs(nth);
      const kase = naturalCase(scenario.name, variant, program);
      tell?.(kase);
      const { result: evaluation, turns: ownTurns } = await meterTurns(() => evaluateCase(scenario, kase));
      const own = aim(composeScenario(scenario, { program }), evaluation.trace, ownTurns);
      const ownDraw = { ...draw, seed: draw.seed + nth };
      // The strategies go on where those of the program before ended: each has its turn, however few cases a program has.
      const cases = caseSource(scenario.name, variant, own, ownDraw, program, nth * (casesEach - 1));
      const isBroken = await isBrokenBy(evaluation);
      measured = { nth, natural: { kase, evaluation, isBroken }, cases };
    }
    const own = index % casesEach;
    if (own === 0) return measured.natural;
    return { kase: measured.cases(own), isBroken: measured.natural.isBroken === true };
  };
  return { caseAt, isBrokenBy };
}
