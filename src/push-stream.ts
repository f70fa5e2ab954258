// Turns a producer that pushes into an async iterator, as Swift's AsyncThrowingStream.
// Invariants: the stream ends exactly once; a consumer that leaves is noticed at once, inside its own call of return(),
// even while its next() is pending. (An `async function*` cannot do that: its return() queues behind next().)

/** Why a stream ended: its consumer left, or its producer finished it. */
export type TerminationReason = 'cancelled' | 'finished';

/** The producer's end. After the stream has ended, yield and finish do nothing. */
export interface StreamContinuation<T> {
  /** Gives a value to the consumer, or keeps it until it is asked for. The buffer is unbounded. */
  yield(value: T): void;
  /** Ends the stream. The consumer reads what is buffered, then the error unless it is undefined, then `done`. */
  finish(error?: unknown): void;
  /** Called once, synchronously, when the stream ends. Set after that, it is never called, as in Swift. */
  onTermination: ((reason: TerminationReason) => void) | undefined;
}

/**
 * The consumer's end. Whoever gets one iterates it or calls return(): a stream that is merely dropped goes on. Several
 * next() may be pending; values reach them in order.
 */
export interface PushStream<T> extends AsyncIterable<T, undefined> {
  next(): Promise<IteratorResult<T, undefined>>;
  /** Leaves: runs the termination handler before it returns; a pending next() resolves with `done`. */
  return(): Promise<IteratorResult<T, undefined>>;
  /** Leaves as return() does, and rejects with the error it was given. */
  throw(error?: unknown): Promise<IteratorResult<T, undefined>>;
  [Symbol.asyncIterator](): PushStream<T>;
}

/**
 * Makes a stream. `build` is called synchronously and gets the producer's end; what it throws, the caller gets.
 *
 * @param options.signal the consumer's: when it fires, the consumer has left. The termination handler runs at once, values
 * not yet read are dropped, and the pending next(), else the following one, rejects with the signal's reason. Has it
 * fired before, nothing is built.
 */
export function pushStream<T>(
  build: (continuation: StreamContinuation<T>) => void,
  options: { readonly signal?: AbortSignal | undefined } = {},
): PushStream<T> {
  const { signal } = options;
  const buffer: T[] = [];
  const waiting: PromiseWithResolvers<IteratorResult<T, undefined>>[] = [];
  let hasEnded = false;
  let failure: { readonly error: unknown } | undefined;

  const end = (reason: TerminationReason): void => {
    hasEnded = true;
    stopListeningOnceRead();
    const handler = continuation.onTermination;
    continuation.onTermination = undefined;
    try {
      handler?.(reason);
    } finally {
      for (const next of waiting.splice(0)) settle(next);
    }
  };
  // What was finished but not read can still be left.
  const stopListeningOnceRead = (): void => {
    if (hasEnded && buffer.length === 0) signal?.removeEventListener('abort', onAbort);
  };
  const settle = (next: PromiseWithResolvers<IteratorResult<T, undefined>>): void => {
    if (failure === undefined) {
      next.resolve({ done: true, value: undefined });
    } else {
      next.reject(failure.error);
      failure = undefined;
    }
  };
  const leave = (): void => {
    buffer.length = 0;
    if (hasEnded) {
      failure = undefined;
      stopListeningOnceRead();
    } else end('cancelled');
  };
  const onAbort = (): void => {
    buffer.length = 0;
    failure = { error: signal?.reason };
    if (!hasEnded) end('cancelled');
  };

  const continuation: StreamContinuation<T> = {
    onTermination: undefined,
    yield(value) {
      if (hasEnded) return;
      const next = waiting.shift();
      if (next === undefined) buffer.push(value);
      else next.resolve({ done: false, value });
    },
    finish(error) {
      if (hasEnded) return;
      if (error !== undefined) failure = { error };
      end('finished');
    },
  };

  const stream: PushStream<T> = {
    next() {
      const next = Promise.withResolvers<IteratorResult<T, undefined>>();
      if (buffer.length > 0) {
        next.resolve({ done: false, value: buffer.shift() as T });
        stopListeningOnceRead();
      } else if (hasEnded) settle(next);
      else waiting.push(next);
      return next.promise;
    },
    return() {
      leave();
      return Promise.resolve({ done: true, value: undefined });
    },
    throw(error) {
      leave();
      return Promise.reject(error);
    },
    [Symbol.asyncIterator]: () => stream,
  };

  if (signal?.aborted === true) {
    onAbort();
    return stream;
  }
  build(continuation);
  signal?.addEventListener('abort', onAbort, { once: true });
  stopListeningOnceRead();
  return stream;
}
