// This repository → what `npm publish` would send out, and an empty project that has it installed; and the Node.js to run
// it on. Nothing is written among the sources.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { nodeBinary } from '../campaign/node-binary.ts';
import { preparePackages } from '../campaign/package-cache.ts';
import { NODE } from '../model/package-spec.ts';
import { ROOT } from './explore-for-test.ts';
import { listFiles } from './list-files.ts';

type Manifest = {
  version: string;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
};

export const MANIFEST = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest;

/** Packs it: the tarball, and a project (its folder) in which it is installed, with `others` beside it. */
export function packClosecall(...others: string[]): { packed: string; project: string } {
  const scratch = mkdtempSync(join(tmpdir(), 'closecall-test-'));
  const source = join(scratch, 'source');
  mkdirSync(source);
  for (const name of ['package.json', 'LICENSE', 'bin', 'docs', ...listPages()])
    cpSync(join(ROOT, name), join(source, name), { recursive: true });
  // As `npm run build` does, beside the sources instead of among them.
  const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  for (const config of ['tsconfig.build.json', 'harness/report/html/browser/tsconfig.build.json'])
    execFileSync(process.execPath, [tsc, '-p', join(ROOT, config), '--outDir', join(source, 'dist')]);
  execFileSync(process.execPath, [join(ROOT, 'bin', 'copy-data.mjs'), join(source, 'dist')], { cwd: ROOT });
  npm(['pack', '--silent', '--ignore-scripts', '--pack-destination', scratch], source);
  const packed = join(scratch, `closecall-${MANIFEST.version}.tgz`);
  const project = join(scratch, 'project');
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }');
  npm(['install', '--prefer-offline', packed, ...others], project);
  return { packed, project };
}

/** The README of every folder: the manifest says which of them go out. */
function listPages(): string[] {
  return listFiles(ROOT).filter((path) => posix.basename(path) === 'README.md');
}

function npm(args: readonly string[], cwd: string): void {
  execFileSync('npm', [...args, '--loglevel=error', '--no-audit', '--no-fund'], {
    cwd,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
}

/** The newest Node.js of that major, installed into the cache where it is not there: its binary. */
export async function findNode(major: string): Promise<string> {
  const [found] = await preparePackages([{ name: NODE, wanted: major }], { root: ROOT, onInstall: () => {} });
  return nodeBinary(found!);
}
