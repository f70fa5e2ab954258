// The page as it was written → the page as it works: the address decides what is shown, keys and buttons change it.
import type { PageData } from '../page-data.ts';
import { copyText } from './copy-text.ts';
import { focusFilter, startFilter } from './filter-findings.ts';
import { FindingView } from './finding-view.ts';
import { findElement } from './make-element.ts';
import { formatPageRoute, parseRoute, type PageRoute } from './page-route.ts';
import { nextTheme, startTheme } from './page-theme.ts';
import { listSigns } from './timeline-signs.ts';
import { unpackData } from './unpack-data.ts';

class Page {
  readonly #data: PageData;
  readonly #places: readonly string[];
  #view: FindingView | undefined;
  #route: PageRoute = { view: 'overview' };
  #overviewScroll = 0;

  constructor(data: PageData) {
    this.#data = data;
    this.#places = data.findings.map(({ key }) => key.join('\n'));
  }

  start(): void {
    addEventListener('hashchange', () => this.#show(true));
    addEventListener('keydown', (event) => this.#onKey(event));
    addEventListener('resize', () => this.#view?.refresh());
    addEventListener('beforeprint', () => this.#view?.openTwin());
    this.#show(false);
  }

  #show(isMove: boolean): void {
    const route = parseRoute(location.hash);
    const at = route.view === 'finding' ? this.#indexOf(route.key) : -1;
    const wasOverview = this.#route.view === 'overview';
    if (wasOverview && isMove) this.#overviewScroll = scrollY;
    const [overview, article] = [findElement('overview'), findElement('finding')];
    const isFinding = route.view === 'finding' && at >= 0;
    overview.hidden = isFinding;
    article.hidden = !isFinding;
    this.#view = undefined;
    article.replaceChildren();
    this.#route = isFinding ? route : { view: 'overview' };
    if (!isFinding) {
      if (isMove) scrollTo(0, this.#overviewScroll);
      return;
    }
    const finding = this.#data.findings[at]!;
    const isOriginal = route.isOriginal && finding.original !== undefined;
    const view = new FindingView(
      finding,
      { isOriginal, nth: at + 1, of: this.#data.findings.length },
      {
        go: (by) => this.#go(by),
        leave: () => this.#leave(),
        showRun: (wanted) => this.#showRun(wanted),
        onStep: (step) => this.#keepStep(step),
      },
    );
    article.append(view.element);
    this.#view = view;
    view.start(route.step);
    document.title = `${finding.oracle} ${finding.code}, ${finding.key[1]} ${finding.key[2]}: closecall`;
    if (!isMove) return;
    scrollTo(0, 0);
    findElement('finding-title').focus({ preventScroll: true });
  }

  #indexOf(key: readonly string[]): number {
    return this.#places.indexOf(key.join('\n'));
  }

  #go(by: number): void {
    const { findings } = this.#data;
    if (findings.length === 0) return;
    const at = this.#route.view === 'finding' ? this.#indexOf(this.#route.key) + by : by > 0 ? 0 : -1;
    const next = findings[(at + findings.length) % findings.length]!;
    location.hash = formatPageRoute({ key: next.key });
  }

  #leave(): void {
    location.hash = '#/';
  }

  #showRun(isOriginal: boolean): void {
    if (this.#route.view !== 'finding') return;
    history.replaceState(null, '', formatPageRoute({ key: this.#route.key, isOriginal }));
    const y = scrollY;
    this.#show(false);
    scrollTo(0, y);
  }

  /** The address names the step, so that it can be passed on; going back leads to where one came from. */
  #keepStep(step: number): void {
    const route = parseRoute(location.hash);
    if (route.view === 'finding') history.replaceState(null, '', formatPageRoute({ ...route, step }));
  }

  #onKey(event: KeyboardEvent): void {
    const { target } = event;
    const isTyping = target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
    const isModified = event.ctrlKey || event.metaKey || event.altKey;
    if (isTyping || isModified || (findElement('help') as HTMLDialogElement).open) return;
    const view = this.#view;
    const acts: Readonly<Record<string, () => void>> = {
      j: () => view?.move(1),
      k: () => view?.move(-1),
      v: () => view?.goToViolation(),
      c: () => view?.goToCause(),
      o: () => view?.switchRun(),
      n: () => this.#go(1),
      p: () => this.#go(-1),
      u: () => this.#leave(),
      t: nextTheme,
      '?': openHelp,
      '/': () => {
        if (view !== undefined) this.#leave();
        // The overview is shown once the address has changed.
        setTimeout(focusFilter);
      },
    };
    const act = acts[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  }
}

function openHelp(): void {
  (findElement('help') as HTMLDialogElement).showModal();
}

/** The commands of the list, which were written without the script. */
function startCopying(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('button.copy'))
    button.addEventListener(
      'click',
      () => void copyText(button.parentElement!.querySelector('code')!, button),
    );
}

async function startPage(): Promise<void> {
  document.documentElement.classList.add('has-script');
  startTheme();
  startFilter();
  startCopying();
  findElement('open-help').addEventListener('click', openHelp);
  // The address tells what is shown, and has no room for what is skipped.
  findElement('skip').addEventListener('click', (event) => {
    event.preventDefault();
    findElement('main').focus();
  });
  findElement('signs').append(...listSigns());
  new Page(await unpackData(findElement('data').textContent)).start();
}

void startPage();
