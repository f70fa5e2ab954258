// The battery for the Anthropic SDK: programs over messages on one client.
import Anthropic from '@anthropic-ai/sdk';
import { defineScenario, last, sse, type Route } from '../../../harness/index.ts';
import { buildCalls, type LabClient } from '../build-calls.ts';
import { drawCalls } from '../draw-calls.ts';
import { readSdkStream, SDK_CALLS, SDK_OPTIONS, SDK_PROMISES, sdkOptions, sdkRoute } from '../sdk.ts';
import type { SdkCall, SdkOptions, SdkStream } from '../sdk.ts';
import { judgeCalls, serveCalls } from '../serve-calls.ts';

type Event = { type: string; delta?: { text?: string } };

const usage = { input_tokens: 1, output_tokens: 1 };
const message = { id: 'message', type: 'message', role: 'assistant', model: 'any', content: [], usage };

const CLIENT: LabClient<SdkCall, SdkOptions, Anthropic> = {
  // Who iterates its helper when all is over waits for ever.
  sane: ({ leaves, ...call }) =>
    leaves === undefined || (leaves === 'late' && call.via === 'helper') ? call : { ...call, leaves },
  make: (origin, options) => new Anthropic({ baseURL: origin, apiKey: 'key', ...options }),
  call: async (program, { client, book }, context) => {
    const { actor, deliver } = context;
    const body = { model: 'any', max_tokens: 100, messages: [{ role: 'user' as const, content: actor }] };
    const options = sdkOptions(program, context);
    if (program.via === 'document') {
      const { content } = await client.messages.create(body, options);
      return deliver(content.map((block) => (block.type === 'text' ? block.text : '')).join(''));
    }
    const stream =
      program.via === 'helper'
        ? client.messages.stream(body, options)
        : await client.messages.create({ ...body, stream: true }, options);
    await readSdkStream(stream as unknown as SdkStream<Event>, program, textOf, book, context);
  },
  patienceMs: (call, instance) => call.timeout ?? instance.timeout,
  isOnFetch: () => true,
};

const routes = (calls: Readonly<Record<string, SdkCall>>): Route[] => [
  sdkRoute(calls, {
    path: '/v1/messages',
    before: () => [
      event('message_start', { message }),
      event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
    ],
    event: (text) => event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } }, text),
    after: () => [
      event('content_block_stop', { index: 0 }),
      event('message_delta', { delta: { stop_reason: 'end_turn', stop_sequence: null }, usage }),
      last(event('message_stop')),
    ],
    document: (text) => ({ ...message, content: [{ type: 'text', text }], stop_reason: 'end_turn' }),
  }),
];

export default defineScenario({
  name: 'lab/anthropic',
  description: 'Programs over the Anthropic SDK: messages, streamed or not, read and given up in any way.',
  cancelsAtEnd: true,
  programs: {
    draw: drawCalls({
      instance: SDK_OPTIONS,
      calls: SDK_CALLS,
    }),
    build: (program) => buildCalls(CLIENT, program),
    serve: (program) => serveCalls(CLIENT, program, routes),
    judge: (program) => judgeCalls(CLIENT, program, SDK_PROMISES),
  },
});

function textOf({ type, delta }: Event): string {
  return type === 'content_block_delta' ? (delta?.text ?? '') : '';
}

function event(type: string, fields: Record<string, unknown> = {}, text = '') {
  return sse({ type, ...fields }, text, type);
}
