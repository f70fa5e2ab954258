// A folder, or files that were named → the scenarios in them, loaded and checked. In a folder these are every
// `scenario.ts` below `scenarios/` and every `NAME.scenario.ts` (or .js, .mts, .mjs) anywhere.
import { readdirSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ClosecallError } from '../model/closecall-error.ts';
import type { PackageUnderTest } from '../model/package-spec.ts';
import { casesOfProgram, type Scenario } from '../simulate/scenario.ts';
import { tellLoadError } from './tell-load-error.ts';
import type { ScenarioInfo } from './campaign-options.ts';

const IN_SCENARIOS = /^scenario\.(?:ts|js|mts|mjs)$/;
const ANYWHERE = /\.scenario\.(?:ts|js|mts|mjs)$/;

/** Folders nobody keeps scenarios in: packages, build output, and what begins with a dot. */
const SKIPPED = /^(?:node_modules|dist|\..*)$/;

/**
 * Where to look, and on what: `packages` are what imports of them lead to, from then on in this process. Of a search for the
 * one that is called `wanted`, modules that do not load are left out when it is found without them: others may need another
 * version of a package.
 */
export type ScenarioSource = {
  files?: readonly string[];
  packages?: readonly PackageUnderTest[];
  wanted?: string;
};

/**
 * Loads the scenarios in `files` (paths, relative to `root`), by default all below `root`; sorted by name. Throws a
 * ClosecallError that names the module when one is not there, has no default export, throws while loading, or takes a name
 * that another has.
 */
export async function findScenarios(
  root: string,
  { files, packages = [], wanted }: ScenarioSource = {},
): Promise<ScenarioInfo[]> {
  const paths = files === undefined ? listFiles(root) : files.map((file) => checkFile(root, file));
  // Loaded when needed: it brings an undici along.
  if (packages.length > 0) (await import('../simulate/redirect-imports.ts')).redirectImports(packages);
  const found: ScenarioInfo[] = [];
  const unloadable: unknown[] = [];
  for (const file of new Set(paths)) {
    let info: ScenarioInfo;
    try {
      info = await loadInfo(file, root);
    } catch (error) {
      if (wanted === undefined) throw error;
      unloadable.push(error);
      continue;
    }
    if (files !== undefined && !isFoundBySearch(root, file))
      info.path = relative(root, file).replaceAll(sep, '/');
    checkTwice(root, [...found, info]);
    found.push(info);
  }
  if (unloadable.length > 0 && !found.some(({ name }) => name === wanted)) throw unloadable[0];
  return found.toSorted((left, right) => (left.name < right.name ? -1 : 1));
}

/** Throws when two scenarios in different files have one name. */
function checkTwice(root: string, scenarios: readonly ScenarioInfo[]): void {
  for (const info of scenarios) {
    const other = scenarios.find(({ name, file }) => name === info.name && file !== info.file);
    if (other !== undefined)
      throw new ClosecallError(
        'ERR_SCENARIO_TWICE',
        `two scenarios are called "${info.name}": ${relative(root, info.file)} and ${relative(root, other.file)}. Rename one, or delete it.`,
      );
  }
}

function listFiles(root: string): string[] {
  const files: string[] = [];
  const visit = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!SKIPPED.test(entry.name)) visit(path);
      } else if (isFoundBySearch(root, path)) files.push(path);
    }
  };
  visit(root);
  const hasFolder = statSync(join(root, 'scenarios'), { throwIfNoEntry: false })?.isDirectory() === true;
  if (files.length === 0 && !hasFolder)
    throw new ClosecallError(
      'ERR_NO_SCENARIOS',
      `no scenarios in ${root}: closecall looks for scenarios/**/scenario.ts and **/NAME.scenario.ts, or takes the path of one.`,
    );
  return files.toSorted();
}

function isFoundBySearch(root: string, file: string): boolean {
  const parts = relative(root, file).split(sep);
  const name = parts.at(-1)!;
  if (parts.slice(0, -1).some((part) => SKIPPED.test(part))) return false;
  return ANYWHERE.test(name) || (parts[0] === 'scenarios' && IN_SCENARIOS.test(name));
}

function checkFile(root: string, file: string): string {
  const path = resolve(root, file);
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true)
    throw new ClosecallError('ERR_NO_SCENARIOS', `${file}: there is no such file in ${root}.`);
  return path;
}

async function loadInfo(file: string, root: string): Promise<ScenarioInfo> {
  const shownFile = relative(root, file);
  let scenario: Scenario | null | undefined;
  try {
    const module = (await import(pathToFileURL(file).href)) as { default?: Scenario };
    scenario = module.default;
  } catch (error) {
    throw new ClosecallError(
      'ERR_SCENARIO_LOAD',
      `${shownFile} could not be loaded: ${tellLoadError(error, file, root)}`,
    );
  }
  if (
    typeof scenario?.name !== 'string' ||
    typeof scenario.variants !== 'object' ||
    scenario.variants === null
  )
    throw new ClosecallError(
      'ERR_SCENARIO_SHAPE',
      `${shownFile}: its default export is not a scenario. Write \`export default defineScenario({ … })\`.`,
    );
  const { name, description, variants } = scenario;
  const casesEach = casesOfProgram(scenario);
  return {
    name,
    description: description ?? '',
    file,
    ...(casesEach === undefined ? {} : { casesEach }),
    variants: Object.entries(variants).map(([variant, value]) => ({
      name: variant,
      description: value.description ?? '',
      expect: value.expect ?? [],
    })),
  };
}
