// Why a finding fails → its part of the view: the run that passes beside the one that fails, the curve of what was still open at each
// step, and the steps that matter, each a way into the timeline.
import type { Interleaving } from '../../../model/campaign-result.ts';
import type { PageExplanation } from '../page-data.ts';
import { makeElement, makeShape } from './make-element.ts';
import { makeTextTwin } from './text-twin.ts';

/** The part; undefined where nothing was explained. `goTo` selects a step of the failing run. */
export function makeExplanation(
  explanation: PageExplanation | undefined,
  goTo: (step: number) => void,
): HTMLElement | undefined {
  if (explanation === undefined) return undefined;
  const { nearest, noReturn, cone, conditions, unsaid } = explanation;
  return makeElement(
    'section',
    { 'aria-labelledby': 'why-title', class: 'why' },
    makeElement('h2', { id: 'why-title' }, 'Why'),
    ...(nearest === undefined ? [] : makeNearest(nearest)),
    ...(noReturn === undefined ? [] : makeNoReturn(noReturn, goTo)),
    ...(cone === undefined ? [] : makeCone(cone, goTo)),
    ...(conditions === undefined || conditions.length === 0
      ? []
      : [
          makeElement('h3', {}, 'What it needs'),
          makeElement(
            'ul',
            {},
            ...conditions.map(([part, need]) =>
              makeElement('li', {}, makeElement('span', { class: 'mono' }, part), ` is ${need}`),
            ),
          ),
        ]),
    ...unsaid.map(([part, why]) => makeElement('p', { class: 'note' }, `Not known: ${part}, since ${why}.`)),
  );
}

function makeNearest({
  told,
  failing,
  passing,
  others,
}: NonNullable<PageExplanation['nearest']>): HTMLElement[] {
  return [
    makeElement('h3', {}, 'The nearest run that passes'),
    makeElement('p', {}, told),
    makeElement('div', { class: 'two-runs' }, makeRun('Fails', failing), makeRun('Passes', passing)),
    ...(others.length === 0
      ? []
      : [
          makeElement(
            'details',
            {},
            makeElement('summary', {}, 'Other single changes that make it pass'),
            makeElement('ul', {}, ...others.map((other) => makeElement('li', {}, other))),
          ),
        ]),
  ];
}

function makeRun(title: string, interleaving: Interleaving): HTMLElement {
  return makeElement(
    'section',
    { 'aria-label': title },
    makeElement('h4', {}, title),
    makeElement(
      'div',
      { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': `${title}: interleaving` },
      makeTextTwin({ line: '', decisions: [], interleaving }) ??
        makeElement('p', { class: 'note' }, 'No step.'),
    ),
  );
}

/** Size of the chart in units of its own. */
const CHART = { width: 600, height: 96, foot: 16 };

function makeNoReturn(
  { told, points, certainFrom }: NonNullable<PageExplanation['noReturn']>,
  goTo: (step: number) => void,
): HTMLElement[] {
  const last = Math.max(1, points.at(-1)?.step ?? 1);
  // Room behind the last step, or its jump would be the edge.
  const x = (step: number): number => (step / (last * 1.04)) * CHART.width;
  const y = (share: number): number => CHART.height - share * (CHART.height - 6);
  const path = points.map(({ step, failed, of }, index) => {
    const at = `${x(step).toFixed(1)} ${y(failed / of).toFixed(1)}`;
    return index === 0 ? `M${at}` : `H${x(step).toFixed(1)}V${y(failed / of).toFixed(1)}`;
  });
  const chart = makeShape(
    'svg',
    {
      viewBox: `0 0 ${CHART.width} ${CHART.height + CHART.foot}`,
      class: 'curve',
      role: 'img',
      'aria-label': `Share of random continuations that fail, by step. ${told}`,
    },
    makeShape('path', { d: `M0 ${CHART.height}H${CHART.width}`, class: 'axis' }),
    makeShape('path', { d: `M0 ${y(1)}H${CHART.width}`, class: 'axis faint' }),
    makeShape('path', { d: `${path.join('')}H${CHART.width}`, class: 'line' }),
    ...(certainFrom === undefined
      ? []
      : [makeShape('path', { d: `M${x(certainFrom).toFixed(1)} 0V${CHART.height}`, class: 'certain' })]),
    makeShape('text', { x: 0, y: CHART.height + 13 }, 'step 0'),
    makeShape('text', { x: x(last), y: CHART.height + 13, 'text-anchor': 'middle' }, `step ${last}`),
    makeShape('text', { x: 4, y: y(1) + 12 }, 'all fail'),
  );
  const jump = makeElement('button', { type: 'button', class: 'link' }, `Show step ${certainFrom ?? 0}`);
  jump.addEventListener('click', () => goTo(certainFrom!));
  return [
    makeElement('h3', {}, 'The point of no return'),
    makeElement('p', {}, told, ' ', certainFrom === undefined || certainFrom === 0 ? undefined : jump),
    makeElement('figure', {}, chart as unknown as HTMLElement),
  ];
}

function makeCone(
  { told, steps, rows }: NonNullable<PageExplanation['cone']>,
  goTo: (step: number) => void,
): HTMLElement[] {
  const list = makeElement(
    'p',
    { class: 'cone-steps', role: 'group', 'aria-label': 'Steps that the violation depends on' },
    ...steps.map((step) => {
      const button = makeElement('button', { type: 'button' }, String(step));
      button.addEventListener('click', () => goTo(step));
      return button;
    }),
  );
  return [
    makeElement('h3', {}, 'What the violation depends on'),
    makeElement('p', {}, told),
    makeElement(
      'details',
      {},
      makeElement('summary', {}, 'These steps'),
      list,
      makeElement(
        'div',
        { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'The steps as a table' },
        makeTextTwin({ line: '', decisions: [], interleaving: rows }) ?? '',
      ),
    ),
  ];
}
