// A finding that is told at length → the lines that tell what else was seen of its defect, and for how many reasons it shows.
import { formatCase } from '../model/case.ts';
import type { FindingGroup } from '../model/campaign-result.ts';
import { countOf } from '../model/format-count.ts';
import type { Issue } from '../model/issue.ts';
import type { ToldFinding } from '../model/arrange-findings.ts';
import { indentText } from './finding-details.ts';
import type { Screen } from './screen.ts';

/** The lines, none where it is alone. `tell` is a finding on one line. */
export function renderIssue(
  { also, issues }: Pick<ToldFinding, 'also' | 'issues'>,
  screen: Screen,
  tell: (finding: FindingGroup) => string,
): string[] {
  return [
    ...(also.length === 0
      ? []
      : [
          '',
          `  ${screen.paint('strong', 'also seen')} (${countOf(also.length, 'finding')} taken for the same defect, ${countOf(countCases(issues), 'case')} in all)`,
          ...also.map((finding) => `    ${tell(finding)}`),
        ]),
    ...(issues.length < 2
      ? []
      : [
          '',
          `  ${screen.paint('strong', 'shows for several reasons')}: what takes something else may be another defect`,
          ...issues.flatMap((issue) =>
            indentText(
              `${tellTakes(issue)}, ${countOf(issue.count, 'case')}: ${formatCase(issue.case)}`,
              screen,
              4,
            ),
          ),
        ]),
  ];
}

function countCases(issues: readonly Issue[]): number {
  return issues.reduce((sum, { count }) => sum + count, 0);
}

/** What an issue takes: `by a fault and an action`. */
function tellTakes({ takes }: Pick<Issue, 'takes'>): string {
  const [fault, action] = [takes.includes('fault'), takes.includes('action')];
  if (fault && action) return 'by a fault and an action';
  if (fault) return 'by a fault';
  return action ? 'by an action' : 'without fault and action';
}
