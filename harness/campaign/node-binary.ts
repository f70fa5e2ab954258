// A version of Node.js under test → its binary. Each platform's is an npm package of its own, which holds it as it is: no
// script has to run.
import { join } from 'node:path';
import { NODE, type PackageUnderTest } from '../model/package-spec.ts';

/** The Node.js among packages under test, undefined when workers run on that of their parent. */
export function nodeAmong(packages: readonly PackageUnderTest[]): PackageUnderTest | undefined {
  return packages.find(({ name }) => name === NODE);
}

/** Path of the binary of `node`. This process's own version needs none of the cache. */
export function nodeBinary({ version, folder }: PackageUnderTest): string {
  if (version === process.versions.node) return process.execPath;
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  return join(folder, 'node_modules', binaryPackage(), 'bin', name);
}

/** The npm package with the binary for a platform, as the package `node` chooses it. */
export function binaryPackage(platform: string = process.platform, arch: string = process.arch): string {
  if (platform === 'win32') return `node-win-${arch === 'ia32' ? 'x86' : arch}`;
  return `${platform === 'darwin' && arch === 'arm64' ? 'node-bin' : 'node'}-${platform}-${arch}`;
}
