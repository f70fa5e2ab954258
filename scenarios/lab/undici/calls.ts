// A call's program → one request by one of undici's functions, its answer read as the program says.
import { Writable } from 'node:stream';
import * as undici from 'undici';
import type { CallBook, CallContext } from '../call-book.ts';
import { readNode, readWeb } from '../readers.ts';
import { makeSignal } from '../signals.ts';
import { makeFragileUpload } from '../uploads.ts';
import { methodOf, type CallProgram } from './call-programs.ts';
import { byDispatch } from './dispatching.ts';
import { makeLeaving, type LeavingContext } from './giving-up.ts';
import { byEventSource } from './listening.ts';
import { makeHeaders } from './own-headers.ts';
import { makeNonsense, underRefusal } from './refusals.ts';
import { MAJOR } from './release.ts';

/** The dispatcher that calls share, and what is known of them. */
export type Shared = {
  origin: string;
  dispatcher: undici.Dispatcher | undefined;
  book: CallBook;
  /** When each `destroy()` that a caller asked for was answered, whatever it came to. */
  endings: Promise<void>[];
  /** What callers ask for: each something of his own, by default. */
  pathOf?: (actor: string) => string;
  /** Answers are read for their callers and thrown away. */
  isDumped?: boolean;
};

/** Makes the call. Rejects for any status that is no success, when the error's body is read. */
export async function makeCall(program: CallProgram, shared: Shared, context: CallContext): Promise<void> {
  const { signal, release } = makeSignal(program.signal, context);
  const deliver = shared.isDumped === true ? () => {} : wholeCharacters(context.deliver);
  try {
    const leaving = makeLeaving(program.leaves ?? {}, { ...context, signal, deliver });
    try {
      const make = (own: LeavingContext): Promise<void> => makeBy(program, shared, own);
      await (program.nonsense === undefined ? make(leaving.context) : underRefusal(leaving.context, make));
    } finally {
      leaving.release();
    }
  } finally {
    release();
  }
}

/** Pieces may end inside a character, whose end is in the next. */
function wholeCharacters(deliver: CallContext['deliver']): CallContext['deliver'] {
  const decoder = new TextDecoder();
  return (data) => {
    if (!(data instanceof Uint8Array)) return deliver(data);
    const text = decoder.decode(data, { stream: true });
    if (text !== '' || data.length === 0) deliver(text);
  };
}

async function makeBy(program: CallProgram, shared: Shared, context: LeavingContext): Promise<void> {
  if (program.via === 'event-source') return byEventSource(urlOf(shared, context), program, shared, context);
  if (program.via === 'stream') return byStream(program, shared, context);
  if (program.via === 'pipeline') return byPipeline(program, shared, context);
  if (program.via === 'fetch') return byFetch(program, shared, context);
  if (program.via === 'dispatch' && shared.dispatcher !== undefined)
    return byHandler(program, shared.dispatcher, shared, context);
  return byRequest(program, shared, context);
}

function checkStatus(status: number): void {
  if (status >= 300) throw new Error(`status ${status}`);
}

/** The head is there: some leave at that. */
function tellHead(book: CallBook, body: unknown, { actor, atHead }: LeavingContext): void {
  book.gotHead(actor, body);
  atHead();
}

function urlOf({ origin, pathOf = answersOf }: Shared, { actor }: CallContext): URL {
  return new URL(pathOf(actor), origin);
}

function answersOf(actor: string): string {
  return `/answers/${actor}`;
}

function optionsOf(
  program: CallProgram,
  { dispatcher, book }: Shared,
  { actor, act, handle }: LeavingContext,
): object {
  const { upload, throws, resets, follows, headersTimeout, bodyTimeout, highWaterMark, redirect } = program;
  const { via, headers, nonsense } = program;
  const made = upload && makeFragileUpload({ actor, act }, upload, undici.FormData ?? FormData);
  if (made?.isStream === true) book.gaveUpload(actor, made.body);
  return {
    signal: handle,
    method: methodOf(program),
    ...(dispatcher && { dispatcher }),
    ...(made && { body: made.body }),
    // Later releases refuse the option.
    ...(throws && MAJOR <= 6 && { throwOnError: true }),
    ...(resets && { reset: true }),
    ...(follows !== undefined && { maxRedirections: follows }),
    ...(redirect && { redirect }),
    ...(headersTimeout !== undefined && { headersTimeout }),
    ...(bodyTimeout !== undefined && { bodyTimeout }),
    ...(highWaterMark !== undefined && { highWaterMark }),
    ...(headers && { headers: makeHeaders(headers, actor, via === 'fetch') }),
    ...(nonsense && makeNonsense(nonsense, via === 'fetch')),
  };
}

async function byRequest(program: CallProgram, shared: Shared, context: LeavingContext): Promise<void> {
  const { dispatcher, origin, book } = shared;
  const options = optionsOf(program, shared, context);
  const url = urlOf(shared, context);
  const { statusCode, body } =
    program.via === 'method' && dispatcher !== undefined
      ? await dispatcher.request({ ...options, dispatcher: undefined, origin, path: url.pathname } as never)
      : await undici.request(url, options);
  tellHead(book, body, context);
  if (statusCode >= 300)
    await readNode(body as never, { how: 'dump' }, book, { ...context, deliver: () => {} });
  checkStatus(statusCode);
  await readNode(body as never, program.read ?? {}, book, context);
}

async function byHandler(
  program: CallProgram,
  dispatcher: undici.Dispatcher,
  shared: Shared,
  context: LeavingContext,
): Promise<void> {
  // There is no signal for who handles himself.
  const given = optionsOf(program, shared, context) as Record<string, unknown>;
  const { signal: _signal, dispatcher: _own, ...options } = given;
  const { origin, pathname: path } = urlOf(shared, context);
  const made = { ...options, origin, path };
  checkStatus(await byDispatch(dispatcher, made, program.handler ?? {}, shared.book, context));
}

async function byStream(program: CallProgram, shared: Shared, context: LeavingContext): Promise<void> {
  const { actor, deliver, signal, act } = context;
  const { how, waitMs = 1 } = program.read ?? {};
  let status = 200;
  await undici.stream(
    urlOf(shared, context),
    optionsOf(program, shared, context) as never,
    ({ statusCode }) => {
      status = statusCode;
      const slowly = async (done: () => void): Promise<void> => {
        await shared.book.pause(actor, waitMs, signal);
        done();
      };
      const sink = new Writable({
        write(chunk: Uint8Array, _encoding, done) {
          if (statusCode < 300) deliver(chunk);
          if (how === 'break') act('destroys its sink', [actor], () => sink.destroy());
          if (how === 'piecewise' || how === 'late') void slowly(done);
          else done();
        },
      });
      tellHead(shared.book, sink, context);
      return sink;
    },
  );
  checkStatus(status);
}

async function byPipeline(program: CallProgram, shared: Shared, context: LeavingContext): Promise<void> {
  const { book } = shared;
  let status = 200;
  const { body: given, ...options } = optionsOf(program, shared, context) as { body?: unknown };
  const duplex = undici.pipeline(urlOf(shared, context), options as never, ({ statusCode, body }) => {
    status = statusCode;
    context.atHead();
    return body;
  });
  // Without a listener an error after the last read is nobody's.
  duplex.on('error', () => {});
  book.gotHead(context.actor, duplex);
  void feed(duplex, given);
  const deliver = (data: unknown): void => {
    if (status < 300) context.deliver(data);
  };
  await readNode(duplex, program.read ?? {}, book, { ...context, deliver });
  checkStatus(status);
}

async function feed(duplex: Writable, body: unknown): Promise<void> {
  try {
    if (typeof body === 'string' || Buffer.isBuffer(body)) duplex.write(body);
    else if (typeof body === 'object' && body !== null && Symbol.asyncIterator in body)
      for await (const piece of body as AsyncIterable<Uint8Array>) {
        if (duplex.destroyed) return;
        duplex.write(piece);
      }
    duplex.end();
  } catch (error) {
    duplex.destroy(error as Error);
  }
}

async function byFetch(program: CallProgram, shared: Shared, context: LeavingContext): Promise<void> {
  const options = optionsOf(program, shared, context) as { body?: unknown };
  const isStream =
    typeof options.body === 'object' && !(options.body instanceof (undici.FormData ?? FormData));
  const isHalf = isStream && !Buffer.isBuffer(options.body);
  const init = { ...options, ...(isHalf && { duplex: 'half' }) };
  const url = urlOf(shared, context);
  // A Request listens to its signal for as long as it lives: one of the fetch alone is let go of with the fetch, and what is never
  // made has none.
  const { signal: given, dispatcher, ...made } = init as Record<string, unknown>;
  const signal = program.nonsense === undefined ? given : undefined;
  const response = await (program.isRequest
    ? undici.fetch(new undici.Request(url, made), {
        signal,
        ...(dispatcher !== undefined && { dispatcher }),
      } as never)
    : undici.fetch(url, { ...init, signal } as never));
  tellHead(shared.book, response.body, context);
  if (response.status >= 300) await response.text();
  checkStatus(response.status);
  await readWeb(response, program.read ?? {}, shared.book, context);
}
