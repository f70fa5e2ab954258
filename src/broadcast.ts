// Turns values that one producer sends into a push stream for each of many subscribers.
// Invariants: a subscriber gets every value that is sent while it is subscribed, in order; whoever leaves its stream is
// forgotten at once; after finish() no stream is open.

import { pushStream, type PushStream, type StreamContinuation } from './push-stream.ts';

/** One producer, any number of subscribers. */
export class Broadcast<T> {
  readonly #subscribers = new Set<StreamContinuation<T>>();
  #isFinished = false;

  /** Subscribers that have not left. */
  get subscriberCount(): number {
    return this.#subscribers.size;
  }

  /**
   * Makes a stream of all that is sent from now on. Leaving it unsubscribes; a stream made after finish() has ended.
   *
   * @param options.signal the subscriber's: firing it is leaving, and the stream rejects with its reason
   */
  subscribe(options: { readonly signal?: AbortSignal | undefined } = {}): PushStream<T> {
    return pushStream<T>((subscriber) => {
      if (this.#isFinished) {
        subscriber.finish();
        return;
      }
      this.#subscribers.add(subscriber);
      subscriber.onTermination = () => void this.#subscribers.delete(subscriber);
    }, options);
  }

  /** Gives `value` to every subscriber. */
  send(value: T): void {
    for (const subscriber of this.#subscribers) subscriber.yield(value);
  }

  /** Ends every stream; each subscriber still reads what it was sent before. */
  finish(): void {
    this.#isFinished = true;
    for (const subscriber of this.#subscribers) subscriber.finish();
  }
}
