// Packages under test → the Node.js that a worker runs on and what it is started with. One that reads no TypeScript is given
// its sources without types: those that are known beforehand are stripped here, in one go, and kept in the cache.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { listImports } from './import-modules.ts';
import { nodeAmong, nodeBinary } from './node-binary.ts';
import type { PackageUnderTest } from '../model/package-spec.ts';
import { cacheFolder } from './cache-folder.ts';
import { stripFiles, strippedPath } from './load-typescript.ts';
import { listSpecifiers } from './source-state.ts';

/** What a process is started with. */
export type WorkerRuntime = { execPath: string; execArgv: string[] };

/**
 * The runtime for processes that load `entries` (absolute paths), by default that of this process. May take a second when
 * sources have changed.
 */
export function workerRuntime(
  packages: readonly PackageUnderTest[],
  entries: readonly string[],
): WorkerRuntime {
  const node = nodeAmong(packages);
  const imports = listImports().flatMap((url) => ['--import', url]);
  if (node === undefined) return { execPath: process.execPath, execArgv: imports };
  const execPath = nodeBinary(node);
  const preload = readsTypeScript(node.version) ? [] : preloadFor(entries);
  return { execPath, execArgv: [...preload, ...imports] };
}

/** Node.js takes types out by itself from 22.18 and 23.6 on. */
function readsTypeScript(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major >= 24 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18);
}

/** Sources that were looked at in this process, which does not expect them to change; a worker sees to those that did. */
const seen = new Set<string>();

function preloadFor(entries: readonly string[]): string[] {
  const folder = join(cacheFolder(), 'stripped', process.version);
  const own = fileURLToPath(import.meta.url);
  const preload = join(dirname(own), `load-typescript.${own.endsWith('.ts') ? 'ts' : 'js'}`);
  const missing = new Map<string, string>();
  const visit = (path: string): void => {
    if (seen.has(path) || !/\.m?ts$/.test(path) || !existsSync(path)) return;
    seen.add(path);
    const text = readFileSync(path, 'utf8');
    const target = strippedPath(folder, text);
    if (!existsSync(target)) missing.set(path, target);
    for (const specifier of listSpecifiers(text))
      if (specifier.startsWith('.')) visit(resolve(dirname(path), specifier));
  };
  for (const entry of [preload, ...entries]) visit(entry);
  // A source that cannot be stripped is told of by the worker that needs it.
  const trouble = missing.size === 0 ? '' : stripFiles(process.execPath, [...missing]);
  const ready = preload.endsWith('.ts') ? strippedPath(folder, readFileSync(preload, 'utf8')) : preload;
  if (!existsSync(ready)) throw new Error(`sources could not be made ready for an older Node.js: ${trouble}`);
  const url = pathToFileURL(ready);
  url.searchParams.set('folder', folder);
  url.searchParams.set('stripper', process.execPath);
  return ['--import', url.href];
}
