// A page → a folder in which its code stands and its commands run: a project of a user's with closecall installed, or a clone of this
// repository. Packages are those that are installed here, so nothing is fetched.
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../explore-for-test.ts';
import type { Block, Page } from './read-page.ts';

/** What a clone has that its commands need. */
const OF_A_CLONE = [
  'src',
  'scenarios',
  'harness',
  'bin',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];

/** Says that the page is for somebody with a clone. */
const CLONE = 'runs in a clone';

/** `with PATH as NAME`: the file PATH of the repository stands in the project as NAME. */
const WITH = /^with (\S+) as (\S+)$/;

/** True for a comment that says something of the page's project. */
export function isInstruction(comment: string): boolean {
  return comment === CLONE || WITH.test(comment);
}

/** The folder, with what comments of the page ask for. */
export function makeProject(page: Page): string {
  const folder = mkdtempSync(join(tmpdir(), 'closecall-page-'));
  if (page.comments.some(({ text }) => text === CLONE)) copyClone(folder);
  else installPackages(folder);
  for (const { text } of page.comments) {
    const [, path, name] = WITH.exec(text) ?? [];
    if (path !== undefined) write(folder, name!, readFileSync(join(ROOT, path), 'utf8'));
  }
  return folder;
}

function copyClone(folder: string): void {
  for (const name of OF_A_CLONE) cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
}

/** closecall itself is its sources: a package of one line that leads to them, since Node.js strips no types below node_modules. */
function installPackages(folder: string): void {
  const packages = join(folder, 'node_modules');
  mkdirSync(packages);
  for (const name of readdirSync(join(ROOT, 'node_modules')))
    if (!name.startsWith('.') && name !== 'closecall')
      symlinkSync(join(ROOT, 'node_modules', name), join(packages, name), 'junction');
  const source = (path: string): string => JSON.stringify(pathToFileURL(join(ROOT, path)).href);
  const exports = { '.': './index.js', './vitest': './vitest.js' };
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  const manifest = { name: 'closecall', version, type: 'module', exports };
  write(folder, 'node_modules/closecall/package.json', JSON.stringify(manifest));
  write(folder, 'node_modules/closecall/index.js', `export * from ${source('harness/index.ts')};\n`);
  write(
    folder,
    'node_modules/closecall/vitest.js',
    `export * from ${source('harness/vitest/scenario-test.ts')};\n`,
  );
  const devDependencies = { closecall: version, typescript: '*', vitest: '*' };
  write(
    folder,
    'package.json',
    JSON.stringify({ private: true, type: 'module', devDependencies }, undefined, 2),
  );
}

/** Writes the file of a block, or changes it as a block in `diff` says. Throws for a change that has no place. */
export function applyBlock(folder: string, { lang, info, text, line }: Block): void {
  const { file } = info;
  if (file === undefined) return;
  if (lang !== 'diff') return write(folder, file, `${text}\n`);
  write(folder, file, changeText(readFileSync(join(folder, file), 'utf8'), text, `line ${line}: ${file}`));
}

/** The text as a block in `diff` changes it: what it takes away and leaves must be there, as it says, once. */
export function changeText(old: string, diff: string, place: string): string {
  const side = (own: string): string =>
    diff
      .split('\n')
      .filter((line) => line === '' || line.startsWith(' ') || line.startsWith(own))
      .map((line) => `${line.slice(1)}\n`)
      .join('');
  const parts = old.split(side('-'));
  if (parts.length === 2) return parts.join(side('+'));
  throw new Error(`${place}: what is changed must be there once, and is ${parts.length - 1} times`);
}

function write(folder: string, name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}
