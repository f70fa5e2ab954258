// Why a finding fails → what the page shows of it. Texts are printable already.
import { isUnsaid, type Explanation, type Unsaid } from '../../model/explanation.ts';
import { tellNoReturn } from '../curve-chart.ts';
import { describeOutcome } from '../differential-table.ts';
import { tellCone, tellNearest, tellNeed } from '../explanation-words.ts';
import type { PageExplanation } from './page-data.ts';

/** The explanation as the page has it; variants are told of elsewhere on it. */
export function makePageExplanation(explanation: Explanation): PageExplanation {
  const unsaid: [string, string][] = [];
  const said = <T extends object>(name: string, part: T | Unsaid): T | undefined => {
    if (!isUnsaid(part)) return part;
    unsaid.push([name, part.unsaid]);
    return undefined;
  };
  const nearest = said('nearest passing schedule', explanation.nearest);
  const noReturn = said('point of no return', explanation.noReturn);
  const cone = said('causal cone', explanation.cone);
  const conditions = said('minimal conditions', explanation.conditions);
  return {
    ...(nearest && {
      nearest: {
        told: tellNearest(nearest, explanation.violation),
        failing: nearest.failing,
        passing: nearest.passing,
        others: nearest.others.map(({ words, partsAt }) => `${words} (parts at step ${partsAt})`),
      },
    }),
    ...(noReturn && {
      noReturn: {
        told: tellNoReturn(noReturn),
        points: noReturn.points,
        ...(noReturn.certainFrom !== undefined && { certainFrom: noReturn.certainFrom }),
      },
    }),
    ...(cone && { cone: { told: tellCone(cone), steps: cone.steps, rows: cone.rows } }),
    ...(conditions && {
      conditions: conditions.map((condition): [string, string] => [
        `${condition.part} ${condition.words}`,
        `${tellNeed(condition)}: without it the case ${describeOutcome(condition.without)}`,
      ]),
    }),
    unsaid,
  };
}
