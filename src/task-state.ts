// Turns what the delegate receives into what a consumer reads: response head, unread chunks, outcome, and the one
// consumer that waits for them. The session owns it and releases it when it cancels the task.
// Invariant: once released, every touch throws a ReleasedStateError with both places; nothing else ever does.

import { ReleasedStateError, rememberPlace, type Place } from './session-errors.ts';

/** The head of a response. Header names are in lower case; repeated headers are lists. */
export interface ResponseHead {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** How a response ended. */
export type Outcome = { readonly kind: 'finished' } | { readonly kind: 'failed'; readonly error: Error };

/** A parked consumer. Whoever takes it calls exactly one of the two, once; both cost one executor turn. */
export interface Continuation {
  /** There is something to collect. Carries no payload: the consumer reads it from the state when it runs. */
  resume(): void;
  /** There is nothing to collect and never will be. The consumer touches nothing. */
  resumeThrowing(error: Error): void;
}

/** The state of one task. `by` names who touches it, for the report. */
export class TaskState {
  readonly #chunks: Uint8Array[] = [];
  #head: ResponseHead | undefined;
  #outcome: Outcome | undefined;
  #continuation: Continuation | undefined;
  #released: Place | undefined;

  setHead(head: ResponseHead, by: string): void {
    this.#touch(by);
    this.#head = head;
  }

  getHead(by: string): ResponseHead | undefined {
    this.#touch(by);
    return this.#head;
  }

  pushChunk(chunk: Uint8Array, by: string): void {
    this.#touch(by);
    this.#chunks.push(chunk);
  }

  /** Takes the oldest unread chunk out, undefined when there is none. */
  takeChunk(by: string): Uint8Array | undefined {
    this.#touch(by);
    return this.#chunks.shift();
  }

  setOutcome(outcome: Outcome, by: string): void {
    this.#touch(by);
    this.#outcome = outcome;
  }

  getOutcome(by: string): Outcome | undefined {
    this.#touch(by);
    return this.#outcome;
  }

  park(continuation: Continuation, by: string): void {
    this.#touch(by);
    this.#continuation = continuation;
  }

  /** Takes the parked consumer out, so that no other can resume it a second time. */
  takeContinuation(by: string): Continuation | undefined {
    this.#touch(by);
    const continuation = this.#continuation;
    this.#continuation = undefined;
    return continuation;
  }

  /** Frees the state. The first release is the one that is remembered. */
  release(by: string): void {
    this.#released ??= rememberPlace(by);
    this.#chunks.length = 0;
    this.#head = undefined;
    this.#outcome = undefined;
    this.#continuation = undefined;
  }

  #touch(by: string): void {
    if (this.#released !== undefined) throw new ReleasedStateError(this.#released, rememberPlace(by));
  }
}
