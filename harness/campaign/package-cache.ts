// Packages as they were asked for → the same at exact versions, installed once per machine and loadable on this Node.
// A version's folder appears under its name only when it is whole, so that any number of processes may fill the cache.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { ClosecallError } from '../model/closecall-error.ts';
import {
  formatOption,
  formatPackage,
  formatPackageSpec,
  isExact,
  NODE,
  type PackageSpec,
  type PackageUnderTest,
} from '../model/package-spec.ts';
import { cacheFolder } from './cache-folder.ts';
import { checkLoads, checkStarts } from './check-loads.ts';
import { binaryPackage } from './node-binary.ts';
import { runNpm } from './run-npm.ts';

/** Where packages come from and go to. */
export type PackageSource = {
  /** The project's folder: npm is configured as it is there. */
  root: string;
  /** Told before npm is started. */
  onInstall: (spec: PackageSpec) => void;
  /** Folder of the cache; by default the one of this user. */
  cache?: string;
};

/**
 * Makes sure of every package, in order. An exact version that is in the cache costs no network; a range or a tag always
 * asks npm. Throws a ClosecallError that names the option for what cannot be had, or does not load.
 */
export async function preparePackages(
  specs: readonly PackageSpec[],
  source: PackageSource,
): Promise<PackageUnderTest[]> {
  // First what the others have to load on.
  const wantedNode = specs.find(({ name }) => name === NODE);
  const node = wantedNode === undefined ? undefined : await prepareNode(wantedNode, source);
  const packages: PackageUnderTest[] = [];
  for (const spec of specs) {
    if (spec === wantedNode) packages.push(node!);
    else {
      const found = await prepare(spec, source);
      await checkLoads(found, spec, node);
      packages.push(found);
    }
  }
  return packages;
}

/**
 * The version of Node.js that workers run on. In part (`20`) it is that of this process if it fits, else the newest that is
 * in the cache: which patch it is hardly ever matters, and asking each time would need a network.
 */
async function prepareNode(spec: PackageSpec, source: PackageSource): Promise<PackageUnderTest> {
  const { node: own } = process.versions;
  const fits = (version: string): boolean => `${version}.`.startsWith(`${spec.wanted}.`);
  if (fits(own)) return { name: NODE, version: own, folder: dirname(process.execPath) };
  const cached = listVersions(packageFolder(source), NODE).filter(fits);
  const newest = cached.toSorted((left, right) => left.localeCompare(right, 'en', { numeric: true })).at(-1);
  const found = await prepare(newest === undefined ? spec : { name: NODE, wanted: newest }, source);
  checkStarts(found, spec);
  return found;
}

function packageFolder(source: PackageSource): string {
  return join(source.cache ?? cacheFolder(), 'packages');
}

async function prepare(spec: PackageSpec, source: PackageSource): Promise<PackageUnderTest> {
  const { name, wanted } = spec;
  const cache = packageFolder(source);
  /** What npm calls it. */
  const npmName = name === NODE ? binaryPackage() : name;
  const folder = join(cache, folderName(name, wanted));
  if (isExact(spec) && existsSync(folder)) return { name, version: wanted, folder: realpathSync(folder) };
  source.onInstall(spec);
  return withCacheErrors(spec, async () => {
    mkdirSync(cache, { recursive: true });
    const making = mkdtempSync(join(cache, '.making-'));
    try {
      // A package.json of its own keeps npm from looking for one above.
      writeFileSync(join(making, 'package.json'), '{ "private": true }\n');
      const cached = listVersions(cache, name).map((version) => formatPackage({ name, version }));
      await runNpm({ name: npmName, wanted }, making, source.root, { flag: formatOption(spec), cached });
      const version = readVersion(join(making, 'node_modules', npmName, 'package.json'), spec);
      const final = join(cache, folderName(name, version));
      publish(making, final);
      return { name, version, folder: realpathSync(final) };
    } finally {
      rmSync(making, { recursive: true, force: true });
    }
  });
}

/** One level deep also for scoped names. */
function folderName(name: string, version: string): string {
  return `${name.replace('/', '+')}@${version}`;
}

/** Gives a whole folder its name, unless another process was faster: then that one serves. */
function publish(making: string, final: string): void {
  if (existsSync(final)) return;
  try {
    renameSync(making, final);
  } catch (error) {
    if (!existsSync(final)) throw error;
  }
}

function readVersion(manifest: string, spec: PackageSpec): string {
  const { version: stated } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  // Some packages of Node.js say v22.12.0.
  const version = stated.replace(/^v/, '');
  if (isExact(spec) && version !== spec.wanted)
    throw new Error(`npm installed ${version} for ${formatPackageSpec(spec)}`);
  return version;
}

/** Versions of `name` that are in the cache. */
function listVersions(cache: string, name: string): string[] {
  if (!existsSync(cache)) return [];
  const start = folderName(name, '');
  return readdirSync(cache)
    .filter((entry) => entry.startsWith(start))
    .map((entry) => entry.slice(start.length))
    .toSorted();
}

/** What the file system refuses is the user's to mend, and says where. */
async function withCacheErrors<T>(spec: PackageSpec, job: () => Promise<T>): Promise<T> {
  try {
    return await job();
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException;
    if (error instanceof ClosecallError || path === undefined) throw error;
    throw new ClosecallError(
      'ERR_WITH_CACHE',
      `${formatOption(spec)}: cannot be kept in the cache: ${code} at ${path}. Name a folder that can be written in CLOSECALL_CACHE.`,
    );
  }
}
