// What `run` was asked for → scenarios to run: those whose modules it names, and those found by a search that its names and
// patterns match. A search is made only when something is to be searched for.
import { statSync } from 'node:fs';
import { resolve, sep } from 'node:path';
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
  if (files.length === 0)
    return selectScenarios(refuseFolders(await findScenarios(root), root, patterns), patterns, variants);
  const named = selectScenarios(await findScenarios(root, { files }), [], variants);
  const names = patterns.filter((pattern) => !MODULE.test(pattern));
  if (names.length === 0) return named;
  const chosen = [...named];
  for (const info of selectScenarios(await findScenarios(root), names, variants)) {
    const other = named.find(({ name }) => name === info.name);
    if (other === undefined) chosen.push(info);
    else if (other.file !== info.file)
      throw new ClosecallError(
        'ERR_SCENARIO_TWICE',
        `two scenarios are called "${info.name}": ${other.file} and ${info.file}. Rename one, or delete it.`,
      );
  }
  return chosen;
}

/** Whoever names a folder means the scenarios in it. */
function refuseFolders(known: ScenarioInfo[], root: string, patterns: readonly string[]): ScenarioInfo[] {
  const isKnown = (pattern: string): boolean =>
    known.some(({ name }) => name === pattern || name.startsWith(`${pattern.replace(/\/+$/, '')}/`));
  const folder = patterns.find(
    (pattern) =>
      !isKnown(pattern) &&
      statSync(resolve(root, pattern), { throwIfNoEntry: false })?.isDirectory() === true,
  );
  if (folder === undefined) return known;
  const inside = known.filter(({ file }) => file.startsWith(resolve(root, folder) + sep));
  const names = (inside.length > 0 ? inside : known).slice(0, NAMES_SHOWN).map(({ name }) => name);
  throw new ClosecallError(
    'ERR_UNKNOWN_SCENARIO',
    `${folder} is a folder. Name scenarios${names.length === 0 ? '' : ` (${names.join(', ')})`}, or the file of one.`,
  );
}

/** Names that are shown. */
const NAMES_SHOWN = 5;
