// A variant → its cases, each aimed by the natural run of what it does: of the variant, or of the program that was drawn.
// Case i depends on (seed, strategy, i) alone, whichever cases a process runs.
import { caseSource, programSource } from '../generate/case-source.ts';
import { naturalCase, type Case } from '../model/case.ts';
import { profileOf, type Profile } from '../model/profile.ts';
import { ClosecallError } from '../model/closecall-error.ts';
import type { CaseDraw } from '../model/strategy.ts';
import type { Trace } from '../model/trace.ts';
import {
  casesOfProgram,
  composeScenario,
  faultKindsOf,
  listActions,
  type Scenario,
} from '../simulate/scenario.ts';
import { evaluateCase } from './evaluate-case.ts';
import { warmUp } from './warm-up.ts';

/** Gives case `index` (from 0); measures the natural run of its program first, where that was not the last one asked for. */
export type CaseAt = (index: number) => Promise<Case>;

/** The cases of a variant. */
export async function prepareCases(scenario: Scenario, variant: string, draw: CaseDraw): Promise<CaseAt> {
  const { trace } = await warmUp(scenario, variant);
  if (aim(scenario, trace).events.length === 0) throw nothingHappens(trace);
  const casesEach = casesOfProgram(scenario);
  if (casesEach === undefined) {
    const cases = caseSource(scenario.name, variant, aim(scenario, trace), draw);
    return async (index) => cases(index);
  }
  const programs = programSource(scenario.programs!.draw, draw.seed);
  let measured: { nth: number; cases: (index: number) => Case } | undefined;
  return async (index) => {
    const nth = Math.floor(index / casesEach);
    if (measured?.nth !== nth) {
      const program = programs(nth);
      const natural = await evaluateCase(scenario, naturalCase(scenario.name, variant, program));
      const profile = aim(composeScenario(scenario, { program }), natural.trace);
      measured = {
        nth,
        cases: caseSource(scenario.name, variant, profile, { ...draw, seed: draw.seed + nth }, program),
      };
    }
    return measured.cases(index % casesEach);
  };
}

/** What the cases of a scenario aim at: the events of its natural run. */
export function aim(scenario: Scenario, natural: Trace): Profile {
  return profileOf(natural, listActions(scenario), faultKindsOf(scenario));
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
