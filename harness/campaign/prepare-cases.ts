// A variant → its cases, each aimed by the natural run of what it does: of the variant, or of the program that was drawn.
// Case i depends on (seed, strategy, i) alone, whichever cases a process runs.
import { caseSource, programSource } from '../generate/case-source.ts';
import { naturalCase, type Case, type EventId } from '../model/case.ts';
import { profileOf, type Profile } from '../model/profile.ts';
import { ClosecallError } from '../model/closecall-error.ts';
import type { SweepPlan } from '../model/sweep-plan.ts';
import { sweepOf } from '../generate/sweep.ts';
import type { CaseDraw } from '../model/strategy.ts';
import type { Trace } from '../model/trace.ts';
import {
  casesOfProgram,
  composeScenario,
  faultKindsOf,
  identityOf,
  listActions,
  type Scenario,
} from '../simulate/scenario.ts';
import { meterTurns } from '../simulate/turn-meter.ts';
import { checkReach } from './check-reach.ts';
import { evaluateCase } from './evaluate-case.ts';
import { warmUp } from './warm-up.ts';

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
  const { trace, turns } = await warmUp(scenario, variant);
  const profile = aim(scenario, trace, turns);
  if (profile.events.length === 0) throw nothingHappens(trace);
  const casesEach = casesOfProgram(scenario);
  if (casesEach === undefined) {
    checkReach(trace, identityOf(scenario, variant));
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

/** What the cases of a scenario aim at: the events of its natural run. */
export function aim(scenario: Scenario, natural: Trace, turns?: ReadonlyMap<EventId, number>): Profile {
  return profileOf(natural, listActions(scenario), faultKindsOf(scenario), turns);
}

/** A natural run without one event gives generated cases nothing to aim at: its subject was never built. */
function nothingHappens({ events }: Trace): ClosecallError {
  const uncaught = events.find(({ kind }) => kind === 'uncaught');
  const why =
    uncaught?.kind === 'uncaught' ? ` It threw ${uncaught.error.name}: ${uncaught.error.message}` : '';
  return new ClosecallError(
    'ERR_SCENARIO_SUBJECT',
    `nothing happens in the natural run on Node ${process.versions.node}: \`subject\` was not built.${why}`,
  );
}
