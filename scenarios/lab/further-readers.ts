// A body → what the application is given of it, read in ways that mix what its two natures offer: it is a stream of Node's, or a web
// stream, and has fetch's methods.
import { Writable, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { CallBook, CallContext } from './call-book.ts';
import { ignoring, readFlowing, type Mixin } from './reading.ts';

/** Ways that not every client's body has. `events`: paused between two, or a web stream's reader that is cancelled after one part. */
export const FURTHER_HOWS = ['encoded-text', 'text-after-end', 'events', 'blob', 'web', 'pipe'] as const;

export type FurtherHow = (typeof FURTHER_HOWS)[number];

/** The way, and the pause (ms) before it or between its parts. */
type Reading = { how: FurtherHow; waitMs: number };

/** Whether that is one of these ways. */
export function isFurther(how: string | undefined): how is FurtherHow {
  return (FURTHER_HOWS as readonly unknown[]).includes(how);
}

/** Reads a body of `request` or `pipeline`. What it does not have is read as a stream. */
export async function readFurther(
  body: Readable & Partial<Mixin>,
  { how, waitMs }: Reading,
  book: CallBook,
  context: CallContext,
): Promise<void> {
  const { actor, signal, deliver } = context;
  const hasText = body.text !== undefined;
  // It may break off while its caller does something else: who waits has to listen.
  if (how === 'encoded-text' && hasText) {
    body.on('error', () => {});
    body.setEncoding('utf8');
    await book.pause(actor, waitMs, signal);
    return deliver(await body.text!());
  }
  if (how === 'text-after-end' && hasText) {
    await readFlowing(body, deliver);
    await ignoring(() => body.text!());
    return;
  }
  if (how === 'blob' && body.blob !== undefined)
    return deliver(new Uint8Array(await (await body.blob()).arrayBuffer()));
  if (how === 'web' && hasText && body.body) return readParts(body.body, waitMs, book, context);
  if (how === 'events') return readByEvents(body, waitMs, book, context);
  return pipeInto(body, how === 'pipe' ? waitMs : 0, book, context);
}

/** Reads the body of a fetched response. */
export async function readWebFurther(
  response: Response,
  body: ReadableStream,
  { how, waitMs }: Reading,
  book: CallBook,
  context: CallContext,
): Promise<void> {
  const { actor, deliver, act } = context;
  if (how === 'blob') return deliver(new Uint8Array(await (await response.blob()).arrayBuffer()));
  if (how === 'text-after-end') {
    await readParts(body, 0, book, context);
    await ignoring(() => response.text());
    return;
  }
  if (how === 'encoded-text') {
    const reader = body.pipeThrough(new TextDecoderStream() as never).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      deliver(value);
    }
  }
  if (how === 'events') {
    const reader = body.getReader();
    const { value } = await reader.read();
    if (value !== undefined) deliver(value);
    return act('cancels its reader', [actor], () => void reader.cancel().catch(() => {}));
  }
  return readParts(body, waitMs, book, context);
}

/** Part by part by a reader, which lets go of the stream in the end. */
async function readParts(
  stream: ReadableStream,
  waitMs: number,
  book: CallBook,
  { actor, signal, deliver }: CallContext,
): Promise<void> {
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return reader.releaseLock();
    deliver(value);
    if (waitMs > 0) await book.pause(actor, waitMs, signal);
  }
}

/** By its events, paused between two of them. */
async function readByEvents(
  body: Readable,
  waitMs: number,
  book: CallBook,
  { actor, signal, deliver }: CallContext,
): Promise<void> {
  try {
    await readFlowing(body, (chunk) => {
      deliver(chunk);
      body.pause();
      void book.pause(actor, waitMs, signal).then(() => body.resume());
    });
  } finally {
    // A stream that is paused ends all the same, behind its last part.
    book.wake(actor);
  }
}

/** Into another stream, which takes its time. */
function pipeInto(
  body: Readable,
  waitMs: number,
  book: CallBook,
  { actor, signal, deliver }: CallContext,
): Promise<void> {
  const takeTime = async (done: () => void): Promise<void> => {
    await book.pause(actor, waitMs, signal);
    done();
  };
  const sink = new Writable({
    highWaterMark: 1,
    write(chunk: Uint8Array, _encoding, done) {
      deliver(chunk);
      void takeTime(done);
    },
  });
  return pipeline(body, sink);
}
