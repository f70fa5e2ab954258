// The battery for ky: programs over one instance on Node's fetch.
import ky, { type KyInstance, type Options } from 'ky';
import { defineScenario } from '../../../harness/index.ts';
import { codedAnswerPrograms } from '../answers.ts';
import { buildCalls, type LabClient } from '../build-calls.ts';
import type { CallProgram } from '../call-program.ts';
import { drawCalls } from '../draw-calls.ts';
import { oneOf } from '../draw.ts';
import { readFetched, sendFetch } from '../fetching.ts';
import { readPrograms } from '../readers.ts';
import { judgeCalls, serveCalls, type Promises } from '../serve-calls.ts';
import { uploadPrograms } from '../uploads.ts';
import { watch, type Watched } from '../watching.ts';

/** What an instance and a call can both say. Times in ms; `hooked`: with hooks that wait for a moment, and do nothing. */
type Both = {
  timeout?: number | false;
  totalTimeout?: number;
  retries?: number;
  hooked?: true;
};

/** One call: its body by a shortcut, or by the response. */
type KyCall = CallProgram &
  Both & {
    via?: 'text' | 'arrayBuffer' | 'response';
    watched?: Watched;
    lenient?: true;
    method?: 'HEAD' | 'OPTIONS' | 'DELETE';
  };

/** What ky does where nobody says otherwise. */
const TIMEOUT_MS = 10_000;

const CLIENT: LabClient<KyCall, Both, KyInstance> = {
  make: (_origin, instance) => ky.create(optionsOf(instance)),
  call: async (program, { origin, client, book }, given) => {
    const { onProgress, context } = watch(program.watched, given);
    const { actor, deliver } = context;
    const { upload, method = 'GET', watched } = program;
    const { url, init } = sendFetch(origin, { method, ...(upload && { upload }) }, book, context);
    const options: Options = {
      ...init,
      ...optionsOf(program),
      // Only who is given the status can tell an error from an answer.
      ...(program.lenient && program.via === 'response' && { throwHttpErrors: false }),
      ...(watched && { onDownloadProgress: onProgress, onUploadProgress: () => {} }),
    };
    try {
      if (program.via === 'response') {
        const response = await client(url, options);
        book.gotHead(actor, response.body);
        await readFetched(response, program.read, book, context);
      } else if (program.via === 'arrayBuffer') {
        deliver(new Uint8Array(await client(url, options).arrayBuffer()));
      } else deliver(await client(url, options).text());
    } catch (error) {
      // An answer that is an error may have a body that is still to be read, and its reader is the caller.
      const body = (error as { response?: Response }).response?.body;
      if (body?.locked === false) await body.cancel().catch(() => {});
      throw error;
    }
  },
  patienceMs: (call, instance) => {
    const { timeout = TIMEOUT_MS, totalTimeout = Infinity } = { ...instance, ...call };
    return Math.min(timeout === false ? Infinity : timeout, totalTimeout);
  },
  isOnFetch: () => true,
};

const PROMISES = {
  // Each attempt has its time for the head, and as much again for the body, where ky reads it. Without `totalTimeout` (which
  // releases before 2.1 do not know) what several attempts take is nobody's promise.
  limitMs: (call, instance) => {
    const { timeout = TIMEOUT_MS, retries } = { ...instance, ...call };
    return call.via === 'response' || retries !== 0 || timeout === false ? undefined : 2 * timeout;
  },
} satisfies Promises<KyCall, Both>;

export default defineScenario({
  name: 'lab/ky',
  description:
    "Programs over ky's surface: shortcuts and responses, any answer, read and given up in any way.",
  cancelsAtEnd: true,
  programs: {
    draw: drawCalls({
      instance: {
        timeout: [30, oneOf<number | false>(600, 1_500, false)],
        totalTimeout: [15, oneOf(1_500, 5_000)],
        retries: [30, oneOf(0, 1)],
        hooked: [25, oneOf(true)],
      },
      calls: {
        via: [70, oneOf('text', 'arrayBuffer', 'response')],
        timeout: [30, oneOf<number | false>(600, 1_500, false)],
        totalTimeout: [15, oneOf(1_500, 5_000)],
        retries: [30, oneOf(0, 1, 3)],
        lenient: [10, oneOf(true)],
        hooked: [15, oneOf(true)],
        watched: [20, oneOf<Watched>(true, 'leaves')],
        method: [10, oneOf('HEAD', 'OPTIONS', 'DELETE')],
        upload: [25, uploadPrograms],
        answer: [75, codedAnswerPrograms],
        read: [50, readPrograms],
      },
    }),
    build: (program) => buildCalls(CLIENT, program),
    serve: (program) => serveCalls(CLIENT, program),
    judge: (program) => judgeCalls(CLIENT, program, PROMISES),
  },
});

/** A hook that does nothing, a moment later. */
async function pause(): Promise<void> {}

function optionsOf({ timeout, totalTimeout, retries, hooked }: Both): Options {
  return {
    ...(timeout !== undefined && { timeout }),
    ...(totalTimeout !== undefined && { totalTimeout }),
    ...(retries !== undefined && { retry: { limit: retries } }),
    ...(hooked && { hooks: { beforeRequest: [pause], beforeRetry: [pause], afterResponse: [pause] } }),
  };
}
