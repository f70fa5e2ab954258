// A process in the world: told which scenario module to load and which cases to run, it answers with their whole traces.
// Started by in-world.ts; a test's own process must never import the world.
import '../install.ts';
import { pathToFileURL } from 'node:url';
import { hashTrace } from '../../model/trace.ts';
import { realSetImmediate } from '../immediates.ts';
import { runCase } from '../run-case.ts';
import type { Scenario } from '../scenario.ts';
import type { WorldRequest, WorldRun } from './in-world.ts';

process.on('message', ({ file, runs }: WorldRequest) => {
  void import(pathToFileURL(file).href).then((module: { default: Scenario }) => {
    realSetImmediate(() => {
      const answers = runs.map(({ case: kase, detail }): WorldRun => {
        const { trace, isClean } = runCase(module.default, kase, detail);
        return { trace, hash: hashTrace(trace), isClean };
      });
      process.send!(answers, () => process.exit(0));
    });
  });
});
