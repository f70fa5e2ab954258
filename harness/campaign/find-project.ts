// A file → the folder of the project that it belongs to: the nearest one above with a package.json. Node's own search is not in
// every version.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Its absolute path; undefined where no folder above has one. */
export function findProject(file: string): string | undefined {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}
