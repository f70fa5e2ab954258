// A folder → the scenarios in it: every `scenario.ts` (or .js, .mts, .mjs) below it, loaded and checked.
import { readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ClosecallError } from '../model/closecall-error.ts';
import type { PackageUnderTest } from '../model/package-spec.ts';
import type { Scenario } from '../simulate/scenario.ts';
import type { ScenarioInfo } from './campaign-options.ts';

const SCENARIO_FILE = /^scenario\.(?:ts|js|mts|mjs)$/;

/**
 * Loads every scenario below `root/scenarios`, sorted by name. Throws a ClosecallError that names the module when one is
 * missing its default export, throws while loading, or takes a name that another has. `packages` are what its imports of
 * them lead to, from then on in this process.
 */
export async function findScenarios(
  root: string,
  packages: readonly PackageUnderTest[] = [],
): Promise<ScenarioInfo[]> {
  const folder = join(root, 'scenarios');
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new ClosecallError(
      'ERR_NO_SCENARIOS',
      `no folder "scenarios" in ${root}: run closecall where one is.`,
    );
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => SCENARIO_FILE.test(name.split(/[\\/]/).at(-1)!) && !name.includes('node_modules'))
    .map((name) => join(folder, name))
    .toSorted();
  // Loaded when needed: it brings an undici along.
  if (packages.length > 0) (await import('../simulate/redirect-imports.ts')).redirectImports(packages);
  const found: ScenarioInfo[] = [];
  for (const file of files) {
    const info = await loadInfo(file, relative(root, file));
    const other = found.find(({ name }) => name === info.name);
    if (other !== undefined)
      throw new ClosecallError(
        'ERR_SCENARIO_TWICE',
        `two scenarios are called "${info.name}": ${relative(root, other.file)} and ${relative(root, file)}. Rename one.`,
      );
    found.push(info);
  }
  return found.toSorted((left, right) => (left.name < right.name ? -1 : 1));
}

async function loadInfo(file: string, shownFile: string): Promise<ScenarioInfo> {
  let scenario: Scenario | null | undefined;
  try {
    const module = (await import(pathToFileURL(file).href)) as { default?: Scenario };
    scenario = module.default;
  } catch (error) {
    const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new ClosecallError('ERR_SCENARIO_LOAD', `${shownFile} could not be loaded: ${what}`);
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
  return {
    name,
    description,
    file,
    variants: Object.entries(variants).map(([variant, value]) => ({
      name: variant,
      description: value.description ?? '',
      expect: value.expect ?? [],
    })),
  };
}
