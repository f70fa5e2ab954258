// The natural run, repeated: what happens once per process (a parser compiled, a module loaded late) happens before the
// first case that counts.
import { naturalCase, type Program } from '../model/case.ts';
import type { Scenario } from '../simulate/scenario.ts';
import { evaluateCase, type Evaluation } from './evaluate-case.ts';

/** Runs before the first counted case that may bring one-time work of the client (compiling a parser) out of the way. */
const WARM_UP_RUNS = 3;

/** Runs the natural case until what happens only once in a process has happened. */
export async function warmUp(scenario: Scenario, variant: string, program?: Program): Promise<Evaluation> {
  const kase = naturalCase(scenario.name, variant, program);
  let evaluation = await evaluateCase(scenario, kase, 'frames');
  for (let i = 1; i < WARM_UP_RUNS; i++) evaluation = await evaluateCase(scenario, kase, 'frames');
  return evaluation;
}
