// A project, and what was typed → the function that goes under test: the one that was named, or the only one that makes requests.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import { ClosecallError } from '../../model/closecall-error.ts';
import { nameUnknown } from '../name-unknown.ts';
import { findClientFunctions, type ClientFunction } from './find-client-functions.ts';
import { LIBRARIES } from './survey-project.ts';

/** The function, and its module: a path from the project's folder with forward slashes. */
export type ChosenFunction = { file: string; chosen: ClientFunction };

const SOURCE = /\.(?:m?[jt]s)$/;
const NO_SOURCE = /^\.|\.(?:test|spec|d|scenario|config|bench)\.[mc]?[jt]s$/;
const SKIPPED = /^(?:node_modules|dist|build|out|coverage|tests?|__tests__|reports|\..*)$/;

/** What a function calls that makes requests; of names alone, also all that belongs to them (`axios.get`). */
const REQUESTING: ReadonlySet<string> = new Set([
  'fetch',
  ...['http', 'https'].flatMap((name) => [`${name}.get`, `${name}.request`]),
  ...Object.values(LIBRARIES).flat(),
  ...LIBRARIES.undici.map((name) => `undici.${name}`),
]);

function makesRequests({ calls }: ClientFunction): boolean {
  return calls.some((name) => REQUESTING.has(name) || REQUESTING.has(name.split('.', 1)[0]!));
}

/** Bytes of a source above which it is taken for something that was built. */
const SOURCE_MAX = 300_000;

/**
 * Understands `FILE`, `FILE#NAME` or nothing. Undefined where nothing was named and no function makes requests. Throws a
 * ClosecallError where the choice is between several, and for what is not there.
 */
export function chooseFunction(root: string, typed: string | undefined): ChosenFunction | undefined {
  if (typed !== undefined) return readNamed(root, typed);
  const candidates = listSources(root).flatMap((file) =>
    (findClientFunctions(readFileSync(join(root, file), 'utf8')) ?? [])
      .filter(makesRequests)
      .map((chosen): ChosenFunction => ({ file, chosen })),
  );
  // A function that takes a signal is one that can be given up: the likelier client.
  const cancellable = candidates.filter(({ chosen }) => takesSignal(chosen));
  const likely = cancellable.length > 0 ? cancellable : candidates;
  if (likely.length <= 1) return likely[0];
  throw new ClosecallError(
    'ERR_SEVERAL_CLIENTS',
    [
      'several functions make requests; name one:',
      ...likely.slice(0, SHOWN).map((each) => `  closecall init ${tell(each)}`),
    ].join('\n'),
  );
}

/** Functions that are listed. */
const SHOWN = 10;

/** A scenario's name for it: the function's, in kebab-case. */
export function nameScenario(found: ChosenFunction | undefined): string {
  const name = found === undefined ? '' : found.chosen.name || basename(found.file).replace(/\..*$/, '');
  const kebab = name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1-$2')
    .replaceAll(/[^A-Za-z\d]+/g, '-')
    .toLowerCase();
  return kebab.replaceAll(/^-|-$/g, '') || 'my-client';
}

/** How a function is named on the command line. */
export function tell({ file, chosen }: ChosenFunction): string {
  return `${file}#${chosen.isDefault ? 'default' : chosen.name}`;
}

function takesSignal({ parameters }: ClientFunction): boolean {
  return parameters.some(({ name, keys }) => /signal/i.test(name) || keys.some((key) => /signal/i.test(key)));
}

function readNamed(root: string, typed: string): ChosenFunction {
  const [path = '', wanted] = typed.split('#', 2);
  const absolute = resolve(root, path);
  if (sizeOf(absolute) === undefined)
    throw new ClosecallError('ERR_NO_CLIENT', `${path}: there is no such file in ${root}.`);
  const functions = findClientFunctions(readFileSync(absolute, 'utf8'));
  if (functions === undefined)
    throw new ClosecallError(
      'ERR_NO_CLIENT',
      `${path} could not be read: it is no ES module with types that can be taken out.`,
    );
  if (functions.length === 0)
    throw new ClosecallError(
      'ERR_NO_CLIENT',
      `${path} exports no function. Export the one that makes the request.`,
    );
  const names = functions.map(({ name, isDefault }) => (isDefault ? 'default' : name));
  const file = relative(root, absolute).replaceAll(sep, '/');
  const index = wanted === undefined ? undefined : names.indexOf(wanted);
  if (index === -1)
    throw new ClosecallError('ERR_NO_CLIENT', `${path}: ${nameUnknown('export', wanted!, names)}`);
  if (index !== undefined) return { file, chosen: functions[index]! };
  const likely = functions.filter(makesRequests);
  const [only, ...others] = likely.length > 0 ? likely : functions;
  if (others.length === 0) return { file, chosen: only! };
  throw new ClosecallError(
    'ERR_SEVERAL_CLIENTS',
    [
      `${path} exports several functions; name one:`,
      ...[only!, ...others].slice(0, SHOWN).map((chosen) => `  closecall init ${tell({ file, chosen })}`),
    ].join('\n'),
  );
}

function listSources(root: string): string[] {
  const files: string[] = [];
  const walk = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).toSorted((a, b) =>
      a.name < b.name ? -1 : 1,
    )) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!SKIPPED.test(entry.name)) walk(path);
      } else if (
        SOURCE.test(entry.name) &&
        !NO_SOURCE.test(entry.name) &&
        (sizeOf(path) ?? Infinity) <= SOURCE_MAX
      )
        files.push(relative(root, path).replaceAll(sep, '/'));
    }
  };
  walk(root);
  return files;
}

/** Bytes of a file; undefined for what is none, as a link that leads nowhere is (editors lock files by such). */
function sizeOf(path: string): number | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.isFile() === true ? stats.size : undefined;
}
