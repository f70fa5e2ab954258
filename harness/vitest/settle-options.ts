// What a test says, and what the project's configuration says → how a variant is explored. What a test says goes first.
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { CampaignOptions } from '../campaign/campaign-options.ts';
import { parseDuration } from '../cli/parse-duration.ts';
import { ClosecallError } from '../model/closecall-error.ts';
import type { ClosecallConfig } from '../model/config.ts';
import { STRATEGIES, type StrategyName } from '../model/strategy.ts';
import type { ScenarioTestOptions } from './scenario-test.ts';

const CASES = 200;
const SEED = 1;

/** What of a campaign is to be settled. */
export type SettledOptions = Pick<
  CampaignOptions,
  'seed' | 'explore' | 'cases' | 'timeBudgetMs' | 'corpus' | 'outDir'
>;

/**
 * Settles it for the variant `id` (`SCENARIO/VARIANT`) of the project at `root`. The folder is given as seen from `cwd`, where it is
 * below. Throws a ClosecallError for a strategy or a time that makes no sense.
 */
export function settleOptions(
  options: ScenarioTestOptions,
  config: ClosecallConfig,
  { id, root, cwd }: { id: string; root: string; cwd: string },
): SettledOptions {
  const seed = options.seed ?? config.seed ?? SEED;
  const timeBudgetMs =
    options.timeBudgetMs ??
    (config.timeBudget === undefined ? undefined : parseDuration(config.timeBudget, 'timeBudget'));
  const out = resolve(root, options.out ?? join('reports', 'vitest'), id.replaceAll(/[^\w.-]+/g, '-'));
  return {
    // A test that fails has to fail again.
    seed: seed === 'random' ? SEED : seed,
    explore: readStrategy(options.explore ?? drawing(config.explore) ?? 'portfolio'),
    cases: options.cases ?? config.cases ?? CASES,
    ...(timeBudgetMs === undefined ? {} : { timeBudgetMs }),
    ...(config.corpus === false ? {} : { corpus: { root, onUnreadable: () => {} } }),
    outDir: nameBelow(cwd, out),
  };
}

/** 'exhaustive' is for the command alone. */
function drawing(explore: string | undefined): string | undefined {
  return explore === 'exhaustive' ? undefined : explore;
}

function nameBelow(cwd: string, path: string): string {
  const name = relative(cwd, path);
  return isAbsolute(name) || name.split(sep)[0] === '..' ? path : name;
}

function readStrategy(name: string): StrategyName {
  if (Object.hasOwn(STRATEGIES, name) && name !== 'exhaustive') return name as StrategyName;
  const known = Object.keys(STRATEGIES).filter((other) => other !== 'exhaustive');
  throw new ClosecallError(
    'ERR_UNKNOWN_STRATEGY',
    `explore: "${name}" is no strategy that draws cases. Known: ${known.join(', ')}.`,
  );
}
