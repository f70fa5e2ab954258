// The filter of the overview → which rows of the list are shown, and how many.
import { countOf, formatCount } from '../../../model/format-count.ts';
import { findElement } from './make-element.ts';

/** Lets the filter work. */
export function startFilter(): void {
  const form = document.getElementById('filter');
  if (form === null) return;
  form.addEventListener('input', applyFilter);
  form.addEventListener('submit', (event) => event.preventDefault());
}

/** Brings whoever looks to the filter. */
export function focusFilter(): void {
  document.getElementById('filter-text')?.focus();
}

function applyFilter(): void {
  const words = valueOf('filter-text').toLowerCase().split(/\s+/).filter(Boolean);
  const [oracle, state, real] = [valueOf('filter-oracle'), valueOf('filter-state'), valueOf('filter-real')];
  let shown = 0;
  const rows = document.querySelectorAll<HTMLElement>('.rows > li');
  for (const row of rows) {
    const { dataset } = row;
    const isShown =
      words.every((word) => dataset['text']!.includes(word)) &&
      (oracle === '' || dataset['oracle'] === oracle) &&
      (state === '' || dataset['state'] === state) &&
      (real === '' || dataset['real'] === real);
    row.hidden = !isShown;
    if (isShown) shown++;
  }
  for (const group of document.querySelectorAll<HTMLElement>('.group'))
    group.hidden = group.querySelector('.rows > li:not([hidden])') === null;
  findElement('filter-count').textContent =
    (shown === rows.length ? '' : `${formatCount(shown)} of `) + countOf(rows.length, 'finding');
}

function valueOf(id: string): string {
  return (findElement(id) as HTMLInputElement | HTMLSelectElement).value;
}
