// A call's program → one request by one of undici's functions, its answer read as the program says.
import { Writable } from 'node:stream';
import type { Arbitrary } from 'fast-check';
import * as undici from 'undici';
import { answerPrograms, type AnswerProgram } from '../answers.ts';
import type { CallBook, CallContext } from '../call-book.ts';
import { oneOf, parts, seldom } from '../draw.ts';
import { makeSignal, signalPrograms, type SignalProgram } from '../signals.ts';
import { makeUpload, uploadPrograms, type UploadProgram } from '../uploads.ts';
import { leavePrograms, makeLeaving, type LeaveProgram, type LeavingContext } from './giving-up.ts';
import { byEventSource, listenPrograms, type ListenProgram } from './listening.ts';
import { MAJOR } from './release.ts';
import { readNode, readPrograms, readWeb, type ReadProgram } from '../readers.ts';

const FUNCTIONS = ['stream', 'pipeline', 'fetch', 'method'] as const;

/**
 * One call: by `request` at once, or by another function; `afterMs`, or when call `after` is over; `throws`: with the option that
 * makes an error of a status (releases up to 6); `listen`: of an event source; `leaves`: gives up by itself.
 */
export type CallProgram = {
  via?: (typeof FUNCTIONS)[number] | 'event-source';
  afterMs?: number;
  after?: string;
  upload?: UploadProgram;
  answer?: AnswerProgram;
  read?: ReadProgram;
  signal?: SignalProgram;
  throws?: true;
  resets?: true;
  method?: 'HEAD' | 'OPTIONS';
  listen?: ListenProgram;
  leaves?: LeaveProgram;
};

export const callPrograms: Arbitrary<CallProgram> = parts<CallProgram>({
  via: [70, seldom(8, oneOf<CallProgram['via']>(...FUNCTIONS), oneOf<CallProgram['via']>('event-source'))],
  afterMs: [35, oneOf(1, 20, 60, 700, 5_000)],
  after: [35, oneOf('a', 'b')],
  upload: [30, uploadPrograms],
  answer: [75, answerPrograms],
  read: [60, readPrograms],
  signal: [20, signalPrograms],
  throws: [15, oneOf(true)],
  resets: [5, oneOf(true)],
  method: [5, oneOf('HEAD', 'OPTIONS')],
  listen: [80, listenPrograms],
  leaves: [10, leavePrograms],
}).map(({ listen: given, ...program }) => ({
  ...program,
  ...(given && program.via === 'event-source' && { listen: given }),
}));

/** The dispatcher that calls share, and what is known of them. */
export type Shared = { origin: string; dispatcher: undici.Dispatcher | undefined; book: CallBook };

/** Makes the call. Rejects for any status that is no success, when the error's body is read. */
export async function makeCall(program: CallProgram, shared: Shared, context: CallContext): Promise<void> {
  const { signal, release } = makeSignal(program.signal, context);
  try {
    const leaving = makeLeaving(program.leaves ?? {}, { ...context, signal });
    try {
      await makeBy(program, shared, leaving.context);
    } finally {
      leaving.release();
    }
  } finally {
    release();
  }
}

async function makeBy(program: CallProgram, shared: Shared, context: LeavingContext): Promise<void> {
  if (program.via === 'event-source') return byEventSource(urlOf(shared, context), program, shared, context);
  if (program.via === 'stream') return byStream(program, shared, context);
  if (program.via === 'pipeline') return byPipeline(program, shared, context);
  if (program.via === 'fetch') return byFetch(program, shared, context);
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

function urlOf({ origin }: Shared, { actor }: CallContext): URL {
  return new URL(`/answers/${actor}`, origin);
}

/** The method that a call is made with. */
export function methodOf({ upload, method }: CallProgram): string {
  return upload === undefined ? (method ?? 'GET') : (upload.method ?? 'POST');
}

function optionsOf(
  program: CallProgram,
  { dispatcher, book }: Shared,
  { actor, handle }: LeavingContext,
): object {
  const { upload, throws, resets } = program;
  const made = upload && makeUpload(actor, upload, undici.FormData ?? FormData);
  if (made?.isStream === true) book.gaveUpload(actor, made.body);
  return {
    signal: handle,
    method: methodOf(program),
    ...(dispatcher && { dispatcher }),
    ...(made && { body: made.body }),
    // Later releases refuse the option.
    ...(throws && MAJOR <= 6 && { throwOnError: true }),
    ...(resets && { reset: true }),
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
  const response = await undici.fetch(urlOf(shared, context), {
    ...options,
    ...(isStream && !Buffer.isBuffer(options.body) && { duplex: 'half' }),
  } as never);
  tellHead(shared.book, response.body, context);
  if (response.status >= 300) await response.text();
  checkStatus(response.status);
  await readWeb(response, program.read ?? {}, shared.book, context);
}
