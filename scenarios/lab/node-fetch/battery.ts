// The battery for node-fetch: programs over fetch as it is on node:http, whose bodies are Node's streams.
import type { Readable } from 'node:stream';
import fetch, { type RequestInit } from 'node-fetch';
import { defineScenario } from '../../../harness/index.ts';
import { agentPrograms, makeAgent, type AgentProgram, type WatchingAgent } from '../agents.ts';
import { codedAnswerPrograms } from '../answers.ts';
import { buildCalls, type LabClient } from '../build-calls.ts';
import type { CallProgram } from '../call-program.ts';
import { drawCalls } from '../draw-calls.ts';
import { oneOf, parts } from '../draw.ts';
import { readNode, readPrograms } from '../readers.ts';
import { judgeCalls, serveCalls } from '../serve-calls.ts';
import { makeFragileUpload, uploadPrograms } from '../uploads.ts';

/** Options of a call. */
type Options = {
  redirect?: 'manual' | 'error';
  follow?: number;
  compress?: false;
  size?: number;
  highWaterMark?: number;
};

type Call = CallProgram & { options?: Options; method?: 'HEAD' | 'OPTIONS' | 'DELETE' };

type Instance = { agent?: AgentProgram };

/** More than any answer has. */
const ENOUGH_BYTES = 10_000_000;

const WRITABLE_KINDS: ReadonlySet<unknown> = new Set([undefined, 'string', 'buffer', 'stream']);

const CLIENT: LabClient<Call, Instance, WatchingAgent | undefined> = {
  sane: ({ upload, answer = {}, ...call }) => {
    const { encoding: _encoding, ...plain } = answer;
    return {
      ...call,
      // Who does not decode cannot say what he was given.
      answer: call.options?.compress === false ? plain : answer,
      // Other bodies are sent as what String() makes of them; which forms are known depends on the release.
      ...(upload && WRITABLE_KINDS.has(upload.kind) && { upload }),
    };
  },
  make: (_origin, { agent }) => makeAgent(agent),
  call: async ({ options, method, upload, read = {} }, { origin, client: agent, book }, context) => {
    const { actor, signal } = context;
    const made = upload && makeFragileUpload(context, upload);
    if (made?.isStream === true) book.gaveUpload(actor, made.body);
    const response = await fetch(`${origin}/answers/${actor}`, {
      ...options,
      signal,
      method: upload === undefined ? (method ?? 'GET') : (upload.method ?? 'POST'),
      ...(made && { body: made.body }),
      ...(agent && { agent }),
    } as RequestInit);
    const body = response.body as Readable;
    // Who leaves a body alone has to listen for what becomes of it.
    body.on('error', () => {});
    book.gotHead(actor, body);
    if (response.status >= 300) {
      await response.text();
      throw new Error(`status ${response.status}`);
    }
    const asked = Object.assign(body, {
      text: () => response.text(),
      arrayBuffer: () => response.arrayBuffer(),
    });
    await readNode(asked, read, book, context);
  },
  dispose: (agent) => agent?.destroy(),
  tell: (agent, note) => agent?.tell(note),
};

export default defineScenario({
  name: 'lab/node-fetch',
  description: "Programs over node-fetch's surface: any request, any answer, read and given up in any way.",
  cancelsAtEnd: true,
  programs: {
    draw: drawCalls({
      instance: { agent: [60, agentPrograms] },
      calls: {
        options: [
          45,
          parts<Options>({
            redirect: [25, oneOf('manual', 'error')],
            follow: [25, oneOf(0, 1)],
            compress: [15, oneOf(false)],
            size: [25, oneOf(ENOUGH_BYTES)],
            highWaterMark: [25, oneOf(1_000, 200_000)],
          }),
        ],
        method: [10, oneOf('HEAD', 'OPTIONS', 'DELETE')],
        upload: [25, uploadPrograms],
        answer: [75, codedAnswerPrograms],
        read: [65, readPrograms],
      },
    }),
    build: (program) => buildCalls(CLIENT, program),
    serve: (program) => serveCalls(CLIENT, program),
    judge: (program) => judgeCalls(CLIENT, program),
  },
});
