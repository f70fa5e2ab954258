// A preload for Node 26: its streams are read in the two ways in which Node 24 and 22 read them. A case that differs without
// it and not with it differs for these two reasons and no other. What else a stream does stays Node 26's own.
import streams, { finished, Readable } from 'node:stream';

/**
 * Since Node 26.8 (nodejs/node #64447) iteration is no async generator any more, and a chunk reaches `for await` one
 * microtask turn sooner.
 */
async function* iterate(stream: Readable): AsyncGenerator<unknown, void, void> {
  let wake = (): void => {};
  let ending: Error | 'ended' | undefined;
  stream.on('readable', () => wake());
  finished(stream, { writable: false }, (error) => {
    ending = error ?? 'ended';
    wake();
  });
  try {
    for (;;) {
      const chunk: unknown = stream.destroyed ? null : stream.read();
      if (chunk !== null) yield chunk;
      else if (ending instanceof Error) throw ending;
      else if (ending === 'ended') return;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  } finally {
    // A consumer that leaves early takes the stream with it.
    (streams as unknown as { destroy: (stream: Readable) => void }).destroy(stream);
  }
}

Readable.prototype[Symbol.asyncIterator] = function (this: Readable) {
  return iterate(this) as ReturnType<Readable[typeof Symbol.asyncIterator]>;
};

type Buffered = { buffer: Uint8Array[]; bufferIndex: number; decoder: unknown };
type Internals = Readable & { _readableState: Buffered };

function join({ buffer, bufferIndex }: Buffered): void {
  if (buffer.length - bufferIndex > 1) buffer.push(Buffer.concat(buffer.splice(bufferIndex)));
}

/**
 * Since Node 26.0 (nodejs/node #60441) `read()` of a stream that does not flow returns one chunk, and no longer all that is there
 * as one: so all is made one, before the read and when the source has added to it within the read.
 */
const readOne = Reflect.get(Readable.prototype, 'read') as (this: Readable, size?: number) => unknown;
Readable.prototype.read = function (this: Internals, size?: number): unknown {
  const state = this._readableState;
  const isOther = size !== undefined || this.readableFlowing === true || this.readableObjectMode;
  if (isOther || Boolean(state.decoder)) return readOne.call(this, size);
  const own = Object.getOwnPropertyDescriptor(this, '_read');
  const ask: unknown = Reflect.get(this, '_read');
  this._read = function (wanted) {
    Reflect.apply(ask as (wanted: number) => void, this, [wanted]);
    join(state);
  };
  try {
    join(state);
    return readOne.call(this);
  } finally {
    if (own === undefined) Reflect.deleteProperty(this, '_read');
    else Object.defineProperty(this, '_read', own);
  }
};
