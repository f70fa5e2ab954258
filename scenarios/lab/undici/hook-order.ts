// The hooks of a handler of one's own → a note when they are called in an order that Dispatcher's documentation does not know: a part
// before the head or while it is paused, a second head, or anything behind the end.
import type { Trace } from '../../../harness/index.ts';

/** What a note begins with that tells of such an order. */
const DISORDER = 'a hook out of order: ';

/** What a handler has been told, and whether it wants more. */
export class HookOrder {
  readonly #note: (text: string) => void;
  #hasHead = false;
  #end = '';
  #isPaused = false;

  constructor(note: (text: string) => void) {
    this.#note = note;
  }

  head(): void {
    if (this.#hasHead) this.#tell('a second head');
    this.#expectOpen('a head');
    this.#hasHead = true;
  }

  part(): void {
    if (!this.#hasHead) this.#tell('a part before the head');
    if (this.#isPaused) this.#tell('a part while it was paused');
    this.#expectOpen('a part');
  }

  /** `what`: "its end" or "an error". */
  end(what: string): void {
    this.#expectOpen(what);
    this.#end = what;
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
  }

  #expectOpen(what: string): void {
    if (this.#end !== '') this.#tell(`${what} behind ${this.#end}`);
  }

  #tell(what: string): void {
    this.#note(`${DISORDER}${what}`);
  }
}

/** A message when a handler was called out of order. */
export function checkHookOrder({ events }: Trace): string | undefined {
  for (const event of events)
    if (event.kind === 'note' && event.text.startsWith(DISORDER))
      return `the handler of ${event.actor} was given ${event.text.slice(DISORDER.length)}`;
  return undefined;
}
