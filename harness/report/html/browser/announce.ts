// A sentence → the live region of the page, for whoever listens to it.
import { findElement } from './make-element.ts';

/** Says `text` once the screen reader has finished what it is at. */
export function announce(text: string): void {
  findElement('live').textContent = text;
}
