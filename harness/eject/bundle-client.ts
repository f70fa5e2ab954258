// The module of a scenario → the code of the client under test and of its actors, without what only closecall needs: the
// gateway's script, faults, descriptions, variants other than the one, how programs are drawn, and invariants but the one.
import { fileURLToPath } from 'node:url';
import { bundleModules, type Bundle } from './bundle-modules.ts';
import { takeScenario, TAKEN_NAMES, type TakenParts, type TakenScenario } from './take-scenario.ts';

/** What is wanted of the scenario; `taken` are names that the rest of the script has. */
export type ClientOptions = TakenParts & { base: string; taken: ReadonlySet<string> };

/** The client's code: `scenario` stands for the scenario, `params` for its variant's parameters. */
export type ClientBundle = Bundle & TakenScenario;

/** Where closecall itself is: nothing of it goes into a script. */
const HARNESS = fileURLToPath(import.meta.url.replace(/eject\/[^/]*$/, ''));

/** Tests of the harness have clients in its folder. */
const TESTS = /[\\/]tests[\\/]/;

/** Bundles what the scenario in `file` runs. */
export function bundleClient(file: string, options: ClientOptions): ClientBundle {
  let taken: TakenScenario | undefined;
  const bundle = bundleModules({
    entries: [{ file, names: TAKEN_NAMES }],
    base: options.base,
    taken: options.taken,
    isForeign: (path) => path.startsWith(HARNESS) && !TESTS.test(path.slice(HARNESS.length - 1)),
    prepare: (module) => {
      if (module.file === file) taken = takeScenario(module, options);
    },
  });
  return { ...bundle, ...taken! };
}
