// A program → its parts, and the program without one of them. A key that is missing means the plainest, so whatever comes out is a
// program again; what a part holds stays as it is, since nobody here knows which values make sense.
import type { Program, ProgramValue } from './case.ts';

/** Keys and indexes from the program to one of its parts. */
export type PartPath = readonly (string | number)[];

/** What holds parts: an object, or a list with its indexes as keys. */
type Whole = Record<string | number, ProgramValue>;

/** The paths of all parts of `value`, a whole before what is in it. */
export function listPartPaths(value: ProgramValue, path: PartPath = []): PartPath[] {
  if (typeof value !== 'object') return [];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return keys.flatMap((key) => {
    const inner = [...path, key];
    return [inner, ...listPartPaths((value as Whole)[key]!, inner)];
  });
}

/** What stands there. */
export function partAt(program: Program, path: PartPath): ProgramValue {
  return path.reduce<ProgramValue>((outer, key) => (outer as Whole)[key]!, program);
}

/** The program without that part: a list closes up behind it. */
export function withoutPart(program: Program, path: PartPath): Program {
  const copy = structuredClone(program);
  const parent = partAt(copy, path.slice(0, -1)) as Whole | ProgramValue[];
  const key = path.at(-1)!;
  if (Array.isArray(parent)) parent.splice(key as number, 1);
  else delete parent[key];
  return copy;
}
