// A scenario's module → what a strict replay depends on: a hash of every source file it reaches by relative imports,
// and the versions of the packages it names. closecall itself counts by its version.
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { createRequire, findPackageJSON, isBuiltin } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Versions } from '../model/versions.ts';
import { NODE, type PackageUnderTest } from '../model/package-spec.ts';

/** Hash of sources (16 hex digits) and versions. */
export type SourceState = { sourceHash: string; versions: Versions };

const IMPORT = /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)(['"])([^'"\n]+)\1/g;
/** What a module's text asks for, or seems to: comments and strings are not told apart. */
export function listSpecifiers(text: string): string[] {
  return Array.from(text.matchAll(IMPORT), ([, , specifier]) => specifier!);
}

/** What `require` may leave out of a file's name. */
const ENDINGS = ['', '.js', '.cjs', '.json', '/index.js'];
const require = createRequire(import.meta.url);
/** Our own rooms are not the client's source: they count by version. */
const HARNESS = fileURLToPath(import.meta.url).replace(/campaign[\\/][^\\/]*$/, '');

/** Every source that modules (absolute paths) reach by relative imports, their own among them, each once: its path and its text. */
export function* walkSources(files: readonly string[]): Generator<[file: string, text: string]> {
  const seen = new Set<string>();
  const waiting = [...files];
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    // What looks like an import may be a comment or a string: it is one when there is such a file.
    const file = ENDINGS.map((ending) => path + ending).find(isFile);
    if (file === undefined || seen.has(file) || file.startsWith(HARNESS)) continue;
    seen.add(file);
    const text = readFileSync(file, 'utf8');
    yield [file, text];
    const folder = dirname(file);
    const relatives = listSpecifiers(text).filter((specifier) => specifier.startsWith('.'));
    waiting.unshift(...relatives.map((specifier) => join(folder, specifier)));
  }
}

/**
 * Reads the state for scenario modules (absolute paths); the hash does not depend on where the project lies. `underTest`
 * are packages that count by the version that is tested, whether they are named, come with another, or are not installed.
 */
export function readSourceState(
  files: readonly string[],
  underTest: readonly PackageUnderTest[] = [],
): SourceState {
  const sources = new Map<string, string>();
  const packages = new Map<string, string>();
  for (const [file, text] of walkSources(files)) {
    sources.set(file, text);
    for (const specifier of listSpecifiers(text))
      if (!specifier.startsWith('.') && !isBuiltin(specifier)) addPackage(packages, specifier, file);
  }
  for (const { name, version } of underTest) if (name !== NODE) packages.set(name, version);
  const node = underTest.find(({ name }) => name === NODE);
  const base = commonFolder([...sources.keys()]);
  const hash = createHash('sha256');
  for (const file of [...sources.keys()].toSorted())
    hash.update(`${relative(base, file)}\0${sources.get(file)}\0`);
  return {
    sourceHash: hash.digest('hex').slice(0, 16),
    versions: {
      closecall: ownVersion(),
      node: node === undefined ? process.version : `v${node.version}`,
      packages: Object.fromEntries([...packages].toSorted(([left], [right]) => (left < right ? -1 : 1))),
    },
  };
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function addPackage(packages: Map<string, string>, specifier: string, from: string): void {
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  if (packages.has(name)) return;
  const manifest = findManifest(name, from);
  if (manifest === undefined) return;
  packages.set(
    name,
    (JSON.parse(readFileSync(manifest, 'utf8')) as { version?: string }).version ?? 'unknown',
  );
}

/** The package.json of a package as `from` finds it; undefined for what is no package, or is not installed. */
function findManifest(name: string, from: string): string | undefined {
  // Neither a path, nor an import of the package's own (`#name`), nor a URL.
  if (!/^(?:@[^/]+\/)?[\w-][\w.-]*$/.test(name)) return undefined;
  try {
    const manifest = findPackageJSON(name, from);
    // A folder that is required by its index.js has none, and no version.
    return manifest !== undefined && isFile(manifest) ? manifest : undefined;
  } catch {
    return undefined;
  }
}

function commonFolder(files: string[]): string {
  let base = dirname(files[0] ?? '/');
  for (const file of files) while (relative(base, file).startsWith('..')) base = dirname(base);
  return base;
}

function ownVersion(): string {
  const manifest = findPackageJSON(import.meta.url);
  if (manifest === undefined) return 'unknown';
  return (require(manifest) as { version: string }).version;
}
