// What `run` was asked for → scenarios to run: those whose modules it names, and those found by a search that its names and
// patterns match. A search is made only when something is to be searched for.
import { relative } from 'node:path';
import { ClosecallError } from '../model/closecall-error.ts';
import type { ScenarioInfo } from '../campaign/campaign-options.ts';
import type { CampaignFunctions } from './campaign-functions.ts';
import type { RunCommand } from './command-line.ts';
import { selectScenarios } from './select-scenarios.ts';

/** A module's file; names of scenarios have no dot. */
const MODULE = /\.[cm]?[jt]s$/;

/** The scenarios with the variants to run; none is empty. Throws a ClosecallError. */
export async function chooseScenarios(
  { patterns, variants }: Pick<RunCommand, 'patterns' | 'variants'>,
  root: string,
  findScenarios: CampaignFunctions['findScenarios'],
): Promise<ScenarioInfo[]> {
  const files = patterns.filter((pattern) => MODULE.test(pattern));
  if (files.length === 0) return selectScenarios(await findScenarios(root), patterns, variants, root);
  const named = selectScenarios(await findScenarios(root, { files }), [], variants, root);
  const names = patterns.filter((pattern) => !MODULE.test(pattern));
  if (names.length === 0) return named;
  const chosen = [...named];
  for (const info of selectScenarios(await findScenarios(root), names, variants, root)) {
    const other = named.find(({ name }) => name === info.name);
    if (other === undefined) chosen.push(info);
    else if (other.file !== info.file)
      throw new ClosecallError(
        'ERR_SCENARIO_TWICE',
        `two scenarios are called "${info.name}": ${relative(root, other.file)} and ${relative(root, info.file)}. Rename one, or delete it.`,
      );
  }
  return chosen;
}
