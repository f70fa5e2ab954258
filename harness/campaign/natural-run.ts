// The natural run of a variant → what its cases can aim at. One that shows nothing is refused here, however cases are made of it: all of them
// would be "clean".
import type { EventId } from '../model/case.ts';
import { ClosecallError } from '../model/closecall-error.ts';
import { profileOf, type Profile } from '../model/profile.ts';
import type { Trace } from '../model/trace.ts';
import {
  casesOfProgram,
  faultKindsOf,
  identityOf,
  listActions,
  type Scenario,
} from '../simulate/scenario.ts';
import { checkReach } from './check-reach.ts';
import { warmUp, type IsBrokenBy } from './warm-up.ts';

/** What cases aim at, and whether a run has left the process another one since. */
type MeasuredNatural = { profile: Profile; isBrokenBy: IsBrokenBy };

/**
 * Runs it, as a process has to before its first case. Throws a ClosecallError where nothing happens, or where the client never reaches
 * the gateway; of a scenario that draws programs, the plainest need not reach it.
 */
export async function measureNatural(scenario: Scenario, variant: string): Promise<MeasuredNatural> {
  const { trace, turns, isBrokenBy } = await warmUp(scenario, variant);
  const profile = aim(scenario, trace, turns);
  if (profile.events.length === 0) throw nothingHappens(trace);
  if (casesOfProgram(scenario) === undefined) checkReach(trace, identityOf(scenario, variant));
  return { profile, isBrokenBy };
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
