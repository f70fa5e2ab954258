// A failing case → each of its parts, and the case without it. What fails without a part did not need it.
import { formatDeviation, formatFault, formatInjection, type Case, type Program } from '../model/case.ts';
import { formatPolicy } from '../model/policy.ts';
import type { Condition } from '../model/explanation.ts';
import { listPartPaths, partAt, withoutPart, type PartPath } from '../model/program-parts.ts';

/** One part, in words, and the case without it. `index` counts among parts of its kind. */
export type CasePart = Pick<Condition, 'part' | 'words'> & { index: number; without: Case };

/** Faults, actions and deviations, then the policy, then what the program has, a whole before what is in it. */
export function listParts(kase: Case): CasePart[] {
  const { faults, actions, schedule, policy, program } = kase;
  const { policy: _, ...unruled } = kase;
  return [
    ...faults.map((fault, index): CasePart => ({
      part: 'fault',
      words: formatFault(fault),
      index,
      without: { ...kase, faults: faults.toSpliced(index, 1) },
    })),
    ...actions.map((action, index): CasePart => ({
      part: 'action',
      words: formatInjection(action),
      index,
      without: { ...kase, actions: actions.toSpliced(index, 1) },
    })),
    ...schedule.map((deviation, index): CasePart => ({
      part: 'deviation',
      words: formatDeviation(deviation),
      index,
      without: { ...kase, schedule: schedule.toSpliced(index, 1) },
    })),
    ...(policy === undefined
      ? []
      : [{ part: 'policy', words: formatPolicy(policy), index: 0, without: unruled } as const]),
    ...(program === undefined ? [] : listProgramParts(kase, program)),
  ];
}

function listProgramParts(kase: Case, program: Program): CasePart[] {
  return listPartPaths(program).map((path, index): CasePart => ({
    part: 'program',
    words: describePath(program, path),
    index,
    without: { ...kase, program: withoutPart(program, path) },
  }));
}

/** `calls.a.read: late`; what holds more is named alone. */
function describePath(program: Program, path: PartPath): string {
  const value = partAt(program, path);
  const name = path.join('.');
  return typeof value === 'object' || value === true ? name : `${name}: ${value}`;
}
