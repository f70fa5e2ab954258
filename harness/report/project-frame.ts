// Stack frames → the first place in them that is a file of the project: what a person can open and change.
import type { Place } from '../model/finding.ts';

/** A place in a file; `file` is relative to the project's folder, with forward slashes. Line and column count from 1. */
export type SourcePlace = { file: string; line: number; column: number };

/** `name (path:line:column)`, or the path alone. */
const FRAME = /^(?:.*? \(|async )?(.+?):(\d+):(\d+)\)?$/;

/** Node itself, what is installed, what lies elsewhere on the machine, and code without a file. */
const ELSEWHERE =
  /^(?:node:|file:|data:|\/|[A-Za-z]:[\\/]|\.\.[\\/]|<)|(?:^|[\\/])node_modules[\\/]|^evalmachine/;

/** The first frame of `places`, in their order, that is in the project; undefined when there is none. */
export function findProjectPlace(places: readonly Pick<Place, 'frames'>[]): SourcePlace | undefined {
  for (const frame of places.flatMap(({ frames }) => frames)) {
    const [, path, line, column] = FRAME.exec(frame) ?? [];
    if (path === undefined || ELSEWHERE.test(path)) continue;
    return { file: path.replaceAll('\\', '/'), line: Number(line), column: Number(column) };
  }
  return undefined;
}
