// Packages under test → what is said about them on stderr: the Node.js among them, that npm is at work, and that one of them
// was not asked for.
import { formatPackageSpec, NODE, type PackageSpec, type PackageUnderTest } from '../model/package-spec.ts';
import type { Host } from './host.ts';

/** This closecall, and the Node.js that clients run on. */
export function sayOrigin(host: Host, packages: readonly PackageUnderTest[]): string {
  const node = packages.find(({ name }) => name === NODE)?.version ?? host.nodeVersion;
  return `closecall ${host.version} on Node ${node}`;
}

/** Says what is being installed, which may take a while. */
export function announceInstall(host: Host): (spec: PackageSpec) => void {
  return (spec) => host.stderr.write(`closecall: installing ${formatPackageSpec(spec)} with npm\n`);
}

/** Warns of packages (`name@version`) that changed nothing: a typo, or scenarios that use something else. */
export function warnNotImported(packages: readonly string[], host: Host): void {
  for (const each of packages) {
    const name = each.slice(0, each.indexOf('@', 1));
    host.stderr.write(`warning: no scenario imported ${name}: --with ${each} changed nothing.\n`);
  }
}
