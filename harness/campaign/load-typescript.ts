// Preloaded into a worker whose Node.js reads no TypeScript → one that does: each ES module is loaded as the Node.js that
// started the worker has stripped it, kept by the hash of its source. URLs, lines and columns stay those of the source, so
// that traces are what they would be without. Uses nothing of ours: before it, nothing of ours can be loaded.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { register, type LoadFnOutput, type LoadHook, type ResolveHook } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What the URL of the preload says: the folder of what is stripped, and the Node.js that strips what is not there. */
const url = new URL(import.meta.url);
const folder = url.searchParams.get('folder');
const stripper = url.searchParams.get('stripper');

// This module runs twice: as the preload, which asks for a thread with hooks, and in that thread.
if (folder !== null && !url.searchParams.has('isThread')) {
  url.searchParams.set('isThread', '');
  register(url.href);
}

/** Reads pairs of a source and a target from stdin, and writes the targets. */
const STRIP = `
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname } from 'node:path';
for (const [source, target] of JSON.parse(readFileSync(0, 'utf8'))) {
  try {
    const text = stripTypeScriptTypes(readFileSync(source, 'utf8'));
    mkdirSync(dirname(target), { recursive: true });
    const making = target + '.' + process.pid;
    writeFileSync(making, text);
    renameSync(making, target);
  } catch (error) {
    process.stderr.write(source + ': ' + error.message + '\\n');
  }
}
`;

/** Where in `home` the source `text` is kept without its types. */
export function strippedPath(home: string, text: string): string {
  return join(home, `${createHash('sha256').update(text).digest('hex').slice(0, 32)}.mjs`);
}

/** Strips files (pairs of source and target) with the Node.js at `execPath`; what was wrong with some, '' when nothing was. */
export function stripFiles(execPath: string, pairs: readonly (readonly [string, string])[]): string {
  const { error, stderr } = spawnSync(execPath, ['--no-warnings', '--input-type=module', '--eval', STRIP], {
    input: JSON.stringify(pairs),
    encoding: 'utf8',
  });
  return error?.message ?? stderr;
}

let last: Promise<unknown> = Promise.resolve();

/** One after the other, in the order of asking: two imports at a time would be answered in any. */
function inTurn<T>(job: () => T | Promise<T>): Promise<T> {
  const answer = last.then(job);
  last = answer.catch(() => {});
  return answer;
}

/** Called by Node.js for every import. */
export const resolve: ResolveHook = (specifier, context, nextResolve) =>
  inTurn(() => nextResolve(specifier, context));

/** Called by Node.js for every ES module. */
export const load: LoadHook = (moduleUrl, context, nextLoad) =>
  inTurn(() => loadStripped(moduleUrl) ?? nextLoad(moduleUrl, context));

/** The module without its types; undefined when it has none. */
function loadStripped(moduleUrl: string): LoadFnOutput | undefined {
  if (folder === null || stripper === null || !/^file:[^?#]*\.m?ts(?:[?#]|$)/.test(moduleUrl))
    return undefined;
  const path = fileURLToPath(moduleUrl);
  const target = strippedPath(folder, readFileSync(path, 'utf8'));
  // What the parent did not foresee: a path that is put together when it is needed.
  const trouble = existsSync(target) ? '' : stripFiles(stripper, [[path, target]]);
  if (!existsSync(target)) throw new SyntaxError(`its types could not be taken out: ${trouble}`);
  return { format: 'module', source: readFileSync(target, 'utf8'), shortCircuit: true };
}
