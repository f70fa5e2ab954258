// A program → simpler ones: without one of its parts. A key that is missing means the plainest, so whatever comes out is a
// program; what a part holds stays as it was drawn, since nobody here knows which values make sense.
import type { Case, Program, ProgramValue } from '../model/case.ts';

type Path = readonly (string | number)[];

/** Tries to take out every part of the case's program, a whole before what is in it; true when one went. */
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
  return hasShrunk;
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
