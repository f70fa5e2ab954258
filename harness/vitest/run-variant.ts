// One variant of a scenario → what exploring it came to. Repros and the journal go into a folder of its own, since vitest runs
// several files at once.
import type { ExitDecision } from '../model/exit-codes.ts';
import type { CampaignResult } from '../model/campaign-result.ts';
import { casesOfProgram, type Scenario } from '../simulate/scenario.ts';
import { decideExit } from '../campaign/exit-code.ts';
import { importModules, listImports } from '../campaign/import-modules.ts';
import { runCampaign } from '../campaign/run-campaign.ts';
import { loadConfig } from '../cli/load-config.ts';
import { writeRepro } from '../report/write-repro.ts';
import type { ScenarioTestOptions } from './scenario-test.ts';
import { settleOptions } from './settle-options.ts';

/** What is explored: a variant of the scenario in `file`, in the project at `root`. */
export type VariantRun = {
  scenario: Scenario;
  variant: string;
  file: string;
  root: string;
  options: ScenarioTestOptions;
  signal: AbortSignal;
};

/** Explores it. Rejects with a ClosecallError for a configuration or an option that makes no sense. */
export async function runVariant({
  scenario,
  variant,
  file,
  root,
  options,
  signal,
}: VariantRun): Promise<{ result: CampaignResult; exit: ExitDecision }> {
  const config = (await loadConfig(root))?.config ?? {};
  if (listImports().length === 0) await importModules(config.imports ?? [], root);
  const { name, variants, description } = scenario;
  const { expect = [] } = variants[variant]!;
  const casesEach = casesOfProgram(scenario);
  const place = { id: `${name}/${variant}`, root, cwd: process.cwd() };
  const settled = settleOptions(options, config, place);
  const result = await runCampaign({
    scenarios: [
      {
        name,
        description,
        file,
        ...(casesEach === undefined ? {} : { casesEach }),
        variants: [{ name: variant, description: '', expect }],
      },
    ],
    ...settled,
    workers: 1,
    nowMs: () => performance.now(),
    writeRepro: (repro) => writeRepro(settled.outDir, repro),
    signal,
  });
  return { result, exit: decideExit(result) };
}
