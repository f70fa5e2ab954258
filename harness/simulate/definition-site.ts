// A scenario → the file in which it was defined, for those who have the object and need the module: a process of its own loads it.
// Told by the stack of whoever called defineScenario, so it holds for whatever loads modules.
import { fileURLToPath } from 'node:url';

const sites = new WeakMap<object, string>();

/** Notes where `scenario` is being defined, by the caller of `define`. */
export function noteSite(scenario: object, define: (...args: never[]) => unknown): void {
  const holder: { stack?: string } = {};
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 1;
  Error.captureStackTrace(holder, define);
  Error.stackTraceLimit = limit;
  const site = readSite(String(holder.stack));
  if (site !== undefined) sites.set(scenario, site);
}

/** Absolute path of the file; undefined where nothing told. */
export function siteOf(scenario: object): string | undefined {
  return sites.get(scenario);
}

/** The path in the first frame of a stack. */
export function readSite(stack: string): string | undefined {
  const [, place] = /\n\s+at (?:.* \()?(.+?):\d+:\d+\)?(?:\n|$)/.exec(stack) ?? [];
  if (place === undefined) return undefined;
  // What loads modules may add a query, to load one anew.
  const path = place.replace(/\?.*$/s, '');
  if (path.startsWith('file:')) return fileURLToPath(path);
  return /^(?:\/|[A-Za-z]:[\\/])/.test(path) ? path : undefined;
}
