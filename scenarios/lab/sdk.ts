// What the SDKs for language models have in common: one route that tells calls by a header, answers as a document or as events,
// and streams that are iterated, left, aborted or never begun.
import type { Answer, BodyItem, Route } from '../../harness/index.ts';
import { failure, plainAnswerPrograms, textsOf, withWaits, type AnswerProgram } from './answers.ts';
import type { CallBook, CallContext } from './call-book.ts';
import type { CallProgram } from './call-program.ts';
import { oneOf, type Part } from './draw.ts';
import { formEvents } from './event-forms.ts';
import type { Promises } from './serve-calls.ts';

const LEAVES = ['break', 'abort', 'never', 'late', 'piecewise', 'tee', 'readable'] as const;

/** What an instance and a call can both say; times in ms. */
export type SdkOptions = { timeout?: number; maxRetries?: number };

/**
 * One call: a stream at once, or a document, or by the SDK's own helper for streams. `lingers`: the server leaves the answer open
 * when it has said that it is over.
 */
export type SdkCall = CallProgram &
  SdkOptions & {
    via?: 'document' | 'helper';
    leaves?: (typeof LEAVES)[number];
    waitMs?: number;
    lingers?: true;
  };

/** What is drawn of an instance, and of a call. */
export const SDK_OPTIONS: Readonly<Record<string, Part>> = {
  timeout: [25, oneOf(600, 1_500, 5_000)],
  maxRetries: [35, oneOf(0, 1, 3)],
};

export const SDK_CALLS: Readonly<Record<string, Part>> = {
  ...SDK_OPTIONS,
  via: [45, oneOf('document', 'helper')],
  leaves: [45, oneOf(...LEAVES)],
  waitMs: [60, oneOf(1, 30, 200, 6_000)],
  answer: [80, plainAnswerPrograms],
};

/** An attempt has its time until its head has come. */
export const SDK_PROMISES = {
  headLimitMs: ({ via, leaves, maxRetries, timeout }, instance) => {
    // A helper is there at once, and whoever pauses before he reads it takes his own time.
    if (via === 'helper' && (leaves === 'late' || leaves === 'never')) return undefined;
    return (maxRetries ?? instance.maxRetries) === 0 ? (timeout ?? instance.timeout) : undefined;
  },
  isJudgedByRequests: false,
} satisfies Promises<SdkCall, SdkOptions>;

/** The call's own options, with the header by which the gateway knows whose a request is. */
export function sdkOptions({ timeout, maxRetries }: SdkCall, { actor, signal }: CallContext): object {
  return {
    signal,
    headers: { 'x-call': actor },
    ...(timeout !== undefined && { timeout }),
    ...(maxRetries !== undefined && { maxRetries }),
  };
}

/** How an SDK is answered: the events that bring a text, those around them, and the document. */
export type SdkWire = {
  path: string;
  before: (token: string) => BodyItem[];
  event: (text: string) => BodyItem;
  after: () => BodyItem[];
  document: (text: string) => object;
};

/** The route of an SDK, for all calls. */
export function sdkRoute(calls: Readonly<Record<string, SdkCall>>, wire: SdkWire): Route {
  const counts = new Map<string, number>();
  return {
    name: 'messages',
    method: 'POST',
    path: wire.path,
    answer: ({ headers, body }, { token }) => {
      const name = headers['x-call'] ?? '';
      const nth = counts.get(name) ?? 0;
      counts.set(name, nth + 1);
      const program = calls[name]?.answer ?? {};
      const { status = 200, fails = 0 } = program;
      if (nth < fails) return failure(program, token);
      // Only errors are answered otherwise than with what was asked for.
      if (status >= 400) return failure({ ...program, failStatus: status }, token);
      const isStream = (JSON.parse(body) as { stream?: boolean }).stream === true;
      return isStream
        ? eventsOf(program, wire, token, calls[name]?.lingers)
        : documentOf(program, wire, token);
    },
  };
}

function eventsOf(
  program: AnswerProgram,
  { before, event, after }: SdkWire,
  token: string,
  lingers: true | undefined,
): Answer {
  const { closes } = program;
  return {
    status: 200,
    headers: { 'content-type': 'text/event-stream', ...(closes && { connection: 'close' }) },
    // It has no length that could be told before it is over; and it says itself where it ends, so that a connection that
    // closes too early must not be its end.
    body: [
      ...formEvents(program, [
        ...before(token),
        ...withWaits(program, textsOf(program, token).map(event)),
        ...after(),
      ]),
      ...(lingers ? [{ untilRequest: 'nobody' }] : []),
    ],
  };
}

function documentOf(program: AnswerProgram, { document }: SdkWire, token: string): Answer {
  const { framing, closes, items = 1 } = program;
  const text = textsOf(program, token).join('');
  const whole = JSON.stringify(document(text));
  const size = Math.ceil(whole.length / items);
  // Nothing of a document can be used before all of it is there.
  const parts = Array.from({ length: items }, (_, nth) => ({
    text: nth === items - 1 ? text : '',
    wire: whole.slice(nth * size, (nth + 1) * size),
  }));
  return {
    status: 200,
    headers: { 'content-type': 'application/json', ...(closes && { connection: 'close' }) },
    ...(framing === 'length' && { framing }),
    body: withWaits(program, parts),
  };
}

/** A stream of an SDK; its helper's is also an emitter. */
export type SdkStream<T> = AsyncIterable<T> & {
  on?: (event: 'error' | 'abort', listener: () => void) => unknown;
  controller?: AbortController;
  tee?: () => [AsyncIterable<T>, AsyncIterable<T>];
  toReadableStream?: () => ReadableStream;
};

/** Pause where the program does not say. */
const PAUSE_MS = 50;

/** Reads a stream as the program says; `textOf` is what an application makes of an event. */
export async function readSdkStream<T>(
  stream: SdkStream<T>,
  { via, leaves, waitMs = PAUSE_MS }: SdkCall,
  textOf: (event: T) => string,
  book: CallBook,
  { actor, signal, deliver, act }: CallContext,
): Promise<void> {
  // Without listeners a helper takes the process down on purpose when nobody has asked for anything yet.
  if (via === 'helper') for (const event of ['error', 'abort'] as const) stream.on?.(event, () => {});
  if (leaves === 'never') {
    await book.pause(actor, waitMs, signal);
    return act('gives up a stream it never read', [actor], () => stream.controller?.abort());
  }
  if (leaves === 'late') await book.pause(actor, waitMs, signal);
  // A helper is an emitter that begins at once: who comes late has missed what it said, and only waits for its end.
  const isMissing = leaves === 'late' && via === 'helper';
  if (leaves === 'readable' && stream.toReadableStream !== undefined)
    return readLines(stream.toReadableStream(), textOf, deliver);
  if (leaves === 'tee' && stream.tee !== undefined) {
    const [left, right] = stream.tee();
    const [texts] = await Promise.all([collect(left, textOf), collect(right, textOf)]);
    return deliver(texts.join(''));
  }
  let isFirst = true;
  for await (const event of stream) {
    const text = textOf(event);
    if (text !== '' && !isMissing) deliver(text);
    if (leaves === 'piecewise') await book.pause(actor, waitMs, signal);
    if (!isFirst && leaves === 'break') return act('leaves its loop', [actor], () => {});
    if (!isFirst && leaves === 'abort') act('aborts its stream', [actor], () => stream.controller?.abort());
    isFirst = false;
  }
}

async function collect<T>(events: AsyncIterable<T>, textOf: (event: T) => string): Promise<string[]> {
  const texts: string[] = [];
  for await (const event of events) texts.push(textOf(event));
  return texts;
}

/** A stream handed on as a ReadableStream: a line of JSON for each event. */
async function readLines(
  stream: ReadableStream,
  textOf: (event: never) => string,
  deliver: (text: string) => void,
): Promise<void> {
  let rest = '';
  const decoder = new TextDecoder();
  for await (const bytes of stream as unknown as AsyncIterable<Uint8Array>) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
    rest = lines.pop()!;
    for (const line of lines) deliver(textOf(JSON.parse(line) as never));
  }
}
