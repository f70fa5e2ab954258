// A program → simpler ones: without a part, or with a smaller number in it. A key that is missing means the plainest, so
// whatever comes out is a program.
import type { Case, Program, ProgramValue } from '../model/case.ts';

type Path = readonly (string | number)[];

/** Tries to take out every part of the case's program, the largest first, and to make its numbers smaller. */
export async function simplifyProgram(
  best: () => Case,
  accept: (candidate: Case) => Promise<boolean>,
): Promise<boolean> {
  let hasShrunk = false;
  const attempt = async (program: Program): Promise<boolean> => {
    const isAccepted = await accept({ ...best(), program });
    hasShrunk ||= isAccepted;
    return isAccepted;
  };
  for (let nth = 0; nth < listPaths(best().program).length;) {
    const path = listPaths(best().program)[nth]!;
    if (!(await attempt(without(best().program!, path)))) nth++;
  }
  for (const path of listPaths(best().program)) {
    const value = valueAt(best().program!, path);
    if (typeof value !== 'number') continue;
    for (const smaller of smallerNumbers(value))
      if (await attempt(withValue(best().program!, path, smaller))) break;
  }
  return hasShrunk;
}

/** Number of parts of a program: every key and every element. */
export function countParts(program: Program | undefined): number {
  return listPaths(program).length;
}

/** Paths of all parts, a whole before what is in it. */
function listPaths(value: ProgramValue | undefined, path: Path = []): Path[] {
  if (typeof value !== 'object') return [];
  const keys = Array.isArray(value) ? value.map((_, index) => index) : Object.keys(value);
  return keys.flatMap((key) => {
    const inner = [...path, key];
    return [inner, ...listPaths((value as Record<string | number, ProgramValue>)[key], inner)];
  });
}

function valueAt(program: Program, path: Path): ProgramValue | undefined {
  return path.reduce<ProgramValue | undefined>(
    (value, key) => (value as Record<string | number, ProgramValue> | undefined)?.[key],
    program,
  );
}

function without(program: Program, path: Path): Program {
  const copy = structuredClone(program) as Record<string, ProgramValue>;
  const parent = valueAt(copy, path.slice(0, -1)) as Record<string, ProgramValue> | ProgramValue[];
  const key = path.at(-1)!;
  if (Array.isArray(parent)) parent.splice(key as number, 1);
  else delete parent[key];
  return copy;
}

function withValue(program: Program, path: Path, value: ProgramValue): Program {
  const copy = structuredClone(program) as Record<string, ProgramValue>;
  (valueAt(copy, path.slice(0, -1)) as Record<string | number, ProgramValue>)[path.at(-1)!] = value;
  return copy;
}

function smallerNumbers(value: number): number[] {
  const candidates: number[] = [];
  for (let smaller = value > 1 ? 1 : value; smaller < value; smaller += Math.max(1, (value - smaller) >> 1))
    candidates.push(smaller);
  return candidates;
}
