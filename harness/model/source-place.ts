// Stack frames → places in files: what a person can open and change.
import type { Place } from './finding.ts';

/** A place in a file; `file` is relative to the project's folder, with forward slashes. Line and column count from 1. */
export type SourcePlace = { file: string; line: number; column: number };

/** `name (path:line:column)`, or the path alone. */
const FRAME = /^(?:.*? \(|async )?(.+?):(\d+):(\d+)\)?$/;

/** Node itself, what lies elsewhere on the machine or leads there, and code without a file. */
const OUTSIDE = /^(?:node:|file:|data:|\/|[A-Za-z]:[\\/]|<)|(?:^|[\\/])\.\.[\\/]|^evalmachine/;

/** What is installed. */
const INSTALLED = /(?:^|\/)node_modules\//;

/** The place of a frame in a file below the project's folder, packages among them; undefined for any other frame. */
export function placeOf(frame: string): SourcePlace | undefined {
  const [, path, line, column] = FRAME.exec(frame) ?? [];
  if (path === undefined || OUTSIDE.test(path)) return undefined;
  return { file: path.replaceAll('\\', '/'), line: Number(line), column: Number(column) };
}

/** As `placeOf`, in a file of the project's own. */
export function ownPlaceOf(frame: string): SourcePlace | undefined {
  const place = placeOf(frame);
  return place === undefined || INSTALLED.test(place.file) ? undefined : place;
}

/** The first frame of `places`, in their order, that is in the project; undefined when there is none. */
export function findProjectPlace(places: readonly Pick<Place, 'frames'>[]): SourcePlace | undefined {
  for (const frame of places.flatMap(({ frames }) => frames)) {
    const place = ownPlaceOf(frame);
    if (place !== undefined) return place;
  }
  return undefined;
}
