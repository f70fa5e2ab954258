// Blob.stream → a stream whose chunks come as events. Node's own goes by an immediate of its internals after each chunk,
// which no scheduler sees; arrayBuffer and text of what is in memory need nothing but microtasks.
import { Blob } from 'node:buffer';
import type { RealWork } from './real-work.ts';

/** Puts the trampoline in place; between cases Node's own streams serve. A stream belongs to the case that made it. */
export function installBlob(current: () => RealWork | undefined): void {
  const prototype = Blob.prototype as { stream(): ReadableStream<Uint8Array> };
  const real = prototype.stream;
  const stream = function (this: object): ReadableStream<Uint8Array> {
    const source: ReadableStream<Uint8Array> = real.call(this as never);
    const work = current();
    if (work === undefined) return source;
    const reader = source.getReader();
    return new ReadableStream(
      {
        type: 'bytes',
        async pull(controller) {
          const { done, value } = await work.follow('blob read', reader.read());
          if (!done) return controller.enqueue(value);
          controller.close();
          controller.byobRequest?.respond(0);
        },
        cancel: (reason) => reader.cancel(reason),
      },
      { highWaterMark: 0 },
    );
  };
  Object.defineProperty(prototype, 'stream', {
    value: stream,
    configurable: true,
    writable: true,
    enumerable: true,
  });
}
