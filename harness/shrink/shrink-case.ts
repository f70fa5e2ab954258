// Failing case → smallest case with the same fingerprint. Deterministic and bounded: elements are taken out first
// (fewest faults, actions and deviations), then parts of its program, then what is left is made simpler, until nothing helps.
import { countElements, type Case } from '../model/case.ts';
import { SHRINK_RUN_LIMIT } from '../model/limits.ts';
import { simplifyElements } from './simplify-elements.ts';
import { simplifyProgram } from './simplify-program.ts';

/** True when the case still fails with the fingerprint that is being shrunk. */
export type Evaluate = (kase: Case) => boolean | Promise<boolean>;

/** The smallest case found and how many runs that took. */
export type ShrinkResult = { shrunk: Case; runs: number };

/** Shrinks `kase`; `evaluate` runs a candidate. `runLimit` bounds the candidates, and nothing runs any more once `isSpent`. */
export async function shrinkCase(
  kase: Case,
  evaluate: Evaluate,
  runLimit = SHRINK_RUN_LIMIT,
  isSpent: () => boolean = () => false,
): Promise<ShrinkResult> {
  let best = kase;
  let runs = 0;
  const tried = new Set([JSON.stringify(kase)]);
  const accept = async (candidate: Case): Promise<boolean> => {
    const key = JSON.stringify(candidate);
    if (tried.has(key) || runs >= runLimit || isSpent()) return false;
    tried.add(key);
    runs++;
    if (!(await evaluate(candidate))) return false;
    best = candidate;
    return true;
  };
  await accept({ ...best, entropy: 1 });
  for (let isSmaller = true; isSmaller;) {
    isSmaller = await removeElements(() => best, accept);
    isSmaller = (await simplifyProgram(() => best, accept)) || isSmaller;
    isSmaller = (await simplifyElements(() => best, accept)) || isSmaller;
  }
  return { shrunk: best, runs };
}

/** Takes out halves, then single elements, until no removal is accepted. */
async function removeElements(
  best: () => Case,
  accept: (candidate: Case) => Promise<boolean>,
): Promise<boolean> {
  let hasShrunk = false;
  for (let size = Math.max(1, countElements(best()) >> 1); size >= 1; size = size > 1 ? size >> 1 : 0)
    for (let start = 0; start < countElements(best());)
      if (await accept(withoutElements(best(), start, size))) hasShrunk = true;
      else start += size;
  return hasShrunk;
}

/** The case without the elements [start, start + count), counted over deviations, faults and actions in that order. */
function withoutElements(kase: Case, start: number, count: number): Case {
  let position = 0;
  const keep = <T>(list: readonly T[]): T[] =>
    list.filter(() => {
      const isKept = position < start || position >= start + count;
      position++;
      return isKept;
    });
  const schedule = keep(kase.schedule);
  const faults = keep(kase.faults);
  const actions = keep(kase.actions);
  return { ...kase, schedule, faults, actions };
}
