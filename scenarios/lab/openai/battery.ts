// The battery for the openai SDK: programs over chat completions on one client.
import OpenAI from 'openai';
import { defineScenario, last, sse, type Route } from '../../../harness/index.ts';
import { buildCalls, type LabClient } from '../build-calls.ts';
import { drawCalls } from '../draw-calls.ts';
import { oneOf } from '../draw.ts';
import { readSdkStream, SDK_CALLS, SDK_OPTIONS, SDK_PROMISES, sdkOptions, sdkRoute } from '../sdk.ts';
import type { SdkCall, SdkOptions, SdkStream } from '../sdk.ts';
import { judgeCalls, serveCalls } from '../serve-calls.ts';

type Chunk = { choices: { delta: { content?: string | null } }[] };

/** The SDK's helper: a stream that also collects; in older releases it is found elsewhere, or is not there. */
type Helper = { stream?: (body: object, options: object) => SdkStream<Chunk> & { abort: () => void } };

/** Where releases before 5 have it. */
type Beta = { chat?: { completions?: Helper } };

const BASE = { id: 'chat', created: 0, model: 'any' };

const CLIENT: LabClient<SdkCall, SdkOptions, OpenAI> = {
  make: (origin, options) => new OpenAI({ baseURL: `${origin}/v1`, apiKey: 'key', ...options }),
  call: async (program, { client, book }, context) => {
    const { actor, deliver } = context;
    const body = { model: 'any', messages: [{ role: 'user' as const, content: actor }] };
    const options = sdkOptions(program, context);
    if (program.via === 'document') {
      const { choices } = await client.chat.completions.create(body, options);
      return deliver(choices[0]?.message.content ?? '');
    }
    const helper = helperOf(client);
    const stream =
      program.via === 'helper' && helper.stream !== undefined
        ? helper.stream({ ...body, stream: true }, options)
        : ((await client.chat.completions.create({ ...body, stream: true }, options)) as SdkStream<Chunk>);
    await readSdkStream(stream, program, ({ choices }) => choices[0]?.delta.content ?? '', book, context);
  },
  patienceMs: (call, instance) => call.timeout ?? instance.timeout,
  isOnFetch: () => true,
};

const routes = (calls: Readonly<Record<string, SdkCall>>): Route[] => [
  sdkRoute(calls, {
    path: '/v1/chat/completions',
    before: () => [chunk({ role: 'assistant', content: '' }, '')],
    event: (content) => chunk({ content }, content),
    after: () => [chunk({}, '', 'stop'), last({ text: '', wire: 'data: [DONE]\n\n' })],
    document: (content) => ({
      ...BASE,
      object: 'chat.completion',
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content } }],
    }),
  }),
];

export default defineScenario({
  name: 'lab/openai',
  description:
    'Programs over the openai SDK: chat completions, streamed or not, read and given up in any way.',
  cancelsAtEnd: true,
  programs: {
    draw: drawCalls({
      instance: SDK_OPTIONS,
      // Its streams say themselves that they are over.
      calls: { ...SDK_CALLS, lingers: [10, oneOf(true)] },
    }),
    build: (program) => buildCalls(CLIENT, program),
    serve: (program) => serveCalls(CLIENT, program, routes),
    judge: (program) => judgeCalls(CLIENT, program, SDK_PROMISES),
  },
});

function helperOf(client: OpenAI): Helper {
  const { chat, beta } = client as unknown as { chat: { completions: Helper }; beta?: Beta };
  return chat.completions.stream === undefined ? (beta?.chat?.completions ?? {}) : chat.completions;
}

function chunk(delta: object, text: string, finish: 'stop' | null = null) {
  const choices = [{ index: 0, delta, finish_reason: finish }];
  return sse({ ...BASE, object: 'chat.completion.chunk', choices }, text);
}
