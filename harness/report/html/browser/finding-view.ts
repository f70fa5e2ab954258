// One finding → its view: what was broken and who raced with whom, both places, what the explorer decided, the timeline to be stepped
// through and its text twin.
import type { PageFinding, PageRun } from '../page-data.ts';
import { announce } from './announce.ts';
import { makeExplanation } from './explanation-view.ts';
import { makeDifferential, makeHead, makeRace } from './finding-facts.ts';
import { makeButton, makeElement } from './make-element.ts';
import { makePlaces } from './places-view.ts';
import { showStep } from './step-details.ts';
import { tellRow } from './step-words.ts';
import { makeTextTwin } from './text-twin.ts';
import { TimelineView } from './timeline-view.ts';

/** What the view does besides showing: the rest of the page decides what that means. */
export type FindingActions = {
  go: (by: number) => void;
  leave: () => void;
  showRun: (isOriginal: boolean) => void;
  onStep: (step: number) => void;
};

/** The view of one run of a finding. `nth` counts from 1. */
export class FindingView {
  readonly element: HTMLElement;
  #timeline: TimelineView | undefined;
  #twin: HTMLDetailsElement | undefined;
  #fillTwin: () => void = () => {};
  readonly #actions: FindingActions;
  readonly #isOriginal: boolean;
  readonly #finding: PageFinding;

  constructor(
    finding: PageFinding,
    { isOriginal, nth, of }: { isOriginal: boolean; nth: number; of: number },
    actions: FindingActions,
  ) {
    this.#actions = actions;
    this.#finding = finding;
    this.#isOriginal = isOriginal;
    const run = isOriginal ? finding.original! : finding.shrunk;
    this.element = makeElement(
      'div',
      {},
      this.#makeNavigation(nth, of),
      ...makeHead(finding),
      makeRace(finding),
      ...(finding.places.length === 0
        ? []
        : [makeElement('h2', {}, 'Where'), makePlaces(finding.places, (step) => this.#toShrunk(step))]),
      this.#makeDecisions(run),
      makeDifferential(finding),
      makeExplanation(finding.explanation, (step) => this.#toShrunk(step)),
      this.#makeTimeline(run),
      this.#makeTwin(run),
    );
  }

  /** To be called once the element is on the page: selects a step, 0 for the violation. */
  start(step: number): void {
    const view = this.#timeline;
    if (view === undefined) return;
    if (step > 0 && view.layout.rowOf.has(step)) view.selectStep(step);
    else this.goToViolation();
  }

  /** Goes through the steps. */
  move(by: number): void {
    this.#timeline?.move(by);
  }

  goToViolation(): void {
    const view = this.#timeline;
    if (view === undefined) return;
    if (view.layout.rowOf.has(view.timeline.violation)) view.selectStep(view.timeline.violation);
    else view.select(view.layout.rows.length - 1);
  }

  goToCause(): void {
    const cause = this.#timeline?.selected.step?.causedIn ?? 0;
    if (this.#timeline?.layout.rowOf.has(cause) === true) this.#timeline.selectStep(cause);
    else announce('No step is known that queued this one');
  }

  /** Shows the other run, where there is one. */
  switchRun(): void {
    if (this.#finding.original !== undefined) this.#actions.showRun(!this.#isOriginal);
  }

  refresh(): void {
    this.#timeline?.refresh();
  }

  /** Opens the table: on paper, where nobody can scroll, it has what the timeline does not show. */
  openTwin(): void {
    this.#fillTwin();
    if (this.#twin !== undefined) this.#twin.open = true;
  }

  #makeNavigation(nth: number, of: number): HTMLElement {
    return makeElement(
      'nav',
      { 'aria-label': 'Findings', class: 'finding-nav' },
      makeElement('a', { href: '#/', 'aria-keyshortcuts': 'u' }, 'All findings'),
      makeElement('span', { class: 'note' }, `${nth} of ${of}`),
      makeButton('Previous finding', 'p', () => this.#actions.go(-1)),
      makeButton('Next finding', 'n', () => this.#actions.go(1)),
    );
  }

  #makeDecisions({ decisions, line }: PageRun): HTMLElement {
    const { original } = this.#finding;
    const choice = (text: string, isOriginal: boolean): HTMLButtonElement => {
      const button = makeElement(
        'button',
        { type: 'button', 'aria-pressed': String(isOriginal === this.#isOriginal) },
        text,
      );
      button.addEventListener('click', () => this.#actions.showRun(isOriginal));
      return button;
    };
    return makeElement(
      'section',
      { 'aria-labelledby': 'case-title', class: 'case' },
      makeElement('h2', { id: 'case-title' }, 'What the explorer decided'),
      original === undefined
        ? undefined
        : makeElement(
            'p',
            { class: 'choice', role: 'group', 'aria-label': 'Which case' },
            choice('Smallest case', false),
            choice('Case as drawn', true),
          ),
      decisions.length === 0
        ? makeElement('p', {}, 'Nothing: this is the natural run, without faults, actions or another order.')
        : makeElement(
            'ul',
            { class: 'decisions' },
            ...decisions.map(({ kind, text }) =>
              makeElement('li', {}, makeElement('b', { class: 'tag decided' }, kind), ` ${text}`),
            ),
          ),
      makeElement('p', { class: 'note mono' }, line),
    );
  }

  #makeTimeline({ timeline, isLeftOut }: PageRun): HTMLElement {
    const section = makeElement(
      'section',
      { 'aria-labelledby': 'timeline-title' },
      makeElement('h2', { id: 'timeline-title' }, 'Timeline'),
    );
    if (timeline === undefined) {
      const why =
        isLeftOut === true
          ? 'It was left out, since the report would have become too large: replay the case to see it.'
          : 'There is none: a process that died left no run behind.';
      section.append(makeElement('p', { class: 'note' }, why));
      return section;
    }
    const panel = makeElement('aside', { class: 'details', 'aria-label': 'The selected step' });
    // The places are those of the smallest case.
    const places = this.#isOriginal ? [] : this.#finding.places;
    const view = new TimelineView(timeline, places, (row) => {
      showStep(panel, view, row, (step) => view.selectStep(step));
      announce(tellRow(timeline, view.layout, row));
      this.#actions.onStep(row.number);
    });
    view.element.addEventListener('keydown', (event) => this.#onListKey(event));
    this.#timeline = view;
    const { omitted } = timeline;
    section.append(
      this.#makeSteps(),
      omitted === undefined
        ? ''
        : makeElement(
            'p',
            { class: 'note' },
            `The run is longer than what is shown: ${omitted.before} steps before and ${omitted.after} after.`,
          ),
      makeElement('div', { class: 'tl-and-details' }, view.element, panel),
    );
    return section;
  }

  #makeSteps(): HTMLElement {
    return makeElement(
      'p',
      { class: 'steps', role: 'toolbar', 'aria-label': 'Steps' },
      makeButton('First', '', () => this.#timeline!.select(0)),
      makeButton('Previous', 'k', () => this.move(-1)),
      makeButton('Next', 'j', () => this.move(1)),
      makeButton('Last', '', () => this.#timeline!.select(Infinity)),
      makeButton('Violation', 'v', () => this.goToViolation()),
      makeButton('Cause', 'c', () => this.goToCause()),
    );
  }

  #onListKey(event: KeyboardEvent): void {
    const moves: Readonly<Record<string, () => void>> = {
      ArrowDown: () => this.move(1),
      ArrowUp: () => this.move(-1),
      Home: () => this.#timeline!.select(0),
      End: () => this.#timeline!.select(Infinity),
    };
    const act = moves[event.key];
    if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  }

  /** Its table is made when it is asked for: it has a row for each step. */
  #makeTwin(run: PageRun): HTMLDetailsElement {
    const box = makeElement(
      'details',
      { class: 'twin-box' },
      makeElement('summary', {}, 'The same as a table'),
    );
    this.#fillTwin = () => {
      if (box.childElementCount > 1) return;
      const table = makeTextTwin(run) ?? makeElement('p', { class: 'note' }, 'Nothing was recorded.');
      box.append(
        makeElement(
          'div',
          { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Interleaving table' },
          table,
        ),
      );
    };
    box.addEventListener('toggle', () => box.open && this.#fillTwin());
    this.#twin = box;
    return box;
  }

  /** The steps of places are those of the smallest case. */
  #toShrunk(step: number): void {
    if (this.#isOriginal) this.#actions.showRun(false);
    else {
      this.#timeline?.selectStep(step);
      this.#timeline?.focus();
    }
  }
}
