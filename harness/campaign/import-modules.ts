// Modules that a project wants imported before its scenarios, by name → imported here, and started with in every worker from now
// on. Most teach Node.js to load sources that it does not read by itself.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ClosecallError } from '../model/closecall-error.ts';

const imported: string[] = [];

/** URLs of the modules so far, in order. */
export function listImports(): readonly string[] {
  return imported;
}

/** Imports them, in order. Throws a ClosecallError that names the one that is not there or does not load. */
export async function importModules(names: readonly string[], root: string): Promise<void> {
  for (const name of names) {
    const url = resolveFrom(root, name);
    try {
      await import(url);
    } catch (error) {
      const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      throw new ClosecallError('ERR_IMPORT_LOAD', `imports: ${name} could not be loaded: ${what}`);
    }
    imported.push(url);
  }
}

function resolveFrom(root: string, name: string): string {
  try {
    return pathToFileURL(createRequire(join(root, 'package.json')).resolve(name)).href;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_PACKAGE_PATH_NOT_EXPORTED')
      throw new ClosecallError(
        'ERR_IMPORT_MISSING',
        `imports: the package of "${name}" has no such entry. Name another, or write the path of its file as ./node_modules/….`,
      );
    const isPath = /^\.{0,2}\//.test(name);
    throw new ClosecallError(
      'ERR_IMPORT_MISSING',
      isPath
        ? `imports: there is no file ${name} in ${root}.`
        : `imports: there is no package "${name}" in ${root}. Install it (npm install --save-dev ${name}), or write a path as ./${name}.`,
    );
  }
}
