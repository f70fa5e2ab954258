// The project → the sorted paths of its own files: what git tracks or would track, or, where there is no git (a source
// tarball), what a walk of the folder finds. Paths are relative to the root and use forward slashes.

import { execFileSync } from 'node:child_process';
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Folders that hold what others wrote or what we generated. Only the walk needs them; git has .gitignore. */
const IGNORED_FOLDERS = new Set(['.git', 'node_modules', 'dist', 'reports', 'coverage']);

const LISTING_LIMIT_BYTES = 64 * 1024 * 1024;

/** The files of the project at `root`, by `git ls-files` where that knows of any, else by a walk. */
export function listFiles(root: string): string[] {
  const known = listByGit(root);
  // Empty inside somebody else's repository that ignores this folder: not a project without files.
  const paths = known.length > 0 ? known : walkFiles(root);
  return paths.toSorted();
}

function listByGit(root: string): string[] {
  try {
    const listing = execFileSync('git', ['ls-files', '-z', '-co', '--exclude-standard'], {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: LISTING_LIMIT_BYTES,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    // A file deleted but not yet staged is still listed.
    return [...new Set(listing.split('\0'))].filter((path) => path !== '' && isFile(join(root, path)));
  } catch {
    return [];
  }
}

/** The same without git: every file below `root` outside the folders that are never ours. */
export function walkFiles(root: string, folder = ''): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return IGNORED_FOLDERS.has(entry.name) ? [] : walkFiles(root, path);
    return entry.isFile() ? [path] : [];
  });
}

function isFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
