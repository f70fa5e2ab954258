// What a run found → the folders of repros beside the scenarios (`--save`): what is kept there is tried first by every later
// run, wherever the project is checked out.
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { reprosFolder } from '../campaign/list-corpus.ts';
import type { ScenarioInfo } from '../campaign/campaign-options.ts';
import { ClosecallError } from '../model/closecall-error.ts';
import type { Repro } from '../model/repro.ts';
import { fileOfRepro, writeRepro } from '../report/write-repro.ts';
import { probeFolder } from '../report/write-file.ts';

/** Makes sure, before a run, that repros can be saved beside every scenario. Throws a ClosecallError. */
export function probeSaving(scenarios: readonly ScenarioInfo[]): void {
  for (const { name, file } of scenarios) {
    const folder = reprosFolder(file);
    try {
      // The folder itself is made when there is something to keep.
      probeFolder(isThere(folder) ? folder : dirname(folder));
    } catch (error) {
      if (!(error instanceof ClosecallError)) throw error;
      throw new ClosecallError(
        'ERR_UNSAVABLE',
        `--save: repros of ${name} go to ${folder}: ${error.message.replace(/ Free that path.*$/s, '')} Make it writable, or run without --save.`,
      );
    }
  }
}

/** Saves those that have no file there yet: one for each scenario, variant and fingerprint. The files, in order. */
export function saveRepros(repros: readonly Repro[], scenarios: readonly ScenarioInfo[]): string[] {
  return repros.flatMap((repro) => {
    const info = scenarios.find(({ name }) => name === repro.case.scenario);
    if (info === undefined) return [];
    const folder = reprosFolder(info.file);
    return isThere(fileOfRepro(folder, repro)) ? [] : [writeRepro(folder, repro)];
  });
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
