// An installed package → whether it loads on this Node, found out by loading it in a process of its own, once per Node
// version. Otherwise every scenario would fail to load, and each would blame itself.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ClosecallError } from '../model/closecall-error.ts';
import { LOAD_CHECK_LIMIT_MS } from '../model/limits.ts';
import {
  formatOption,
  formatPackageSpec,
  type PackageSpec,
  type PackageUnderTest,
} from '../model/package-spec.ts';
import { nodeBinary } from './node-binary.ts';

/**
 * What the process runs. A package that only has entries below its name has nothing to load, which is no failure; nor is
 * it where its manifest has an entry for the name alone, and ships no such file (@modelcontextprotocol/sdk 1.32.2).
 */
const PROGRAM = `
import(process.argv[1]).then(
  () => process.exit(0),
  (error) => {
    if (error?.code === 'ERR_PACKAGE_PATH_NOT_EXPORTED') process.exit(0);
    if (error?.code === 'ERR_MODULE_NOT_FOUND' && error.url === import.meta.resolve(process.argv[1])) process.exit(0);
    process.send(error instanceof Error ? error.name + ': ' + error.message : String(error), () => process.exit(1));
  },
);
`;

/**
 * Resolves when the package loads on `node`, by default that of this process. Rejects with a ClosecallError that says what
 * it threw, and what it asks for.
 */
export async function checkLoads(
  found: PackageUnderTest,
  spec: PackageSpec,
  node?: PackageUnderTest,
): Promise<void> {
  const version = node?.version ?? process.versions.node;
  const mark = join(found.folder, `loads-on-v${version}`);
  if (existsSync(mark)) return;
  const why = await tryToLoad(found, node === undefined ? process.execPath : nodeBinary(node));
  if (why === undefined) {
    writeMark(mark);
    return;
  }
  const asked = readEngines(found);
  const needs = asked === undefined ? '' : ` It asks for Node ${asked}.`;
  throw new ClosecallError(
    'ERR_WITH_LOAD',
    `--with ${formatPackageSpec(spec)}: ${found.name} ${found.version} is installed, but does not load on Node ${version}: ${why}.${needs} Choose another version of it, or of Node.`,
  );
}

/** What went wrong, on one line; undefined when nothing did. */
function tryToLoad({ name, folder }: PackageUnderTest, execPath: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn(execPath, ['--no-warnings', '--input-type=module', '--eval', PROGRAM, name], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      timeout: LOAD_CHECK_LIMIT_MS,
    });
    let thrown: string | undefined;
    child.on('message', (message) => {
      thrown = (message as string).split('\n', 1)[0]!.replaceAll(folder, 'the cache');
    });
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code, signal) => {
      if (code === 0) resolve(undefined);
      else if (child.killed) resolve(`it was still loading after ${LOAD_CHECK_LIMIT_MS / 1000} s`);
      else resolve(thrown ?? `the process ended with ${signal ?? `code ${code}`}`);
    });
  });
}

function readEngines({ name, folder }: PackageUnderTest): string | undefined {
  const manifest = readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { engines?: { node?: string } }).engines?.node;
}

/** Throws a ClosecallError that says why the binary of `node` does not run here, or that it is another version. */
export function checkStarts(node: PackageUnderTest, spec: PackageSpec): void {
  const { status, signal, stdout, stderr, error } = spawnSync(
    nodeBinary(node),
    ['--print', 'process.versions.node'],
    { encoding: 'utf8', timeout: LOAD_CHECK_LIMIT_MS },
  );
  const said = stdout?.trim();
  if (said === node.version) return;
  const words = stderr?.trim().split('\n', 1)[0] || `it ended with ${signal ?? `code ${status}`}`;
  const why =
    error !== undefined
      ? (error as NodeJS.ErrnoException).code
      : status === 0
        ? `it says that it is "${said}"`
        : words.replaceAll(node.folder, 'the cache');
  throw new ClosecallError(
    'ERR_NODE_START',
    `${formatOption(spec)}: Node ${node.version} is installed, but does not run on this machine: ${why}. Choose another version, or remove its folder from the cache to install it again.`,
  );
}

/** A cache that may be read only is asked again next time. */
function writeMark(mark: string): void {
  try {
    writeFileSync(mark, '');
  } catch {}
}
