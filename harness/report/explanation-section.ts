// Why a case fails → its lines: the nearest case that passes, the point of no return, the causal cone, what is needed, other
// variants. Text must be printable already.
import { isUnsaid, type Condition, type Explanation, type Unsaid } from '../model/explanation.ts';
import { renderCurve, tellNoReturn } from './curve-chart.ts';
import { describeOutcome, renderDifferential } from './differential-table.ts';
import { indentText } from './finding-details.ts';
import { countOf } from './format-count.ts';
import { renderInterleaving } from './interleaving-table.ts';
import type { Screen } from './screen.ts';
import { renderTable, type Cell } from './text-table.ts';
import { renderTwoRuns } from './two-runs-table.ts';

/** Steps that are listed one by one. */
const STEPS_LISTED = 12;

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

function renderNearest(
  { words, outcome, partsAt, failing, passing, others, tried }: Said<Explanation['nearest']>,
  violation: number,
  screen: Screen,
): string[] {
  const change = words.startsWith('without ') ? `W${words.slice(1)}` : `If ${words}`;
  const then = outcome === 'pass' ? 'the run passes' : 'the run no longer has this finding, only others';
  const told = `${change}, ${then}. It parts from the failing one at step ${partsAt}; the violation is at step ${violation}.`;
  return [
    ...indentText(told, screen, 0),
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

function renderCone({ about, steps, of, rows }: Said<Explanation['cone']>, screen: Screen): string[] {
  if (steps.length === of) return indentText(`All ${of} steps, traced back from ${about}.`, screen, 0);
  const kept = new Set(steps);
  const out = Array.from({ length: of }, (_, nth) => nth + 1).filter((step) => !kept.has(step));
  const list = out.length > STEPS_LISTED ? '' : ` Without ${out.join(', ')}.`;
  return [
    ...indentText(`${steps.length} of ${of} steps, traced back from ${about}.${list}`, screen, 0),
    '',
    ...renderInterleaving(rows, screen),
  ];
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

/** What still fails in the same way did not need it; a run without a verdict says nothing. */
function tellNeed({ without }: Condition): string {
  if (without === 'same' || without === 'alike') return 'not necessary';
  return without === 'no verdict' || without === 'died' ? 'not known' : 'necessary';
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
