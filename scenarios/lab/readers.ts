// An answer's body → what the application is given of it, read in one of the ways in which callers read.
import type { Readable } from 'node:stream';
import type { Arbitrary } from 'fast-check';
import type { CallBook, CallContext } from './call-book.ts';
import { oneOf, parts } from './draw.ts';

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
export type ReadProgram = { how?: (typeof HOWS)[number]; waitMs?: number };

export const readPrograms: Arbitrary<ReadProgram> = parts<ReadProgram>({
  how: [80, oneOf(...HOWS)],
  waitMs: [70, oneOf(1, 30, 200, 6_000)],
});

/** Pause where the program does not say. */
const PAUSE_MS = 50;

/** What bodies of both kinds have. */
type Mixin = {
  text(): Promise<string>;
  arrayBuffer(): Promise<ArrayBuffer>;
  dump?: (options?: object) => Promise<unknown>;
};

/** Reads a body of `request` or `pipeline`: a Readable, that of `request` with the methods of fetch's. */
export async function readNode(
  body: Readable & Partial<Mixin>,
  { how, waitMs = PAUSE_MS }: ReadProgram,
  book: CallBook,
  { actor, signal, deliver, act }: CallContext,
): Promise<void> {
  if (how === 'never') return;
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

/** What comes of asking for what is not to be had any more is up to the client, as long as it comes. */
async function ignoring(ask: () => Promise<unknown>): Promise<void> {
  try {
    await ask();
  } catch {
    // Refused, which is an answer too.
  }
}

function readFlowing(body: Readable, deliver: CallContext['deliver']): Promise<void> {
  return new Promise((resolve, reject) => {
    body.on('data', deliver);
    body.on('end', resolve);
    body.on('error', reject);
    // A body that is closed without either is one that nobody will hear of again.
    body.on('close', () => reject(new Error('the body was closed before its end')));
  });
}

/** Reads the body of a fetched response. */
export async function readWeb(
  response: Response,
  { how, waitMs = PAUSE_MS }: ReadProgram,
  book: CallBook,
  { actor, signal, deliver, act }: CallContext,
): Promise<void> {
  const { body } = response;
  if (how === 'never' || body === null) return;
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
