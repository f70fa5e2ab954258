// A failing case → each of its parts, and the case without it. What fails without a part did not need it.
import {
  formatDeviation,
  formatFault,
  formatInjection,
  type Case,
  type Program,
  type ProgramValue,
} from '../model/case.ts';
import { formatPolicy } from '../model/policy.ts';
import type { Condition } from '../model/explanation.ts';

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

type Path = readonly (string | number)[];

function listProgramParts(kase: Case, program: Program): CasePart[] {
  return listPaths(program).map((path, index): CasePart => ({
    part: 'program',
    words: describePath(program, path),
    index,
    without: { ...kase, program: withoutPath(program, path) },
  }));
}

function listPaths(value: ProgramValue, path: Path = []): Path[] {
  if (typeof value !== 'object') return [];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return keys.flatMap((key) => {
    const inner = [...path, key];
    return [inner, ...listPaths((value as Record<string | number, ProgramValue>)[key]!, inner)];
  });
}

/** `calls.a.read: late`; what holds more is named alone. */
function describePath(program: Program, path: Path): string {
  const value = path.reduce<ProgramValue>(
    (outer, key) => (outer as Record<string | number, ProgramValue>)[key]!,
    program,
  );
  const name = path.join('.');
  return typeof value === 'object' || value === true ? name : `${name}: ${value}`;
}

/** A key that is missing means the plainest. */
function withoutPath(program: Program, path: Path): Program {
  const copy = structuredClone(program) as Record<string | number, ProgramValue>;
  const parent = path
    .slice(0, -1)
    .reduce<Record<string | number, ProgramValue>>(
      (outer, key) => outer[key] as Record<string | number, ProgramValue>,
      copy,
    );
  const key = path.at(-1)!;
  if (Array.isArray(parent)) (parent as ProgramValue[]).splice(key as number, 1);
  else delete parent[key];
  return copy;
}
