// A process in the world: told which scenario module to load and which cases to run, it answers with their whole traces.
// Started by in-world.ts; a test's own process must never import the world.
import '../install.ts';
import { pathToFileURL } from 'node:url';
import { hashTrace } from '../../model/trace.ts';
import type { RunResult } from '../case-run.ts';
import { runCase } from '../run-case.ts';
import { meterTurns } from '../turn-meter.ts';
import type { Scenario } from '../scenario.ts';
import type { WorldRequest, WorldRun } from './in-world.ts';

process.on('message', ({ file, runs }: WorldRequest) => {
  void import(pathToFileURL(file).href).then(async (module: { default: Scenario }) => {
    const answers: WorldRun[] = [];
    for (const { case: kase, detail, isMetered } of runs) {
      const run = (): Promise<RunResult> => runCase(module.default, kase, detail);
      const { result, turns } = isMetered ? await meterTurns(run) : { result: await run(), turns: undefined };
      const { trace, isClean } = result;
      answers.push({ trace, hash: hashTrace(trace), isClean, ...(turns && { turns }) });
    }
    process.send!(answers, () => process.exit(0));
  });
});
