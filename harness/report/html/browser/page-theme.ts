// The button for the theme: the system's, light or dark; the choice is remembered where the browser lets a file remember.
import { announce } from './announce.ts';
import { findElement } from './make-element.ts';

const THEMES = ['system', 'light', 'dark'] as const;
type PageTheme = (typeof THEMES)[number];

const STORED = 'closecall-theme';

/** Sets what was chosen before, and lets the button go on to the next. */
export function startTheme(): void {
  setTheme(readStored());
  findElement('theme').addEventListener('click', nextTheme);
}

/** The next theme. */
export function nextTheme(): void {
  const next = THEMES[(THEMES.indexOf(readTheme()) + 1) % THEMES.length]!;
  setTheme(next);
  announce(`Theme: ${next}`);
  try {
    localStorage.setItem(STORED, next);
  } catch {
    // A file may be allowed no storage: then the choice is for now.
  }
}

function readTheme(): PageTheme {
  return toTheme(document.documentElement.dataset['theme']);
}

function readStored(): PageTheme {
  try {
    return toTheme(localStorage.getItem(STORED));
  } catch {
    return 'system';
  }
}

function toTheme(text: string | null | undefined): PageTheme {
  return THEMES.find((theme) => theme === text) ?? 'system';
}

function setTheme(theme: PageTheme): void {
  document.documentElement.dataset['theme'] = theme;
  findElement('theme').textContent = `Theme: ${theme}`;
}
