// A timeline → a list of steps that can be gone through, with lanes, signs and arrows beside it. Of a long run only the rows that can
// be seen are elements; which row is selected is told to whoever owns the view.
import type { Place } from '../../../model/finding.ts';
import type { Timeline } from '../../../model/timeline.ts';
import { formatCount } from '../../../model/format-count.ts';
import { listCauses } from './cause-chain.ts';
import { makeElement, makeShape } from './make-element.ts';
import { nameLane, tellRow } from './step-words.ts';
import { drawArrows, drawLanes, drawSigns, GUTTER_PX } from './timeline-drawing.ts';
import {
  findRowAt,
  layOutTimeline,
  LINE_PX,
  type TimelineLayout,
  type TimelineRow,
} from './timeline-layout.ts';

/** Rows beyond the visible ones that are drawn, so that scrolling shows no gap. */
const MARGIN_PX = 240;

/** The view; `element` goes into the page. */
export class TimelineView {
  readonly element: HTMLElement;
  readonly layout: TimelineLayout;
  readonly timeline: Timeline;
  readonly #list: HTMLElement;
  readonly #rows: HTMLElement;
  readonly #picture: SVGSVGElement;
  readonly #onSelect: (row: TimelineRow) => void;
  #selected = 0;
  #drawn = '';

  constructor(timeline: Timeline, places: readonly Place[], onSelect: (row: TimelineRow) => void) {
    this.timeline = timeline;
    this.layout = layOutTimeline(timeline, places);
    this.#onSelect = onSelect;
    const width = GUTTER_PX + timeline.lanes.length * this.layout.lanePx;
    this.#picture = makeShape('svg', { class: 'tl-picture', width, 'aria-hidden': 'true' });
    this.#rows = makeElement('div', { class: 'tl-rows', role: 'presentation' }, this.#picture);
    this.#rows.style.height = `${this.layout.height}px`;
    this.#list = makeElement(
      'div',
      {
        class: 'tl-list',
        role: 'listbox',
        tabindex: 0,
        'aria-label': `Timeline, ${timeline.steps.length} steps`,
      },
      this.#makeHeads(width),
      this.#rows,
    );
    this.#list.style.setProperty('--tl-text', `${width}px`);
    this.#list.addEventListener('scroll', () => this.#draw());
    this.#list.addEventListener('click', (event) => this.#pick(event));
    this.element = makeElement('div', { class: 'tl' }, this.#list);
  }

  /** The row that is selected. */
  get selected(): TimelineRow {
    return this.layout.rows[this.#selected]!;
  }

  /** Selects the row `at`, as near as there is one, and brings it into view. */
  select(at: number): void {
    const { rows } = this.layout;
    this.#selected = Math.max(0, Math.min(rows.length - 1, at));
    const { top, height } = this.selected;
    const list = this.#list;
    const headHeight = this.#rows.offsetTop;
    const [above, below] = [top, top + height + headHeight - list.clientHeight];
    if (list.scrollTop > above - LINE_PX) list.scrollTop = above - LINE_PX;
    else if (list.scrollTop < below + LINE_PX) list.scrollTop = below + LINE_PX;
    this.#draw(true);
    this.#onSelect(this.selected);
  }

  /** Selects the row `by` rows from here. */
  move(by: number): void {
    this.select(this.#selected + by);
  }

  /** Selects the row of a step; stays where the step is not there. */
  selectStep(step: number): void {
    const at = this.layout.rowOf.get(step);
    if (at !== undefined) this.select(at);
  }

  /** Draws what can be seen now; to be called once the element has its size. */
  refresh(): void {
    this.#draw(true);
  }

  focus(): void {
    this.#list.focus({ preventScroll: true });
  }

  #pick(event: MouseEvent): void {
    const { top } = this.#rows.getBoundingClientRect();
    const y = event.clientY - top;
    if (y >= 0 && y < this.layout.height) this.select(findRowAt(this.layout.rows, y));
  }

  #draw(isForced = false): void {
    const { rows, steps } = this.layout;
    const list = this.#list;
    const from = findRowAt(rows, list.scrollTop - MARGIN_PX);
    const to = Math.min(rows.length - 1, findRowAt(rows, list.scrollTop + list.clientHeight + MARGIN_PX));
    const key = `${from} ${to} ${this.#selected}`;
    if (!isForced && key === this.#drawn) return;
    this.#drawn = key;
    const shown = rows.slice(from, to + 1);
    const chain = listCauses(steps, this.selected.number);
    const [top, bottom] = [rows[from]?.top ?? 0, (rows[to]?.top ?? 0) + (rows[to]?.height ?? 0)];
    const picture = this.#picture;
    picture.setAttribute('height', String(bottom - top));
    picture.setAttribute('viewBox', `0 ${top} ${picture.getAttribute('width')} ${bottom - top}`);
    picture.style.top = `${top}px`;
    picture.replaceChildren(
      ...drawLanes(this.timeline, this.layout, top, bottom),
      ...drawArrows(this.layout, shown, chain),
      ...drawSigns(this.layout, shown),
    );
    this.#rows.replaceChildren(
      picture,
      ...shown.map((row, index) => this.#makeRow(row, from + index, chain)),
    );
    list.setAttribute('aria-activedescendant', `row-${this.#selected}`);
  }

  #makeRow(row: TimelineRow, at: number, chain: readonly number[]): HTMLElement {
    const isSelected = at === this.#selected;
    const isDecision = row.lines.some(({ kind }) => kind === 'action' || kind === 'fault' || kind === 'held');
    const classes = [
      'tl-row',
      ...(isSelected ? ['selected'] : []),
      ...(row.isViolation ? ['violation'] : []),
      ...(isDecision ? ['decision'] : []),
      ...(chain.includes(row.number) ? ['cause'] : []),
    ];
    const element = makeElement(
      'div',
      {
        id: `row-${at}`,
        class: classes.join(' '),
        role: 'option',
        'aria-selected': String(isSelected),
        'aria-setsize': this.layout.rows.length,
        'aria-posinset': at + 1,
        'aria-label': tellRow(this.timeline, this.layout, row),
      },
      makeElement('span', { class: 'tl-step' }, row.step === undefined ? '' : String(row.number)),
      makeElement('span', { class: 'tl-ms' }, row.step === undefined ? '' : formatCount(row.step.ms)),
      makeElement(
        'div',
        { class: 'tl-lines' },
        ...row.lines.map((line, nth) => this.#makeLine(row, line, nth)),
      ),
    );
    element.style.top = `${row.top}px`;
    element.style.height = `${row.height}px`;
    return element;
  }

  #makeLine(row: TimelineRow, { lane, kind, text }: TimelineRow['lines'][number], nth: number): HTMLElement {
    const isTagged = row.isViolation && nth === 0;
    if (kind === 'place')
      return makeElement(
        'div',
        { class: 'tl-line place' },
        makeElement('b', { class: 'badge' }, text.slice(0, 1)),
        text.slice(1),
      );
    const decision = kind === 'held' ? 'held back' : kind === 'action' || kind === 'fault' ? 'injected' : '';
    return makeElement(
      'div',
      { class: `tl-line ${kind}` },
      makeElement('span', { class: 'tl-lane' }, this.#shortName(lane)),
      decision === '' ? undefined : makeElement('b', { class: 'tag decided' }, decision),
      isTagged ? makeElement('b', { class: 'tag bad' }, 'violation') : undefined,
      kind === 'action' ? text.replace(/^! /, '') : text,
      kind === 'step' ? makeElement('span', { class: 'tl-event' }, row.step?.event) : undefined,
    );
  }

  /** What tells the lane from others: a name where it speaks for itself, else with what it is of. */
  #shortName(lane: number): string {
    const name = nameLane(this.timeline, lane);
    return /^(?:actor|call|socket) /.test(name) ? name.replace(/^\S+ /, '') : name;
  }

  #makeHeads(width: number): HTMLElement {
    const { lanes } = this.timeline;
    const isNarrow = this.layout.lanePx < 64;
    const heads = lanes.map(({ kind, name }) => {
      const head = makeElement(
        'span',
        { class: 'tl-head', title: `${kind} ${name}`.trimEnd() },
        name === '' ? undefined : makeElement('small', {}, kind),
        makeElement('b', {}, name === '' ? kind : name),
      );
      head.style.width = `${this.layout.lanePx}px`;
      return head;
    });
    const gutter = makeElement(
      'span',
      { class: 'tl-gutter' },
      makeElement('span', { class: 'tl-step' }, 'step'),
      makeElement('span', { class: 'tl-ms' }, 'ms'),
    );
    gutter.style.width = `${GUTTER_PX}px`;
    const row = makeElement(
      'div',
      { class: isNarrow ? 'tl-heads narrow' : 'tl-heads', 'aria-hidden': 'true' },
      gutter,
      ...heads,
      makeElement('span', { class: 'tl-head-text' }, 'what happens'),
    );
    row.style.minWidth = `${width}px`;
    return row;
  }
}
