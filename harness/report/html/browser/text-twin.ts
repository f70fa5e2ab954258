// A run → its interleaving as a table: a column per lane, a row per step. The same as the timeline, for whoever reads or listens.
import type { Interleaving } from '../../../model/campaign-result.ts';
import type { PageRun } from '../page-data.ts';
import { makeElement } from './make-element.ts';
import { nameLane } from './step-words.ts';
import type { Timeline } from '../../../model/timeline.ts';

/** The table; undefined where nothing was recorded. */
export function makeTextTwin({ timeline, interleaving }: PageRun): HTMLElement | undefined {
  const { columns, rows } = timeline === undefined ? (interleaving ?? NOTHING) : tabulate(timeline);
  if (rows.length === 0) return undefined;
  const head = ['', 'step', 'ms', ...columns];
  return makeElement(
    'table',
    { class: 'twin' },
    makeElement('caption', { class: 'unseen' }, 'The interleaving: a column per lane, a row per step'),
    makeElement(
      'thead',
      {},
      makeElement('tr', {}, ...head.map((title) => makeElement('th', { scope: 'col' }, title))),
    ),
    makeElement(
      'tbody',
      {},
      ...rows.map(({ step, ms, cells, isViolation }) =>
        makeElement(
          'tr',
          { class: isViolation ? 'violation' : undefined },
          makeElement('td', {}, isViolation ? '> violation' : ''),
          makeElement('th', { scope: 'row' }, String(step)),
          makeElement('td', { class: 'number' }, String(ms)),
          ...columns.map((column) => makeElement('td', {}, cells[column] ?? '')),
        ),
      ),
    ),
  );
}

const NOTHING: Interleaving = { columns: [], rows: [] };

function tabulate(timeline: Timeline): Interleaving {
  const { lanes, steps, marks, violation } = timeline;
  const columns = lanes.map((_, lane) => nameLane(timeline, lane));
  const marksOf = Map.groupBy(marks, ({ step }) => step);
  return {
    columns,
    rows: steps.map(({ step, ms, lane, text, held = [] }) => {
      const cells: Record<string, string> = {};
      const add = (at: number, words: string): void => {
        const column = columns[at]!;
        cells[column] = cells[column] === undefined ? words : `${cells[column]}; ${words}`;
      };
      add(lane, held.length === 0 ? text : `${text} (before ${held.join(', ')})`);
      for (const mark of marksOf.get(step) ?? []) add(mark.lane, mark.text);
      return { step, ms, cells, isViolation: step === violation };
    }),
  };
}
