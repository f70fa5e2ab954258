// The frames of a place → the source around the first that has some to show, the project's own before that of packages. A package
// that imports lead away from has none: what is installed is another version of it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Excerpt } from '../model/finding.ts';
import { EXCERPT_COLUMNS, EXCERPT_LINES_AROUND } from '../model/limits.ts';
import { getProjectRoot } from '../simulate/error-record.ts';
import { listRedirected } from '../simulate/redirect-imports.ts';

/** `function (file:line:column)`, or `file:line:column` alone. */
const FRAME = /^(?:.* \()?([^()]+?):(\d+):(\d+)\)?$/;
const PACKAGE = /^node_modules\/(?<name>(?:@[^/]+\/)?[^/]+)\//;

/** The lines around where the place is; undefined when no frame names a file of the project or of a package in it. */
export function readExcerpt(
  frames: readonly string[],
  root: string | undefined = getProjectRoot(),
  redirected: readonly string[] = listRedirected(),
): Excerpt | undefined {
  if (root === undefined) return undefined;
  const sites = frames.flatMap((frame) => {
    const match = FRAME.exec(frame);
    if (match === null) return [];
    const [, file = '', line, column] = match;
    return /^(?:node:|[\\/]|[A-Za-z]:|\.\.)/.test(file)
      ? []
      : [{ file, line: Number(line), column: Number(column) }];
  });
  const own = sites.filter(({ file }) => !file.startsWith('node_modules/'));
  const others = sites.filter(({ file }) => {
    const name = PACKAGE.exec(file)?.groups?.name;
    return name !== undefined && !redirected.includes(name);
  });
  for (const site of [...own, ...others]) {
    const excerpt = readAround(root, site);
    if (excerpt !== undefined) return excerpt;
  }
  return undefined;
}

function readAround(
  root: string,
  { file, line, column }: Pick<Excerpt, 'file' | 'line' | 'column'>,
): Excerpt | undefined {
  let text: string;
  try {
    text = readFileSync(join(root, file), 'utf8');
  } catch {
    return undefined;
  }
  const all = text.split('\n');
  if (line > all.length) return undefined;
  const first = Math.max(1, line - EXCERPT_LINES_AROUND);
  const lines = all
    .slice(first - 1, line + EXCERPT_LINES_AROUND)
    .map((source) => source.trimEnd().slice(0, EXCERPT_COLUMNS));
  return { file, line, column, first, lines };
}
