// Cases that have no ordinary verdict, because the client took its process down or closecall itself failed → their lines.
import type { WorkerProblem } from '../model/campaign-result.ts';
import { FINDINGS_IN_FULL } from '../model/limits.ts';
import { indentText } from './finding-details.ts';
import { countOf } from './format-count.ts';
import type { Screen } from './screen.ts';

/** The lines of the section; text must be printable already. */
export function renderProblems(problems: readonly WorkerProblem[], screen: Screen): string[] {
  const shown = problems.slice(0, FINDINGS_IN_FULL);
  const more = problems.length - shown.length;
  return [
    screen.paint('strong', 'Problems'),
    ...shown.flatMap((problem) => [
      `  ${screen.paint('bad', problem.isOurs ? 'BUG IN CLOSECALL' : 'PROCESS DIED')} ${problem.scenario}/${problem.variant} at #${problem.caseIndex}`,
      ...indentText(problem.what, screen, 4),
    ]),
    ...(more > 0 ? [`  (${countOf(more, 'more problem')}, all in the JSON report)`] : []),
    ...(problems.some(({ isOurs }) => isOurs)
      ? ['  This is a bug in closecall: keep this output, and report it with the seed above.']
      : []),
  ];
}
