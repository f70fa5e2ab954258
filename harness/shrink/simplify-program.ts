// A program → simpler ones: without one of its parts. What a part holds stays as it was drawn.
import type { Case } from '../model/case.ts';
import { listPartPaths, withoutPart } from '../model/program-parts.ts';

/** Tries to take out every part of the case's program, a whole before what is in it; true when one went. */
export async function simplifyProgram(
  best: () => Case,
  accept: (candidate: Case) => Promise<boolean>,
): Promise<boolean> {
  let hasShrunk = false;
  let nth = 0;
  for (;;) {
    const { program } = best();
    const path = program && listPartPaths(program)[nth];
    if (path === undefined) return hasShrunk;
    if (await accept({ ...best(), program: withoutPart(program!, path) })) hasShrunk = true;
    else nth++;
  }
}
