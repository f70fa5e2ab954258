// The repros that are committed beside scenarios → what each was recorded of, what there is of that today, and its run today.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findScenarios } from '../campaign/find-scenarios.ts';
import { readSourceState, type SourceState } from '../campaign/source-state.ts';
import { askWorker } from '../campaign/worker-process.ts';
import type { HashedRun } from '../campaign/worker-protocol.ts';
import { copiesOf } from '../campaign/tests/fake-npm.ts';
import { parseRepro, type Repro } from '../model/repro.ts';
import { ROOT } from './explore-for-test.ts';

/** One of them: `file` is its path, `scenarioFile` that of the module that it is a case of. */
export type CommittedRepro = { file: string; scenarioFile: string; repro: Repro };

export const scenarios = await findScenarios(ROOT);

/** All of them, those that one process can run together in one list, by what they are run on. */
export function listCommittedRepros(): Map<string, CommittedRepro[]> {
  const all = readdirSync(join(ROOT, 'scenarios'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.repro.json'))
    .map((name) => {
      const file = join(ROOT, 'scenarios', name);
      const repro = parseRepro(readFileSync(file, 'utf8'), file);
      // A battery is no scenario that a search finds.
      const own = scenarios.find((scenario) => scenario.name === repro.case.scenario)?.file;
      return { file, repro, scenarioFile: repro.path === undefined ? own! : join(ROOT, repro.path) };
    });
  return Map.groupBy(all, ({ repro }) => [repro.case.scenario, ...(repro.with ?? [])].join(' with '));
}

/** What a strict replay of it would depend on today. */
export function stateOf({ scenarioFile, repro }: CommittedRepro): SourceState {
  return readSourceState([scenarioFile], copiesOf(repro.with ?? []));
}

/** Runs them, in one process. */
export async function runCommitted(own: readonly CommittedRepro[]): Promise<HashedRun[]> {
  const [{ scenarioFile, repro }] = own as [CommittedRepro];
  const { runs } = await askWorker(
    {
      kind: 'hash',
      file: scenarioFile,
      variant: repro.case.variant,
      draw: { seed: 1, explore: 'portfolio' },
      picks: own.map((each) => each.repro.case),
    },
    'hashed',
    { packages: copiesOf(repro.with ?? []) },
  );
  return runs;
}
