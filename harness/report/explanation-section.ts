// Why a case fails → its lines: the nearest case that passes, the point of no return, the causal cone, what is needed, other
// variants. Text must be printable already.
import { isUnsaid, type Condition, type Explanation, type Unsaid } from '../model/explanation.ts';
import { renderCurve, tellNoReturn } from './curve-chart.ts';
import { describeOutcome, renderDifferential } from './differential-table.ts';
import { tellCone, tellNearest, tellNeed } from './explanation-words.ts';
import { indentText } from './finding-details.ts';
import { countOf } from '../model/format-count.ts';
import { renderInterleaving } from './interleaving-table.ts';
import type { Screen } from './screen.ts';
import { renderTable, type Cell } from './text-table.ts';
import { renderTwoRuns } from './two-runs-table.ts';

/** All parts, with an empty line before each. */
export function renderExplanation(explanation: Explanation, screen: Screen): string[] {
  const inner = { ...screen, columns: screen.columns - 2 };
  const section = <T extends object>(
    title: string,
    part: T | Unsaid,
    render: (part: T) => string[],
  ): string[] => {
    const lines = isUnsaid(part) ? indentText(`not known: ${part.unsaid}`, screen, 0) : render(part);
    return ['', screen.paint('strong', title), ...lines.map((line) => `  ${line}`.trimEnd())];
  };
  const { nearest, noReturn, cone, conditions, differential, violation } = explanation;
  return [
    ...section('nearest passing schedule', nearest, (part) => renderNearest(part, violation, inner)),
    ...section('point of no return', noReturn, (part) => [
      ...renderCurve(part, inner),
      ...indentText(tellNoReturn(part), inner, 0),
    ]),
    ...section('causal cone', cone, (part) => renderCone(part, inner)),
    ...section('minimal conditions', conditions, (part) => renderConditions(part, inner)),
    ...section('other variants', differential, (part) => [
      ...indentText(sentence(part.headline), inner, 0),
      ...(part.variants.length === 1 ? [] : renderDifferential(part, inner)),
    ]),
  ];
}

type Said<T> = Exclude<T, Unsaid>;

function renderNearest(nearest: Said<Explanation['nearest']>, violation: number, screen: Screen): string[] {
  const { failing, passing, others, tried } = nearest;
  return [
    ...indentText(tellNearest(nearest, violation), screen, 0),
    '',
    ...renderTwoRuns(failing, passing, screen),
    ...(others.length === 0 ? [] : ['', `also, of ${countOf(tried, 'change')} tried:`]),
    ...others.flatMap((other) =>
      indentText(
        `- ${other.words} (parts at step ${other.partsAt}${other.outcome === 'pass' ? '' : '; other findings stay'})`,
        screen,
        0,
      ),
    ),
  ];
}

function renderCone(cone: Said<Explanation['cone']>, screen: Screen): string[] {
  const told = indentText(tellCone(cone), screen, 0);
  return cone.steps.length === cone.of ? told : [...told, '', ...renderInterleaving(cone.rows, screen)];
}

function renderConditions(conditions: readonly Condition[], screen: Screen): string[] {
  if (conditions.length === 0) return ['The case injects nothing and holds nothing: its natural run fails.'];
  const rows = conditions.map((condition): Cell[] => [
    tellNeed(condition),
    `${condition.part} ${condition.words}`,
    describeOutcome(condition.without),
  ]);
  return renderTable([{ title: '' }, { title: 'part' }, { title: 'without it' }], rows, screen);
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
