// One variant of a scenario → what exploring it came to. Repros and the journal go into a folder of its own, since vitest runs
// several files at once.
import { join } from 'node:path';
import type { ExitDecision } from '../model/exit-codes.ts';
import type { CampaignResult } from '../model/campaign-result.ts';
import { ClosecallError } from '../model/closecall-error.ts';
import { casesOfProgram, type Scenario } from '../simulate/scenario.ts';
import { decideExit } from '../campaign/exit-code.ts';
import { importModules, listImports } from '../campaign/import-modules.ts';
import { runCampaign } from '../campaign/run-campaign.ts';
import { loadConfig } from '../cli/load-config.ts';
import { STRATEGIES, type StrategyName } from '../model/strategy.ts';
import { writeRepro } from '../report/write-repro.ts';
import type { ScenarioTestOptions } from './scenario-test.ts';

/** What is explored: a variant of the scenario in `file`, in the project at `root`. */
export type VariantRun = {
  scenario: Scenario;
  variant: string;
  file: string;
  root: string;
  options: ScenarioTestOptions;
  signal: AbortSignal;
};

const CASES = 200;
const SEED = 1;

/** Explores it. Rejects with a ClosecallError for a configuration or a strategy that makes no sense. */
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
  const seed = options.seed ?? config.seed ?? SEED;
  const { timeBudgetMs, out = join('reports', 'vitest') } = options;
  const outDir = join(out, `${name}/${variant}`.replaceAll(/[^\w.-]+/g, '-'));
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
    seed: seed === 'random' ? SEED : seed,
    explore: readStrategy(options.explore ?? config.explore ?? 'portfolio'),
    cases: options.cases ?? config.cases ?? CASES,
    ...(timeBudgetMs === undefined ? {} : { timeBudgetMs }),
    corpus: { root, onUnreadable: () => {} },
    outDir,
    workers: 1,
    nowMs: () => performance.now(),
    writeRepro: (repro) => writeRepro(outDir, repro),
    signal,
  });
  return { result, exit: decideExit(result) };
}

function readStrategy(name: string): StrategyName {
  if (Object.hasOwn(STRATEGIES, name) && name !== 'exhaustive') return name as StrategyName;
  const known = Object.keys(STRATEGIES).filter((other) => other !== 'exhaustive');
  throw new ClosecallError(
    'ERR_UNKNOWN_STRATEGY',
    `explore: "${name}" is no strategy that draws cases. Known: ${known.join(', ')}.`,
  );
}
