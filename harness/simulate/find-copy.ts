// A specifier and the module that asks for it → the copy of a package under test that it leads to. Pure, and without
// imports of ours: it also runs in the thread in which older versions of Node.js resolve.
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A copy: its package.json, and the URL of the folder that it and its dependencies are installed in. */
export type Copy = { name: string; manifest: string; folderUrl: string };

/** Our rooms keep the packages they were written for; what is tested in their `tests` folders is no part of them. */
const HARNESS = import.meta.url.replace(/simulate\/[^/]*$/, '');

/** The copy that is installed in `folder`. */
export function copyIn(folder: string, name: string): Copy {
  const manifest = join(folder, 'node_modules', name, 'package.json');
  return { name, manifest, folderUrl: `${pathToFileURL(folder).href}/` };
}

/**
 * The copy for a module at `parentUrl`; undefined when what is installed serves it: another package, our own modules, and
 * those of a copy itself.
 */
export function findCopy(
  copies: ReadonlyMap<string, Copy>,
  specifier: string,
  parentUrl: string | undefined,
): Copy | undefined {
  const name = packageOf(specifier);
  if (name === undefined || parentUrl === undefined || isOurs(parentUrl)) return undefined;
  const copy = copies.get(name);
  return copy === undefined || parentUrl.startsWith(copy.folderUrl) ? undefined : copy;
}

/** True for a module of ours. */
export function isOurs(url: string): boolean {
  return url.startsWith(HARNESS) && !/(?:^|\/)tests\//.test(url.slice(HARNESS.length));
}

/** The package a bare specifier names; undefined for paths, URLs, Node's own modules and a package's own imports. */
function packageOf(specifier: string): string | undefined {
  if (/^(?:[./#]|\w+:|$)/.test(specifier) || isBuiltin(specifier)) return undefined;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
