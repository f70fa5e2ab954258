// A repro → a file that says by its name what it is. Whoever gets the file can replay it; no secret is in it.
import { join } from 'node:path';
import type { Repro } from '../model/repro.ts';
import { toJson } from './to-json.ts';
import { writeFile } from './write-file.ts';

/**
 * Writes `repro` into `folder` as `SCENARIO-VARIANT-ORACLE-FINGERPRINT.repro.json` (slashes as dashes) and returns the
 * path, below `folder` as given. A repro with the same name is replaced. Throws a ClosecallError with ERR_UNWRITABLE.
 */
export function writeRepro(folder: string, repro: Repro): string {
  const path = fileOfRepro(folder, repro);
  writeFile(path, toJson(repro));
  return path;
}

/** The path that `writeRepro` writes to. */
export function fileOfRepro(folder: string, repro: Repro): string {
  const { scenario, variant } = repro.case;
  const name = [scenario, variant, repro.oracle, repro.fingerprint]
    .join('-')
    .replaceAll(/[^a-zA-Z0-9._-]+/g, '-');
  return join(folder, `${name}.repro.json`);
}
