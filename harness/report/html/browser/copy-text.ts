// A command on the page → the clipboard; where that is denied, as it is to some files, the command selected to be copied by hand.
import { announce } from './announce.ts';

/** Copies what `source` shows. `button` tells what came of it. */
export async function copyText(source: Element, button: HTMLButtonElement): Promise<void> {
  const text = source.textContent;
  let isCopied = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    isCopied = false;
    const range = document.createRange();
    range.selectNodeContents(source);
    const selection = getSelection();
    selection?.removeAllRanges();
    selection?.addRange(range);
  }
  const said = isCopied ? 'Copied' : 'Selected: press Ctrl+C';
  button.dataset['said'] = said;
  button.textContent = said;
  announce(said);
}
