// The natural run, repeated: what happens once per process (a parser compiled, a module loaded late) happens before the
// first case that counts.
import { naturalCase, type Case, type EventId, type Program } from '../model/case.ts';
import { hashTrace } from '../model/trace.ts';
import type { Scenario } from '../simulate/scenario.ts';
import { meterTurns } from '../simulate/turn-meter.ts';
import { evaluateCase, type Evaluation } from './evaluate-case.ts';

/** Runs before the first counted case that may bring one-time work of the client (compiling a parser) out of the way. */
const WARM_UP_RUNS = 3;

/** Whether a run that threw has left the process another one than it was when it was new: no other run says anything then. */
export type IsBrokenBy = (run: Pick<Evaluation, 'hasThrown'>) => Promise<boolean>;

/** The last of the natural runs, with the microtask turns that follow its events. */
export type WarmRun = Evaluation & { turns: ReadonlyMap<EventId, number>; isBrokenBy: IsBrokenBy };

/** Runs the natural case until what happens only once in a process has happened, and measures it. */
export async function warmUp(scenario: Scenario, variant: string, program?: Program): Promise<WarmRun> {
  const kase = naturalCase(scenario.name, variant, program);
  for (let i = 1; i < WARM_UP_RUNS; i++) await evaluateCase(scenario, kase, 'frames');
  const { result, turns } = await meterTurns(() => evaluateCase(scenario, kase, 'frames'));
  const isBrokenBy: IsBrokenBy = async ({ hasThrown }) =>
    hasThrown && hashTrace((await evaluateCase(scenario, kase)).trace) !== hashTrace(result.trace);
  return { ...result, turns, isBrokenBy };
}

/** The same before a case that is given, without running that very case: it may leave the process unfit for another run. */
export function warmUpFor(scenario: Scenario, kase: Case): Promise<WarmRun> {
  const { variant, program, faults, actions, schedule, policy } = kase;
  const isNatural = faults.length + actions.length + schedule.length === 0 && policy === undefined;
  return warmUp(scenario, variant, isNatural ? undefined : program);
}
