// `NAME@VERSION` as people type it → a package that is to be tested, or an error that says how to write it. Names follow
// npm's rules; nothing here asks the network whether there is such a package.
import { ClosecallError } from './closecall-error.ts';
import { NODE_FIRST } from './limits.ts';

/** A package as it was asked for. `wanted` is an exact version, a range (`7`, `^7.2.0`) or a tag (`latest`). */
export type PackageSpec = { name: string; wanted: string };

/** A package at one exact version, and the folder whose `node_modules` it is installed in (absolute, links resolved). */
export type PackageUnderTest = { name: string; version: string; folder: string };

/** The name under which Node.js itself is a package under test: it is what workers run on, and nothing imports it. */
export const NODE = 'node';

/** npm's package names: lower case, with an optional scope. */
const NAME = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;
/** A version, a range of one part, or a tag. What a shell or npm could take for anything else is left out. */
const WANTED = /^[\w^~*][\w.^~*+-]*$/;
const EXACT = /^\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/;

/** Reads one `--with`. Throws a ClosecallError for what is no package and version. */
export function parsePackageSpec(text: string): PackageSpec {
  const at = text.indexOf('@', 1);
  const name = at === -1 ? text : text.slice(0, at);
  const wanted = at === -1 ? '' : text.slice(at + 1);
  if (!NAME.test(name))
    throw malformed(text, `"${name}" is no name of a package`, 'write it as npm does, as in undici@8.5.0');
  if (name === NODE) return parseNodeSpec(wanted);
  if (wanted === '')
    throw malformed(
      text,
      'it names no version',
      `write ${name}@ and a version, or ${name}@latest for the newest`,
    );
  if (!WANTED.test(wanted))
    throw malformed(
      text,
      `"${wanted}" is no version`,
      'use an exact version (8.5.0), a range (7, ^7.2.0) or a tag (latest)',
    );
  // Its own modules are in memory by then, and a second harness would know nothing of this one's world.
  if (name === 'closecall')
    throw malformed(text, 'closecall cannot test itself', 'install another version of it instead');
  return { name, wanted };
}

/** Reads the name of a package that `option` gives. Throws a ClosecallError for what is none. */
export function parsePackageName(text: string, option: string): string {
  if (NAME.test(text)) return text;
  throw new ClosecallError(
    'ERR_PACKAGE_NAME',
    `${option} ${text}: that is no name of a package; write it without a version, as in ${option} undici.`,
  );
}

/** A version of Node.js, whole or the front of one. Prereleases and nightly builds are no npm packages. */
const NODE_VERSION = /^v?(\d+(?:\.\d+){0,2})$/;

/** Reads one `--node`. Throws a ClosecallError for what is no version, or one that workers do not run on. */
export function parseNodeSpec(text: string): PackageSpec {
  const wanted = NODE_VERSION.exec(text)?.[1];
  if (wanted === undefined)
    throw new ClosecallError(
      'ERR_NODE_SPEC',
      `--node ${text}: expected a version of Node.js, whole (20.19.4) or in part (20).`,
    );
  const [major = 0, minor = Infinity] = wanted.split('.').map(Number);
  const [firstMajor, firstMinor] = NODE_FIRST;
  if (major < firstMajor || (major === firstMajor && minor < firstMinor))
    throw new ClosecallError(
      'ERR_NODE_OLD',
      `--node ${text}: clients run on Node.js ${NODE_FIRST.join('.')} or newer. What the world stands on is not in older ones.`,
    );
  return { name: NODE, wanted };
}

/** The specs of one command line. Throws a ClosecallError when a package is asked for in two versions. */
export function parsePackageSpecs(texts: readonly string[]): PackageSpec[] {
  const specs = new Map<string, PackageSpec>();
  for (const text of texts) {
    const spec = parsePackageSpec(text);
    const other = specs.get(spec.name);
    if (other !== undefined && other.wanted !== spec.wanted)
      throw new ClosecallError(
        'ERR_WITH_TWICE',
        `${formatOption(other)} and ${formatOption(spec)}: one version of a package per run. Give one, and run again with the other.`,
      );
    specs.set(spec.name, spec);
  }
  return [...specs.values()];
}

/** True when `wanted` names one version and no other. */
export function isExact({ wanted }: PackageSpec): boolean {
  return EXACT.test(wanted);
}

/** The spec as it is typed. */
export function formatPackageSpec({ name, wanted }: PackageSpec): string {
  return `${name}@${wanted}`;
}

/** The option that asks for it. */
export function formatOption(spec: PackageSpec): string {
  return spec.name === NODE ? `--node ${spec.wanted}` : `--with ${formatPackageSpec(spec)}`;
}

/** `name@version`, as repros and results have it. */
export function formatPackage({ name, version }: Pick<PackageUnderTest, 'name' | 'version'>): string {
  return `${name}@${version}`;
}

function malformed(text: string, what: string, advice: string): ClosecallError {
  return new ClosecallError('ERR_WITH_SPEC', `--with ${text}: ${what}; ${advice}.`);
}
