// Pages and the files that there are → links that lead nowhere, and paths in code that are none.
import { posix } from 'node:path';
import type { Page } from './read-page.ts';

/** A path of a file of ours, as prose names it: `harness/cli/main.ts`. */
const OWN_PATH = /^(?:\.\/)?(?:[\w.-]+\/)+[\w.-]+\.(?:ts|mjs|md|json|yml|yaml)$/;

/** Folders that a page may leave out in front of a path. */
const BASES = ['', 'harness', 'scenarios'];

/** What is there only when something has run. */
const OUTPUT = /^reports\//;

/** What is wrong, one line each. `files` are paths from the root; `page` is one of `pages`. */
export function checkLinks(
  page: Page,
  pages: ReadonlyMap<string, Page>,
  files: ReadonlySet<string>,
): string[] {
  const folders = new Set([...files].flatMap(listFolders));
  const here = posix.dirname(page.path);
  const wrong: string[] = [];
  for (const { text, line } of page.links) {
    if (/^[a-z]+:/.test(text)) continue;
    const [target, anchor] = text.split('#') as [string, string?];
    const path = target === '' ? page.path : posix.join(here, target).replace(/\/$/, '');
    if (!files.has(path) && !folders.has(path)) wrong.push(`${page.path}:${line}: ${text} is not there`);
    else if (anchor !== undefined && pages.get(path)?.anchors.has(anchor) !== true)
      wrong.push(`${page.path}:${line}: ${path} has no heading #${anchor}`);
  }
  return wrong;
}

/** Paths in inline code that begin with a folder of ours and name no file in it. */
export function checkPaths(page: Page, files: ReadonlySet<string>): string[] {
  const tops = new Set([...files].flatMap((path) => BASES.flatMap((base) => topOf(path, base))));
  const here = posix.dirname(page.path);
  return page.codes
    .filter(({ text }) => OWN_PATH.test(text) && !OUTPUT.test(text) && tops.has(text.split('/')[0]!))
    .filter(({ text }) => ![here, ...BASES].some((base) => files.has(posix.join(base, text))))
    .map(({ text, line }) => `${page.path}:${line}: there is no ${text}`);
}

/** The first folder of a path below `base`. */
function topOf(path: string, base: string): string[] {
  const below = base === '' ? path : path.startsWith(`${base}/`) ? path.slice(base.length + 1) : '';
  return below.includes('/') ? [below.split('/')[0]!] : [];
}

function listFolders(path: string): string[] {
  const folder = posix.dirname(path);
  return folder === '.' ? ['.'] : [folder, ...listFolders(folder)];
}
