// Cases that have no ordinary verdict, because the client took its process down or closecall itself failed → their lines.
import type { ProblemKind, WorkerProblem } from '../model/campaign-result.ts';
import { FINDINGS_IN_FULL } from '../model/limits.ts';
import { indentText } from './finding-details.ts';
import { countOf } from '../model/format-count.ts';
import type { Screen } from './screen.ts';

/** How each kind is introduced. */
export const PROBLEM_TITLES: Readonly<Record<ProblemKind, string>> = {
  bug: 'BUG IN CLOSECALL',
  scenario: 'SCENARIO FAILED',
  'not-repeated': 'PROCESS DIED ONCE',
  leaky: 'MEMORY GROWS',
  'given-up': 'GIVEN UP',
};

/** The lines of the section; text must be printable already. */
export function renderProblems(problems: readonly WorkerProblem[], screen: Screen): string[] {
  const shown = problems.slice(0, FINDINGS_IN_FULL);
  const more = problems.length - shown.length;
  return [
    screen.paint('strong', 'Problems'),
    ...shown.flatMap((problem) => [
      `  ${screen.paint('bad', PROBLEM_TITLES[problem.kind])} ${problem.scenario}/${problem.variant} at #${problem.caseIndex}`,
      ...indentText(problem.what, screen, 4),
    ]),
    ...(more > 0 ? [`  (${countOf(more, 'more problem')}, all in the JSON report)`] : []),
    ...(problems.some(({ kind }) => kind === 'bug')
      ? ['  This is a bug in closecall: keep this output, and report it with the seed above.']
      : []),
  ];
}
