// Packages under test → where every import of them leads, from any module but the harness's own. Installed once per
// process, before a scenario loads: what has been resolved already stays what it is.
import * as nodeModule from 'node:module';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { NODE, type PackageUnderTest } from '../model/package-spec.ts';
import { copyIn, findCopy, isOurs, type Copy } from './find-copy.ts';
import { watchOwnUndici } from './global-dispatchers.ts';
import { redirectInThread } from './redirect-in-thread.ts';

const copies = new Map<string, Copy>();
const used = new Set<string>();
let isInstalled = false;
const onUsed = (name: string): void => void used.add(name);

/** Takes in what a thread of hooks has seen since; nothing where hooks run in this one. */
let catchUp = (): void => {};

/**
 * Sends imports of `packages` to their copies, whether by `import`, `import()`, `require` or a `resolve`, and from
 * packages in between. A copy's own modules, and what is installed with it, are left alone.
 */
export function redirectImports(packages: readonly PackageUnderTest[]): void {
  for (const { name, folder } of packages) if (name !== NODE) copies.set(name, copyIn(folder, name));
  if (isInstalled) return;
  isInstalled = true;
  const onUndici = watchOwnUndici();
  // Of 22.15 and 23.5, so the types promise it.
  const { registerHooks } = nodeModule as Partial<typeof nodeModule>;
  if (registerHooks === undefined) {
    catchUp = redirectInThread(copies, { onUndici, onUsed });
    return;
  }
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const { parentURL } = context;
      const copy = findCopy(copies, specifier, parentURL);
      if (copy === undefined) {
        const result = nextResolve(specifier, context);
        if (specifier === 'undici' && parentURL !== undefined && !isOurs(parentURL)) onUndici(result.url);
        return result;
      }
      onUsed(copy.name);
      // For `require` Node's own resolver looks at the module that asks, whatever the context says.
      if (context.conditions.includes('require'))
        return nextResolve(createRequire(copy.manifest).resolve(specifier), context);
      return nextResolve(specifier, { ...context, parentURL: pathToFileURL(copy.manifest).href });
    },
  });
}

/** Names of the packages under test that some module has asked for. */
export function listRedirected(): string[] {
  catchUp();
  return [...used].toSorted();
}

/** The copy of `name` as its users get it, loaded when it is not; undefined unless it is under test and was asked for. */
export function loadRedirected(name: string): unknown {
  catchUp();
  const copy = copies.get(name);
  return copy === undefined || !used.has(name) ? undefined : createRequire(copy.manifest)(name);
}
