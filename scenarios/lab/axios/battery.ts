// The battery for axios: programs over one instance, by either of its adapters for Node.
import type { Readable } from 'node:stream';
import axios, { type AxiosInstance, type AxiosRequestConfig, type AxiosResponse } from 'axios';
import { defineScenario } from '../../../harness/index.ts';
import { agentPrograms, makeAgent, type AgentProgram, type WatchingAgent } from '../agents.ts';
import { codedAnswerPrograms } from '../answers.ts';
import { buildCalls, type LabClient } from '../build-calls.ts';
import type { CallBook, CallContext } from '../call-book.ts';
import type { CallProgram } from '../call-program.ts';
import { drawCalls } from '../draw-calls.ts';
import { oneOf } from '../draw.ts';
import { readErrorBody } from '../error-bodies.ts';
import { readNode, readPrograms, readWeb, type ReadProgram } from '../readers.ts';
import { judgeCalls, serveCalls, type Promises } from '../serve-calls.ts';
import { makeFragileUpload, uploadPrograms } from '../uploads.ts';
import { watch, type Watched } from '../watching.ts';

/**
 * One call. `token`: given up by a CancelToken instead of its signal; `watched`: with listeners for its progress; `readsErrors`: reads
 * the stream of an error instead of destroying it.
 */
type AxiosCall = CallProgram & {
  responseType?: 'stream' | 'text' | 'arraybuffer';
  timeout?: number;
  maxRedirects?: number;
  decompress?: false;
  token?: true;
  watched?: Watched;
  readsErrors?: true;
  method?: 'HEAD' | 'OPTIONS' | 'DELETE';
};

/** The instance; `hooked`: with interceptors that wait for a moment, and do nothing. */
type Instance = {
  adapter?: 'fetch';
  agent?: AgentProgram;
  timeout?: number;
  maxRedirects?: number;
  maxContentLength?: number;
  hooked?: true;
};

type Client = { instance: AxiosInstance; agent: WatchingAgent | undefined };

/** More than any answer has. */
const ENOUGH_BYTES = 10_000_000;

const WRITABLE_KINDS: ReadonlySet<unknown> = new Set([undefined, 'string', 'buffer', 'stream', 'form-data']);

/** Releases before 0.22 know no signals, and do not say which they are; those before 1.7 have no adapter for fetch. */
const KNOWS_SIGNALS = (axios.VERSION as string | undefined) !== undefined;
const HAS_FETCH = hasFetch();

const CLIENT: LabClient<AxiosCall, Instance, Client> = {
  sane: ({ upload, answer = {}, decompress, ...call }) => {
    const { encoding: _encoding, ...plain } = answer;
    return {
      ...call,
      // Who does not decode cannot say what he was given.
      answer: decompress === false ? plain : answer,
      ...(decompress === false && { decompress }),
      // Bodies of other kinds are refused.
      ...(upload && WRITABLE_KINDS.has(upload.kind) && { upload }),
    };
  },
  make: (_origin, { adapter, agent: given, hooked, ...options }) => {
    const agent = makeAgent(given);
    // The one for node:http is what every release takes by itself here; older ones don't know it by a name.
    const instance = axios.create({
      ...(adapter && HAS_FETCH && { adapter }),
      ...(agent && { httpAgent: agent }),
      ...options,
    });
    if (hooked) {
      instance.interceptors.request.use(pause);
      instance.interceptors.response.use(pause);
    }
    return { instance, agent };
  },
  call: async (program, { origin, client, book }, given) => {
    const { onProgress, context } = watch(program.watched, given);
    const { actor, signal } = context;
    const { upload, responseType, read, token: _token, watched, answer: _answer, ...rest } = program;
    const made = upload && makeFragileUpload(context, upload);
    if (made?.isStream === true) book.gaveUpload(actor, made.body);
    const { handle, release } = giveUp(program, signal);
    const config: AxiosRequestConfig = {
      url: `${origin}/answers/${actor}`,
      method: upload === undefined ? (rest.method ?? 'GET') : (upload.method ?? 'POST'),
      ...optionsOf(rest),
      ...(responseType && { responseType }),
      ...(made && { data: made.body }),
      ...(watched && { onDownloadProgress: onProgress, onUploadProgress: () => {} }),
      ...handle,
    };
    try {
      const response = await client.instance.request(config);
      book.gotHead(actor, responseType === 'stream' ? response.data : null);
      await readData(response, responseType, read ?? {}, book, context);
    } catch (error) {
      // An answer that is an error has a body as well, and its reader is the caller.
      const data: unknown = axios.isAxiosError(error) ? error.response?.data : undefined;
      if (responseType === 'stream' && data !== undefined)
        await leaveError(data as Readable | ReadableStream, program.readsErrors, context);
      throw error;
    } finally {
      release();
    }
  },
  dispose: ({ agent }) => agent?.destroy(),
  tell: ({ agent }, note) => agent?.tell(note),
  patienceMs: (call, { timeout }) => call.timeout ?? timeout,
  isOnFetch: ({ adapter }) => adapter === 'fetch' && HAS_FETCH,
};

const PROMISES = {
  // Once an answer has begun, its timeout is that of an idle socket.
  headLimitMs: ({ timeout }, instance) => timeout ?? instance.timeout,
} satisfies Promises<AxiosCall, Instance>;

export default defineScenario({
  name: 'lab/axios',
  description: "Programs over axios's surface: either adapter, any answer, read and given up in any way.",
  cancelsAtEnd: true,
  programs: {
    draw: drawCalls({
      instance: {
        adapter: [15, oneOf('fetch')],
        agent: [40, agentPrograms],
        timeout: [20, oneOf(600, 1_500)],
        // Without redirects axios stands on node:http itself, otherwise on follow-redirects: each deserves its share.
        maxRedirects: [40, oneOf(0, 0, 1)],
        maxContentLength: [15, oneOf(ENOUGH_BYTES)],
        hooked: [20, oneOf(true)],
      },
      calls: {
        responseType: [60, oneOf('stream', 'text', 'arraybuffer')],
        timeout: [20, oneOf(600, 1_500, 5_000)],
        maxRedirects: [25, oneOf(0, 0, 5)],
        decompress: [10, oneOf(false)],
        token: [15, oneOf(true)],
        watched: [15, oneOf<Watched>(true, 'leaves')],
        readsErrors: [30, oneOf(true)],
        method: [10, oneOf('HEAD', 'OPTIONS', 'DELETE')],
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

/** An interceptor that does nothing, a moment later. */
function pause<T>(value: T): Promise<T> {
  return Promise.resolve(value);
}

function hasFetch(): boolean {
  try {
    return (axios.getAdapter as typeof axios.getAdapter | undefined)?.('fetch') !== undefined;
  } catch {
    return false;
  }
}

/** The call's own options, as axios calls them. */
function optionsOf({ timeout, maxRedirects, decompress }: AxiosCall): AxiosRequestConfig {
  return {
    ...(timeout !== undefined && { timeout }),
    ...(maxRedirects !== undefined && { maxRedirects }),
    ...(decompress !== undefined && { decompress }),
  };
}

/** How the call is given up: by its signal, or by a token that its signal pulls. */
function giveUp(
  { token }: AxiosCall,
  signal: AbortSignal,
): { handle: AxiosRequestConfig; release: () => void } {
  if (token === undefined && KNOWS_SIGNALS) return { handle: { signal }, release: () => {} };
  const source = axios.CancelToken.source();
  const pass = (): void => source.cancel('left');
  if (signal.aborted) pass();
  else signal.addEventListener('abort', pass, { once: true });
  return { handle: { cancelToken: source.token }, release: () => signal.removeEventListener('abort', pass) };
}

async function readData(
  { data, status }: AxiosResponse<unknown>,
  responseType: AxiosCall['responseType'],
  read: ReadProgram,
  book: CallBook,
  context: CallContext,
): Promise<void> {
  if (status >= 300) throw new Error(`status ${status}`);
  if (responseType !== 'stream') context.deliver(data instanceof ArrayBuffer ? new Uint8Array(data) : data);
  // An answer without a body has no stream either, by the adapter for fetch.
  else if (data === null) return;
  else if (data instanceof ReadableStream) await readWeb(new Response(data), read, book, context);
  else await readNode(data as Readable, read, book, context);
}

async function drain(data: Readable | ReadableStream): Promise<void> {
  for await (const _ of data as AsyncIterable<Uint8Array>);
}

/** The stream of an error is its caller's, who reads it or lets it go. */
async function leaveError(
  data: Readable | ReadableStream,
  reads: true | undefined,
  context: CallContext,
): Promise<void> {
  if (reads) return readErrorBody(() => drain(data), context);
  if (data instanceof ReadableStream) return data.cancel().catch(() => {});
  data.on('error', () => {});
  data.destroy();
}
