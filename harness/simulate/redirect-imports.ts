// Packages under test → where every import of them leads, from any module but the harness's own. Installed once per
// process, before a scenario loads: what has been resolved already stays what it is.
import { createRequire, isBuiltin, registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PackageUnderTest } from '../model/package-spec.ts';
import { watchOwnUndici } from './global-dispatchers.ts';

/** Our rooms keep the packages they were written for; what is tested in their `tests` folders is no part of them. */
const HARNESS = import.meta.url.replace(/simulate\/[^/]*$/, '');

type Copy = { manifest: string; folderUrl: string };

const copies = new Map<string, Copy>();
const used = new Set<string>();
let isInstalled = false;

/**
 * Sends imports of `packages` to their copies, whether by `import`, `import()`, `require` or a `resolve`, and from
 * packages in between. A copy's own modules, and what is installed with it, are left alone.
 */
export function redirectImports(packages: readonly PackageUnderTest[]): void {
  for (const { name, folder } of packages) {
    const home = join(folder, 'node_modules');
    copies.set(name, {
      manifest: join(home, name, 'package.json'),
      folderUrl: `${pathToFileURL(folder).href}/`,
    });
  }
  if (isInstalled) return;
  isInstalled = true;
  const onUndici = watchOwnUndici();
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const name = packageOf(specifier);
      const { parentURL } = context;
      if (name === undefined || parentURL === undefined || isOurs(parentURL))
        return nextResolve(specifier, context);
      const copy = copies.get(name);
      if (copy === undefined || parentURL.startsWith(copy.folderUrl)) {
        const result = nextResolve(specifier, context);
        if (specifier === 'undici') onUndici(result.url);
        return result;
      }
      used.add(name);
      // For `require` Node's own resolver looks at the module that asks, whatever the context says.
      if (context.conditions.includes('require'))
        return nextResolve(createRequire(copy.manifest).resolve(specifier), context);
      return nextResolve(specifier, { ...context, parentURL: pathToFileURL(copy.manifest).href });
    },
  });
}

/** Names of the packages under test that some module has asked for. */
export function listRedirected(): string[] {
  return [...used].toSorted();
}

/** The copy of `name` as its users get it, loaded when it is not; undefined unless it is under test and was asked for. */
export function loadRedirected(name: string): unknown {
  const copy = copies.get(name);
  return copy === undefined || !used.has(name) ? undefined : createRequire(copy.manifest)(name);
}

function isOurs(url: string): boolean {
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
