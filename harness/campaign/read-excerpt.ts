// The frames of a place → the source around the first that has some to show, the project's own before that of packages. A package
// that imports lead away from has none: what is installed is another version of it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Excerpt } from '../model/finding.ts';
import { EXCERPT_COLUMNS, EXCERPT_LINES_AROUND } from '../model/limits.ts';
import { ownPlaceOf, placeOf, type SourcePlace } from '../model/source-place.ts';
import { getProjectRoot } from '../simulate/error-record.ts';
import { listRedirected } from '../simulate/redirect-imports.ts';

/** A package that is installed in the project, by its name. */
const PACKAGE = /^node_modules\/(?<name>(?:@[^/]+\/)?[^/]+)\//;

/** The lines around where the place is; undefined when no frame names a file of the project or of a package in it. */
export function readExcerpt(
  frames: readonly string[],
  root: string | undefined = getProjectRoot(),
  redirected: readonly string[] = listRedirected(),
): Excerpt | undefined {
  if (root === undefined) return undefined;
  const own = frames.flatMap((frame) => ownPlaceOf(frame) ?? []);
  const others = frames.flatMap((frame) => {
    const place = placeOf(frame);
    const name = PACKAGE.exec(place?.file ?? '')?.groups?.name;
    return place === undefined || name === undefined || redirected.includes(name) ? [] : [place];
  });
  for (const site of [...own, ...others]) {
    const excerpt = readAround(root, site);
    if (excerpt !== undefined) return excerpt;
  }
  return undefined;
}

function readAround(root: string, { file, line, column }: SourcePlace): Excerpt | undefined {
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
