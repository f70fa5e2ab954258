// Folders → the cases that were kept in them: the repros beside each scenario, which belong to the project, before those in the
// output folder, which earlier runs left.
import { readdirSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { ClosecallError } from '../model/closecall-error.ts';
import type { Repro } from '../model/repro.ts';
import type { CorpusOptions, ScenarioInfo } from './campaign-options.ts';
import { readRepro } from './replay.ts';

/** A kept case. `file` is its path as `closecall replay` takes it. */
export type KeptCase = { file: string; repro: Repro };

const REPROS = 'repros';
const REPRO_FILE = /\.repro\.json$/;

/** The folder for committed repros of the scenario whose module is `file`. */
export function reprosFolder(file: string): string {
  return join(dirname(file), REPROS);
}

/** All that is kept for `scenarios`, in a fixed order. */
export function listCorpus(
  scenarios: readonly Pick<ScenarioInfo, 'file'>[],
  outDir: string,
  { root, onUnreadable }: CorpusOptions,
): KeptCase[] {
  const committed = scenarios.map(({ file }) => tellPath(root, reprosFolder(file)));
  const folders = new Map([...new Set(committed), outDir].map((folder) => [resolve(root, folder), folder]));
  return [...folders].flatMap(([path, folder]) =>
    listRepros(path).flatMap((name) => {
      const file = join(folder, name);
      try {
        return [{ file, repro: readRepro(join(path, name), file) }];
      } catch (error) {
        if (!(error instanceof ClosecallError)) throw error;
        onUnreadable(error.message);
        return [];
      }
    }),
  );
}

function listRepros(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => REPRO_FILE.test(name))
      .toSorted();
  } catch {
    // Nothing was kept there yet.
    return [];
  }
}

function tellPath(root: string, path: string): string {
  return relative(root, path).replaceAll(sep, '/');
}
