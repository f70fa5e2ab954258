// The battery for got: programs over one instance, its promises and its streams.
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import got, { type ExtendOptions, type Got, type OptionsInit, type Response, type StreamOptions } from 'got';
import { defineScenario } from '../../../harness/index.ts';
import { agentPrograms, makeAgent, type AgentProgram, type WatchingAgent } from '../agents.ts';
import { codedAnswerPrograms } from '../answers.ts';
import { buildCalls, type LabClient } from '../build-calls.ts';
import type { CallBook, CallContext } from '../call-book.ts';
import type { CallProgram } from '../call-program.ts';
import { drawCalls } from '../draw-calls.ts';
import { oneOf, parts } from '../draw.ts';
import { readNode, readPrograms, type ReadProgram } from '../readers.ts';
import { judgeCalls, serveCalls, type Promises } from '../serve-calls.ts';
import { makeFragileUpload, uploadPrograms } from '../uploads.ts';
import { watch, type Watched } from '../watching.ts';

const PHASES = ['request', 'response', 'connect', 'socket', 'read', 'send'] as const;

/** got's timeouts, in ms, by the phase that each is for. */
type Timeouts = { [Phase in (typeof PHASES)[number]]?: number };

/**
 * One call: its body in one of the ways of a promise, or a stream. `watched`: with listeners for its progress; `leftOpen`: a stream
 * whose caller has nothing to send and does not say so, as got does not ask for it.
 */
type GotCall = CallProgram & {
  via?: 'stream' | 'text' | 'buffer' | 'response';
  timeout?: Timeouts;
  retries?: number;
  method?: 'HEAD' | 'OPTIONS' | 'DELETE';
  lenient?: true;
  watched?: Watched;
  leftOpen?: true;
};

/** The instance; `hooked`: with hooks that wait for a moment, and do nothing. */
type Instance = {
  agent?: AgentProgram;
  timeout?: Timeouts;
  retries?: number;
  decompress?: false;
  followRedirect?: false;
  hooked?: true;
};

type Client = { instance: Got; agent: WatchingAgent | undefined };

const timeouts = parts<Timeouts>({
  request: [60, oneOf(600, 1_500, 5_000)],
  response: [25, oneOf(600, 1_500)],
  connect: [15, oneOf(600, 3_000)],
  socket: [15, oneOf(600, 1_500)],
  read: [15, oneOf(600)],
  send: [10, oneOf(600)],
});

const WRITABLE_KINDS: ReadonlySet<unknown> = new Set([
  undefined,
  'string',
  'buffer',
  'stream',
  'generator',
  'form-data',
]);

const CLIENT: LabClient<GotCall, Instance, Client> = {
  sane: ({ upload, answer = {}, lenient, ...call }, { decompress }) => {
    const { encoding: _encoding, ...plain } = answer;
    return {
      ...call,
      // Who does not decode cannot say what he was given.
      answer: decompress === false ? plain : answer,
      // Bodies of other kinds are refused.
      ...(upload && WRITABLE_KINDS.has(upload.kind) && { upload }),
      // Only who is given the status can tell an error from an answer.
      ...(lenient && (call.via === 'response' || call.via === 'stream') && { lenient }),
    };
  },
  make: (_origin, { agent: given, timeout, retries, hooked, ...options }) => {
    const agent = makeAgent(given);
    const instance = got.extend({
      ...(agent && { agent: { http: agent } }),
      ...(timeout && { timeout }),
      ...(retries !== undefined && { retry: { limit: retries } }),
      ...(hooked && { hooks: { beforeRequest: [pause], beforeRetry: [pause] } }),
      ...options,
    } as ExtendOptions);
    return { instance, agent };
  },
  call: async (program, { origin, client, book }, given) => {
    const { onProgress, context } = watch(program.watched, given);
    const { actor, deliver } = context;
    const url = `${origin}/answers/${actor}`;
    const options = optionsOf(program, book, context);
    if (program.via === 'stream') {
      const stream = client.instance.stream(url, options as StreamOptions);
      // A stream of a method that may have a body waits for one.
      if (program.upload === undefined && program.leftOpen === undefined && stream.writable) stream.end();
      if (program.watched) listen(stream, onProgress);
      return readStream(stream, program.read, book, context);
    }
    const promise = client.instance(url, options);
    if (program.watched) listen(promise, onProgress);
    if (program.via === 'buffer') return deliver(await promise.buffer());
    if (program.via !== 'response') return deliver(await promise.text());
    const { body, statusCode } = (await promise) as Response<string>;
    checkStatus(statusCode);
    deliver(body);
  },
  dispose: ({ agent }) => agent?.destroy(),
  tell: ({ agent }, note) => agent?.tell(note),
  patienceMs: ({ timeout }, instance) => Math.min(...Object.values({ ...instance.timeout, ...timeout })),
};

const PROMISES = {
  // The time of a request is that of one attempt, and what its reader takes is its reader's.
  limitMs: ({ via, read, timeout, retries }, instance) =>
    (retries ?? instance.retries) === 0 && (via !== 'stream' || read?.waitMs === undefined)
      ? (timeout?.request ?? instance.timeout?.request)
      : undefined,
} satisfies Promises<GotCall, Instance>;

export default defineScenario({
  name: 'lab/got',
  description: "Programs over got's surface: promises and streams, any answer, read and given up in any way.",
  cancelsAtEnd: true,
  programs: {
    draw: drawCalls({
      instance: {
        agent: [35, agentPrograms],
        timeout: [15, timeouts],
        retries: [30, oneOf(0, 1)],
        decompress: [10, oneOf(false)],
        followRedirect: [10, oneOf(false)],
        hooked: [25, oneOf(true)],
      },
      calls: {
        via: [75, oneOf('stream', 'stream', 'text', 'buffer', 'response')],
        timeout: [25, timeouts],
        retries: [30, oneOf(0, 1, 3)],
        method: [10, oneOf('HEAD', 'OPTIONS', 'DELETE')],
        lenient: [15, oneOf(true)],
        watched: [15, oneOf<Watched>(true, 'leaves')],
        leftOpen: [15, oneOf(true)],
        upload: [25, uploadPrograms],
        answer: [75, codedAnswerPrograms],
        read: [60, readPrograms],
      },
    }),
    build: (program) => buildCalls(CLIENT, program),
    serve: (program) => serveCalls(CLIENT, program),
    judge: (program) => judgeCalls(CLIENT, program, PROMISES),
  },
});

/** A hook that does nothing, a moment later. */
async function pause(): Promise<void> {}

function optionsOf(
  { upload, method = 'GET', timeout, retries, lenient }: Omit<GotCall, 'method'> & { method?: string },
  book: CallBook,
  context: CallContext,
): OptionsInit {
  const { actor, signal } = context;
  const made = upload && makeFragileUpload(context, upload);
  if (made?.isStream === true) book.gaveUpload(actor, made.body);
  return {
    signal,
    method: upload === undefined ? method : (upload.method ?? 'POST'),
    ...(made && { body: made.body }),
    ...(timeout && { timeout }),
    ...(retries !== undefined && { retry: { limit: retries } }),
    ...(lenient && { throwHttpErrors: false }),
  } as OptionsInit;
}

function listen(
  watched: { on: (event: 'downloadProgress' | 'uploadProgress', listener: () => void) => unknown },
  onProgress: () => void,
): void {
  watched.on('downloadProgress', onProgress);
  watched.on('uploadProgress', () => {});
}

function checkStatus(status: number): void {
  if (status >= 300) throw new Error(`status ${status}`);
}

async function readStream(
  stream: Readable,
  read: ReadProgram | undefined,
  book: CallBook,
  context: CallContext,
): Promise<void> {
  // Who leaves a stream alone has to listen for what becomes of it.
  stream.on('error', () => {});
  const [{ statusCode }] = (await once(stream, 'response')) as [{ statusCode: number }];
  if (stream.errored !== null) throw stream.errored;
  book.gotHead(context.actor, stream);
  if (statusCode >= 300) stream.destroy();
  checkStatus(statusCode);
  await readNode(stream, read ?? {}, book, context);
}
