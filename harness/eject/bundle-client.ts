// The module of a scenario → the code of the client under test and of its actors, without what only closecall needs: the
// gateway's script, invariants, faults, descriptions, and variants other than the one.
import { fileURLToPath } from 'node:url';
import { bundleModules, type Bundle } from './bundle-modules.ts';
import { notEjectable } from './not-ejectable.ts';
import { DEFAULT_NAME, type ModuleSource } from './read-module.ts';
import { collectLoads, collectNames, type Node } from './syntax.ts';
import { tidyText } from './tidy-text.ts';

/** Which parts of a scenario are wanted besides its actors. */
export type ClientOptions = {
  base: string;
  variant: string;
  withActions: boolean;
  withProbe: boolean;
  withDispose: boolean;
  /** Names that the rest of the script has. */
  taken: ReadonlySet<string>;
};

/** The client's code: `scenario` stands for the scenario, `params` for its variant's parameters. */
export type ClientBundle = Bundle & { hasSubject: boolean; hasParams: boolean };

/** Where closecall itself is: nothing of it goes into a script. */
const HARNESS = fileURLToPath(import.meta.url.replace(/eject\/[^/]*$/, ''));

/** Tests of the harness have clients in its folder. */
const TESTS = /[\\/]tests[\\/]/;

/** Bundles what the scenario in `file` runs. */
export function bundleClient(file: string, options: ClientOptions): ClientBundle {
  const kept = new Set(['actors', 'subject']);
  if (options.withActions) kept.add('actions');
  if (options.withProbe) kept.add('probe');
  if (options.withDispose) kept.add('dispose');
  let names: ReadonlySet<string> = new Set();
  let hasParams = false;
  const prepare = (module: ModuleSource): void => {
    if (module.file !== file) return;
    const definition = findDefinition(module);
    if (findProperty(definition, 'programs') !== undefined)
      throw notEjectable(
        `${file} draws its programs: its actors are made by a function for each run, and are not in its text.`,
      );
    const properties = definition.properties!.filter(
      (property) => property.type === 'Property' && kept.has(nameOf(property)),
    );
    names = new Set(properties.map(nameOf));
    replaceDefault(module, properties);
    hasParams = addParams(module, definition, options.variant);
  };
  const bundle = bundleModules({
    entries: [{ file, names: ['scenario', 'params'] }],
    base: options.base,
    taken: options.taken,
    isForeign: (path) => path.startsWith(HARNESS) && !TESTS.test(path.slice(HARNESS.length - 1)),
    prepare,
  });
  return { ...bundle, hasSubject: names.has('subject'), hasParams };
}

/** The object that is given to `defineScenario`. */
function findDefinition({ defaultExport, file }: ModuleSource): Node {
  const [definition] = defaultExport?.arguments ?? [];
  const isDefined =
    defaultExport?.callee?.name === 'defineScenario' && definition?.type === 'ObjectExpression';
  if (!isDefined || definition.properties!.some(({ type }) => type !== 'Property'))
    throw notEjectable(
      `${file} does not say "export default defineScenario({ … })" with every property in its place, so that nobody can tell its parts apart.`,
    );
  return definition;
}

function replaceDefault(module: ModuleSource, properties: readonly Node[]): void {
  const statement = module.statements.find(({ declares }) => declares.includes(DEFAULT_NAME))!;
  const texts = properties.map(({ start, end }) => `  ${tidyText(module, start, end).trim()},\n`);
  statement.text = `const scenario = {\n${texts.join('')}};`;
  statement.declares = ['scenario'];
  statement.uses = new Set(properties.flatMap((property) => namesOf(property)));
  statement.loads = properties.flatMap((property) => collectLoads(property.value as Node));
}

/** Shorthand properties are uses as well. */
function namesOf(property: Node): string[] {
  return [...collectNames(property.value as Node)];
}

/** Adds `params` where the module spells it out; false where it does not. */
function addParams(module: ModuleSource, definition: Node, variant: string): boolean {
  const variants = findProperty(definition, 'variants');
  const params = variants && findProperty(findProperty(variants, variant), 'params');
  if (params === undefined) return false;
  const { start, end } = params;
  module.statements.push({
    start,
    end,
    declares: ['params'],
    uses: collectNames(params),
    loads: collectLoads(params),
    isEffect: false,
    prefix: '',
    text: `const params = ${tidyText(module, start, end).trim()};`,
  });
  return true;
}

function findProperty(object: Node | undefined, name: string): Node | undefined {
  if (object?.type !== 'ObjectExpression') return undefined;
  return object.properties!.find((property) => property.type === 'Property' && nameOf(property) === name)
    ?.value as Node | undefined;
}

function nameOf({ key }: Node): string {
  return String(key?.name ?? key?.value);
}
