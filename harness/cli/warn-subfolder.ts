// The folder that a run is started in → a warning when it is a part of a project that has closecall: whose configuration and reports are
// those of its own folder, and play no part here.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProject } from '../campaign/find-project.ts';
import type { Host } from './host.ts';

/** Says on stderr where the project is; nothing in a project's own folder, and where there is none. */
export function warnSubfolder(host: Host): void {
  const project = findProject(join(host.root, 'package.json'));
  if (project === undefined || project === host.root || !hasClosecall(project)) return;
  host.stderr.write(
    `warning: this is a folder inside the project ${project}: its configuration is not read here, and scenarios and reports are those below this folder. Run closecall there for all of it.\n`,
  );
}

function hasClosecall(project: string): boolean {
  try {
    const { closecall, dependencies, devDependencies } = JSON.parse(
      readFileSync(join(project, 'package.json'), 'utf8'),
    ) as Partial<Record<'closecall' | 'dependencies' | 'devDependencies', object>>;
    return closecall !== undefined || Object.hasOwn({ ...dependencies, ...devDependencies }, 'closecall');
  } catch {
    // Whoever needs the file will say what is wrong with it.
    return false;
  }
}
