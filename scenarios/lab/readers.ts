// An answer's body → what the application is given of it, read in one of the ways in which callers read.
import type { Readable } from 'node:stream';
import type { Arbitrary } from 'fast-check';
import type { CallBook, CallContext } from './call-book.ts';
import { oneOf, parts, seldom } from './draw.ts';
import { FURTHER_HOWS, isFurther, readFurther, readWebFurther, type FurtherHow } from './further-readers.ts';
import { ignoring, readFlowing, type Mixin } from './reading.ts';

const HOWS = [
  'text',
  'late',
  'never',
  'piecewise',
  'encoding',
  'break',
  'destroy',
  'dump',
  'twice',
  'array-buffer',
] as const;

/** How the body is read, and the pause (ms) before it or between its parts. Default: at once, part by part. */
export type ReadProgram = { how?: (typeof HOWS)[number] | FurtherHow; waitMs?: number };

/** What nobody reads, most goes wrong with; and where connections are few it may not be left at all. */
const DRAWN = [...HOWS, 'never'] as const;

export const readPrograms: Arbitrary<ReadProgram> = parts<ReadProgram>({
  how: [80, oneOf(...DRAWN)],
  waitMs: [70, oneOf(1, 30, 200, 6_000)],
});

/** The same, and ways of bodies that are streams and have fetch's methods. */
export const furtherReadPrograms: Arbitrary<ReadProgram> = parts<ReadProgram>({
  how: [80, seldom<ReadProgram['how']>(25, oneOf(...DRAWN), oneOf(...FURTHER_HOWS))],
  waitMs: [70, oneOf(1, 30, 200, 6_000)],
});

/** Pause where the program does not say. */
const PAUSE_MS = 50;

/** Reads a body of `request` or `pipeline`: a Readable, that of `request` with the methods of fetch's. */
export async function readNode(
  body: Readable & Partial<Mixin>,
  program: ReadProgram,
  book: CallBook,
  context: CallContext,
): Promise<void> {
  const { how, waitMs = PAUSE_MS } = program;
  const { actor, signal, deliver, act } = context;
  if (how === 'never') return;
  if (isFurther(how)) return readFurther(body, { how, waitMs }, book, context);
  if (how === 'destroy') {
    await book.pause(actor, waitMs, signal);
    // Who destroys a body that is not read has to listen for the error that says so.
    body.on('error', () => {});
    return act('destroys its body', [actor], () => body.destroy());
  }
  if (how === 'late') await book.pause(actor, waitMs, signal);
  if (how === 'dump' && body.dump !== undefined) return void (await body.dump());
  if (how === 'encoding') return readFlowing(body.setEncoding('utf8'), deliver);
  if ((how === 'text' || how === 'late' || how === 'twice') && body.text !== undefined) {
    deliver(await body.text());
    if (how === 'twice') await ignoring(() => body.text!());
    return;
  }
  if (how === 'array-buffer' && body.arrayBuffer !== undefined)
    return deliver(new Uint8Array(await body.arrayBuffer()));
  for await (const chunk of body) {
    deliver(chunk);
    if (how === 'piecewise') await book.pause(actor, waitMs, signal);
    if (how === 'break') return act('leaves its loop', [actor], () => {});
  }
}

/** Reads the body of a fetched response. */
export async function readWeb(
  response: Response,
  program: ReadProgram,
  book: CallBook,
  context: CallContext,
): Promise<void> {
  const { how, waitMs = PAUSE_MS } = program;
  const { actor, signal, deliver, act } = context;
  const { body } = response;
  if (how === 'never' || body === null) return;
  if (isFurther(how)) return readWebFurther(response, body, { how, waitMs }, book, context);
  if (how === 'destroy') {
    await book.pause(actor, waitMs, signal);
    act('cancels its body', [actor], () => void body.cancel().catch(() => {}));
    return;
  }
  if (how === 'late') await book.pause(actor, waitMs, signal);
  if (how === 'dump') {
    const [left, right] = [response.clone(), response];
    const [text] = await Promise.all([left.text(), right.text()]);
    return deliver(text);
  }
  if (how === 'text' || how === 'late' || how === 'twice') {
    deliver(await response.text());
    if (how === 'twice') await ignoring(() => response.text());
    return;
  }
  if (how === 'array-buffer') return deliver(new Uint8Array(await response.arrayBuffer()));
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    deliver(chunk);
    if (how === 'piecewise') await book.pause(actor, waitMs, signal);
    if (how === 'break') return act('leaves its loop', [actor], () => {});
  }
}
