// The exchange in the simulated world, judged by every oracle: what exploring a case costs. Importing this module puts
// the process into the world.
import { evaluateCase } from '../campaign/evaluate-case.ts';
import { naturalCase } from '../model/case.ts';
import type { Trace } from '../model/trace.ts';
import scenario from '../../scenarios/btw/renders/scenario.ts';
import { CALLS, VARIANT, type Workload } from './exchange.ts';

/** Simulates and judges the natural case. Throws when it is not clean: what fails early would be fast. */
export function makeSimulatedWorkload(): Workload {
  const kase = naturalCase(scenario.name, VARIANT);
  const runOne = async (): Promise<string[]> => {
    const { trace, verdict, isClean } = await evaluateCase(scenario, kase);
    if (verdict.kind !== 'pass' || !isClean) throw new Error(`the natural run is not clean: ${verdict.kind}`);
    return CALLS.map((call) => readDelivered(trace, call));
  };
  return {
    runCases: async (count) => {
      let answers: string[] = [];
      for (let done = 0; done < count; done++) answers = await runOne();
      return answers;
    },
    close: () => Promise.resolve(),
  };
}

function readDelivered(trace: Trace, call: string): string {
  let text = '';
  for (const event of trace.events) if (event.kind === 'delivered' && event.call === call) text += event.text;
  return text;
}
