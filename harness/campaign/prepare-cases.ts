// A variant → its cases, each aimed by the natural run of what it does: of the variant, or of the program that was drawn.
// Case i depends on (seed, strategy, i) alone, whichever cases a process runs.
import { caseSource, programSource } from '../generate/case-source.ts';
import { naturalCase, type Case } from '../model/case.ts';
import type { SweepPlan } from '../model/sweep-plan.ts';
import { sweepOf } from '../generate/sweep.ts';
import type { CaseDraw } from '../model/strategy.ts';
import { casesOfProgram, composeScenario, type Scenario } from '../simulate/scenario.ts';
import { meterTurns } from '../simulate/turn-meter.ts';
import { evaluateCase } from './evaluate-case.ts';
import { aim, measureNatural } from './natural-run.ts';

/** Gives case `index` (from 0); measures the natural run of its program first, where that was not the last one asked for. */
type CaseAt = (index: number) => Promise<Case>;

/** The cases of a variant, and how many there are of what, where they are a sweep. */
export type PreparedCases = { caseAt: CaseAt; plan?: SweepPlan };

/** Runs what has to be known of a variant before its cases can be told. */
export async function prepareCases(
  scenario: Scenario,
  variant: string,
  draw: CaseDraw,
): Promise<PreparedCases> {
  const profile = await measureNatural(scenario, variant);
  const casesEach = casesOfProgram(scenario);
  if (casesEach === undefined) {
    const cases = caseSource(scenario.name, variant, profile, draw);
    const caseAt = async (index: number): Promise<Case> => cases(index);
    if (draw.explore !== 'sweep') return { caseAt };
    return { caseAt, plan: sweepOf(scenario.name, variant, profile).plan };
  }
  const programs = programSource(scenario.programs!.draw, draw.seed);
  let measured: { nth: number; cases: (index: number) => Case } | undefined;
  const caseAt = async (index: number): Promise<Case> => {
    const nth = Math.floor(index / casesEach);
    if (measured?.nth !== nth) {
      const program = programs(nth);
      const natural = naturalCase(scenario.name, variant, program);
      const { result, turns: ownTurns } = await meterTurns(() => evaluateCase(scenario, natural));
      const own = aim(composeScenario(scenario, { program }), result.trace, ownTurns);
      const ownDraw = { ...draw, seed: draw.seed + nth };
      measured = { nth, cases: caseSource(scenario.name, variant, own, ownDraw, program) };
    }
    return measured.cases(index % casesEach);
  };
  return { caseAt };
}
